"""A second embedding model, for questions in any language: multilingual-e5-small.

Wang et al., "Multilingual E5 Text Embeddings" (2024). Questions and passages carry the prefixes that the model was
trained with. Beside a text's vector, its tokens' last hidden states are kept, for late interaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from knowledge.models.e5_weights import WeightFile, WeightReader, dequantised
from knowledge.models.late import Tokens, compressed, load_projection
from knowledge.models.minilm import has_bfloat16, in_batches

if TYPE_CHECKING:
    import torch

__all__ = ["Encoded", "Multilingual"]

QUESTION, PASSAGE = "query: ", "passage: "
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Encoded:
    """A text's vector, [dimension], of length one, and its tokens, [tokens, 128] (see `knowledge.models.late`)."""

    vector: Floats
    tokens: Tokens


class Multilingual:
    """A loaded model; vectors have length one."""

    def __init__(self, weights: WeightFile) -> None:
        self.weights = weights
        self._reader = WeightReader(weights.path)
        self._words = self._reader.blocks("emb.word", self._reader.words, self._reader.hidden)
        self._tokenizer = _tokenizer(self._reader)
        self._reader.vocabulary = []

    def questions(self, texts: Sequence[str]) -> list[Encoded]:
        """Questions, each with its vector and its tokens."""
        return self._encode(QUESTION, texts)

    def passages(
        self, texts: Sequence[str], *, batch: int = 16, progress: Callable[[int], None] = lambda done: None
    ) -> list[Encoded]:
        """Passages, each with its vector and its tokens; `progress` gets the number done after each batch."""
        return in_batches(texts, partial(self._encode, PASSAGE), batch=batch, progress=progress)

    def _encode(self, prefix: str, texts: Sequence[str]) -> list[Encoded]:
        projection = load_projection()
        return [Encoded(vector, compressed(states, projection)) for vector, states in self.states(prefix, texts)]

    def states(self, prefix: str, texts: Sequence[str]) -> Iterator[tuple[Floats, Floats]]:
        """The vector of each text, [dimension], and the hidden states of its own tokens, [tokens, dimension].

        The prefix is no part of a text's own tokens, and neither are the marks at either end.
        """
        import torch

        own = len(self._tokenizer.encode(prefix).ids) - 1
        encoded = self._tokenizer.encode_batch([prefix + text for text in texts])
        ids = np.array([one.ids for one in encoded])
        mask = torch.tensor([one.attention_mask for one in encoded], dtype=torch.bool)
        embedded = torch.from_numpy(dequantised(self._words[ids.reshape(-1)])).view(*ids.shape, -1)
        with torch.inference_mode():
            hidden = self._layers.forward(embedded, mask).float() * mask[..., None]
            pooled = torch.nn.functional.normalize(hidden.sum(dim=1), dim=-1).numpy()
        for vector, states, length in zip(pooled, hidden.numpy(), mask.sum(dim=1).tolist(), strict=True):
            yield vector, states[own : length - 1]

    @cached_property
    def _layers(self) -> _Layers:
        import torch

        return _Layers(self._reader, torch.bfloat16 if has_bfloat16() else torch.float32)


class _Layers:
    """BERT's encoder (Devlin et al., 2019) over word embeddings [batch, length, hidden]."""

    def __init__(self, reader: WeightReader, dtype: torch.dtype) -> None:
        self.reader, self.dtype = reader, dtype
        self.positions = self._tensor("emb.pos").view(-1, reader.hidden) + self._tensor("emb.type")[: reader.hidden]
        self.first_norm = self._norm("emb.ln")
        self.layers = [self._layer(number) for number in range(reader.layers)]

    def _tensor(self, name: str) -> torch.Tensor:
        import torch

        return torch.from_numpy(self.reader.floats(name)).to(self.dtype)

    def _matrix(self, name: str, rows: int, columns: int) -> torch.Tensor:
        import torch

        return torch.from_numpy(dequantised(self.reader.blocks(name, rows, columns))).to(self.dtype)

    def _norm(self, name: str) -> tuple[torch.Tensor, torch.Tensor]:
        return self._tensor(f"{name}.w"), self._tensor(f"{name}.b")

    def _layer(self, number: int) -> dict[str, tuple[torch.Tensor, torch.Tensor]]:
        import torch

        at, hidden, inner = f"l{number}", self.reader.hidden, self.reader.inner
        each = [self._matrix(f"{at}.{part}.w", hidden, hidden) for part in "qkv"]
        return {
            "project": (torch.cat(each), torch.cat([self._tensor(f"{at}.{part}.b") for part in "qkv"])),
            "attend": (self._matrix(f"{at}.ao.w", hidden, hidden), self._tensor(f"{at}.ao.b")),
            "widen": (self._matrix(f"{at}.fi.w", inner, hidden), self._tensor(f"{at}.fi.b")),
            "narrow": (self._matrix(f"{at}.fo.w", hidden, inner), self._tensor(f"{at}.fo.b")),
            "attended_norm": self._norm(f"{at}.aln"),
            "output_norm": self._norm(f"{at}.oln"),
        }

    def forward(self, embedded: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The last hidden states, [batch, length, hidden], of `mask` [batch, length]."""
        from torch.nn import functional as F

        batch, length, hidden = embedded.shape  # B, T, H
        x = self._normed(embedded.to(self.dtype) + self.positions[:length], self.first_norm)
        for layer in self.layers:
            heads = F.linear(x, *layer["project"]).view(batch, length, 3, self.reader.heads, -1)
            q, k, v = heads.permute(2, 0, 3, 1, 4)  # [B, heads, T, H / heads] each
            attended = F.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
            attended = attended.transpose(1, 2).reshape(batch, length, hidden)
            x = self._normed(x + F.linear(attended, *layer["attend"]), layer["attended_norm"])
            wide = F.gelu(F.linear(x, *layer["widen"]))
            x = self._normed(x + F.linear(wide, *layer["narrow"]), layer["output_norm"])
        return x

    def _normed(self, x: torch.Tensor, norm: tuple[torch.Tensor, torch.Tensor]) -> torch.Tensor:
        from torch.nn import functional as F

        return F.layer_norm(x, (self.reader.hidden,), *norm, eps=self.reader.epsilon)


def _tokenizer(reader: WeightReader, *, longest: int = 256) -> Any:
    """The SentencePiece unigram tokenizer of XLM-RoBERTa, from the pieces and scores in the weight file."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    tokenizer = Tokenizer(models.Unigram(reader.vocabulary, unk_id=reader.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip(left=False, right=True)]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.enable_truncation(longest)
    tokenizer.enable_padding(pad_id=1, pad_token="<pad>")
    return tokenizer
