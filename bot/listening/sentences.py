"""Sentences with their labels, in groups of paraphrases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

SENTENCES = Path(__file__).with_name("sentences.txt")
_TOPIC = "{topic}"
_TOPICS = {
    "en": """the mask; broadcasting; jit; vmap; the loss; the gradient; softmax; the policy; my agent; exercise
        3; the learning rate; attention; the key; `hk.transform`; the shape; q learning; the posterior; the
        ELBO; diffusion; the test cell; padding; positional encoding; `jnp.where`; the discount; adam; the
        noise schedule; the decoder; einsum; the plot; cell 12; the reward; dropout; the batch axis; the
        replay buffer; the score function; `in_axes`; self loops; the encoder; grad; the prior""",
    "fr": """le masque; le broadcasting; jit; vmap; la loss; le gradient; softmax; la politique; mon agent;
        l'exercice 3; le learning rate; l'attention; la clé; `hk.transform`; la forme; l'a posteriori;
        l'ELBO; la diffusion; la cellule 12; le padding; l'encodage positionnel; `jnp.where`; la récompense;
        adam; le bruit; le décodeur; einsum; le graphique; le dropout; l'axe du batch; l'a priori;
        l'encodeur; grad; le test""",
}
_TOPIC_LISTS = {language: [topic.strip() for topic in listed.split(";")] for language, listed in _TOPICS.items()}
_FILLED = 4


@dataclass(frozen=True)
class Sentence:
    """`asks`: the bot should answer it. Those of one `group` say nearly the same."""

    text: str
    asks: bool
    language: str
    in_thread: bool
    group: int


def read_sentences(file: Path = SENTENCES) -> list[Sentence]:
    """The sentences of a file in which each group starts with a line `# ask|leave language [thread]`.

    One with `{topic}` in it stands for several with other topics each, which are a group of their own.
    """
    found: list[Sentence] = []
    head: list[str] = []
    group = -1
    for line in file.read_text().splitlines():
        if line.startswith("# "):
            head, group = line[2:].split(), group + 1
        elif line:
            asks, language, in_thread = head[0] == "ask", head[1], "thread" in head
            group += _TOPIC in line
            texts = _filled(line.replace("\\n", "\n"), language, len(found))
            found += [Sentence(text, asks, language, in_thread, group) for text in texts]
    return found


def with_question_marks(sentences: list[Sentence]) -> list[Sentence]:
    """The sentences, and every other one that asks with a question mark too: many leave it out on a phone."""
    bare = [sentence for sentence in sentences if sentence.asks and sentence.text[-1].isalnum()]
    return [*sentences, *(replace(sentence, text=f"{sentence.text}?") for sentence in bare[::2])]


def _filled(text: str, language: str, start: int) -> list[str]:
    """The sentence with topics in its blank, from the `start`-th on; itself when it has none."""
    if _TOPIC not in text:
        return [text]
    topics = _TOPIC_LISTS[language]
    return [text.replace(_TOPIC, topics[(start * 7 + step * 11) % len(topics)]) for step in range(_FILLED)]
