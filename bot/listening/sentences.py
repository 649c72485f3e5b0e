"""Sentences with their labels, in groups of paraphrases."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

SENTENCES = Path(__file__).with_name("sentences.txt")
_FILLINGS = {
    "topic en": """the mask; broadcasting; jit; vmap; the loss; the gradient; softmax; the policy; my agent; exercise
        3; the learning rate; attention; the key; `hk.transform`; the shape; q learning; the posterior;
        the ELBO; diffusion; the test cell; padding; positional encoding; `jnp.where`; the discount; adam;
        the noise schedule; the decoder; einsum; the plot; cell 12; the reward; dropout; the batch axis;
        the replay buffer; the score function; `in_axes`; self loops; the encoder; grad; the prior""",
    "topic fr": """le masque; le broadcasting; jit; vmap; la loss; le gradient; softmax; la politique; mon agent;
        l'exercice 3; le learning rate; l'attention; la clé; `hk.transform`; la forme; l'a posteriori;
        l'ELBO; la diffusion; la cellule 12; le padding; l'encodage positionnel; `jnp.where`; la
        récompense; adam; le bruit; le décodeur; einsum; le graphique; le dropout; l'axe du batch; l'a
        priori; l'encodeur; grad; le test""",
    "event en": """lunch; dinner; the lecture; the party; the keynote; the poster session; the next session;
        breakfast; the break; the bus; the RL practical; the beach walk; registration; the closing
        ceremony; the workshop; the mentoring hour""",
    "event fr": """le déjeuner; le dîner; le cours; la fête; la séance; la pause; le bus; le TP de demain; la visite;
        l'inscription; la cérémonie; l'atelier""",
}
_FILLINGS_LISTED = {
    name: [" ".join(filling.split()) for filling in listed.split(";")] for name, listed in _FILLINGS.items()
}
_BLANK = re.compile(r"\{(topic|event)\}")
_FILLED = 2


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

    One with a blank, `{topic}` or `{event}`, stands for several with it filled, which are a group of their own.
    """
    found: list[Sentence] = []
    head: list[str] = []
    group = -1
    for line in file.read_text().splitlines():
        if line.startswith("# "):
            head, group = line[2:].split(), group + 1
        elif line:
            asks, language, in_thread = head[0] == "ask", head[1], "thread" in head
            group += bool(_BLANK.search(line))
            texts = _filled(line.replace("\\n", "\n"), language, len(found))
            found += [Sentence(text, asks, language, in_thread, group) for text in texts]
    return found


def with_question_marks(sentences: list[Sentence]) -> list[Sentence]:
    """The sentences, and every other one that asks with a question mark too: many leave it out on a phone."""
    bare = [
        sentence
        for sentence in sentences
        if sentence.asks and sentence.text[-1].isalnum() and "\n" not in sentence.text
    ]
    return [*sentences, *(replace(sentence, text=f"{sentence.text}?") for sentence in bare[::2])]


def _filled(text: str, language: str, start: int) -> list[str]:
    """The sentence with its blank filled, from the `start`-th on; itself when it has none."""
    blank = _BLANK.search(text)
    if blank is None:
        return [text]
    fillings = _FILLINGS_LISTED[f"{blank[1]} {language}"]
    chosen = (fillings[(start * 7 + step * 11) % len(fillings)] for step in range(_FILLED))
    return [text.replace(blank[0], filling) for filling in chosen]
