"""The intent classifier against scikit-learn, its embeddings against sentence-transformers, and its picture."""

from __future__ import annotations

import re
from collections.abc import Iterator

import jax
import jax.numpy as jnp
import matplotlib.pyplot as plt
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix

from runners.experiments import find, run_experiment
from runners.experiments.reading import silent
from runners.experiments.transformers import intent_classifier, intent_data, intent_head
from runners.experiments.transformers.intent_data import Corpus
from runners.sandbox import Sandbox
from tests.runners.experiments.transformers import embed_intents

DEFAULTS = find("intent_classifier").defaults()


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return intent_data.load()


@pytest.fixture(autouse=True)
def closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def _fit(
    examples: intent_head.Examples, *, hidden: int = 0, weight_decay: float = 0.001, steps: int = 400
) -> tuple[intent_head.Head, np.ndarray]:
    _, d = np.shape(examples.embeddings)
    head = intent_head.init(jax.random.key(0), d, int(np.max(examples.labels)) + 1, hidden=hidden)
    settings = intent_head.Settings(0.03, weight_decay, steps)
    return intent_head.fit(head, examples, settings, steps=steps, progress=silent)


def _default_choice(corpus: Corpus) -> np.ndarray:
    numbers = np.random.default_rng(0).random(len(corpus.texts))
    return intent_classifier.choose(corpus.labels, corpus.of(*intent_data.TRAINING_STYLES), numbers, 0.75)


def test_the_embeddings_are_those_of_the_sentences(corpus: Corpus) -> None:
    again = embed_intents.embeddings()
    assert corpus.embeddings.shape == again.shape
    np.testing.assert_allclose(np.linalg.norm(corpus.embeddings, axis=1), 1.0, atol=1e-3)
    np.testing.assert_allclose(corpus.embeddings, again, atol=2e-3)  # float16, and other processors
    assert (corpus.embeddings * again).sum(axis=1).min() > 0.9999


@pytest.mark.parametrize("weight_decay", [0.001, 0.03])
def test_same_optimum_as_scikit_learn(corpus: Corpus, weight_decay: float) -> None:
    chosen = _default_choice(corpus)
    head, _ = _fit(intent_classifier.examples(corpus, chosen), weight_decay=weight_decay, steps=600)
    ours = np.asarray(intent_classifier.probabilities(head, corpus.embeddings))
    theirs = LogisticRegression(C=1 / (weight_decay * chosen.sum()), tol=1e-5, max_iter=5000)
    theirs.fit(corpus.embeddings[chosen], corpus.labels[chosen])
    np.testing.assert_allclose(ours, theirs.predict_proba(corpus.embeddings), atol=2e-3)
    new = corpus.of(*intent_data.NEW_STYLES)
    right = (ours.argmax(axis=1) == corpus.labels)[new].mean()
    assert right == pytest.approx(theirs.score(corpus.embeddings[new], corpus.labels[new]), abs=0.01)


def test_the_accuracy_is_scikit_learns_within_two_points(corpus: Corpus) -> None:
    reading = intent_classifier.run(**{**DEFAULTS, "share": 1.0})
    seen, new = corpus.of(*intent_data.TRAINING_STYLES), corpus.of(*intent_data.NEW_STYLES)
    theirs = LogisticRegression(C=1 / (0.001 * seen.sum()), max_iter=5000)
    theirs.fit(corpus.embeddings[seen], corpus.labels[seen])
    told = float(reading.numbers["accuracy in new styles"].split("%")[0]) / 100
    assert told == pytest.approx(theirs.score(corpus.embeddings[new], corpus.labels[new]), abs=0.02)
    assert told > 0.7


def test_the_loss_worked_by_hand() -> None:
    head = (intent_head.Layer(jnp.array([[1.0, -1.0]]), jnp.array([0.0, 2.0])),)
    examples = intent_head.Examples(np.array([[1.0], [3.0]]), np.array([0, 0]), np.array([1.0, 0.0]))
    whole, entropy = intent_head.loss(head, examples, 0.5)  # logits 1 and 1; squared weights 2
    assert float(entropy) == pytest.approx(np.log(2)) and float(whole) == pytest.approx(np.log(2) + 0.5)


@pytest.mark.parametrize("hidden", [0, 5])
def test_same_with_jit_and_for_one_sentence_at_a_time(corpus: Corpus, hidden: int) -> None:
    some = corpus.embeddings[:7]
    head = intent_head.init(jax.random.key(1), some.shape[1], 12, hidden=hidden)
    head = jax.tree.map(lambda array: array + 0.1, head)
    logits = intent_head.forward(head, some)
    np.testing.assert_allclose(jax.jit(intent_head.forward)(head, some), logits, rtol=1e-4)
    np.testing.assert_allclose(jax.vmap(lambda x: intent_head.forward(head, x[None])[0])(some), logits, rtol=1e-4)


def test_sentences_without_a_part_are_not_learned_from(corpus: Corpus) -> None:
    chosen = _default_choice(corpus)
    examples = intent_classifier.examples(corpus, chosen)
    spoilt = np.where(np.asarray(examples.parts)[:, None] > 0, examples.embeddings, 100.0)
    head, _ = _fit(examples, steps=50)
    other, _ = _fit(examples._replace(embeddings=spoilt), steps=50)
    np.testing.assert_allclose(head[0].weights, other[0].weights, atol=1e-5)


@pytest.mark.parametrize("hidden", [0, 16])
def test_a_short_training_lowers_the_loss(corpus: Corpus, hidden: int) -> None:
    _, losses = _fit(intent_classifier.examples(corpus, _default_choice(corpus)), hidden=hidden, steps=100)
    assert losses[0] == pytest.approx(np.log(12), abs=1e-5) and losses[-1] < 0.5 * losses[0]


def test_the_learning_rate_falls_to_zero() -> None:
    settings = intent_head.Settings(0.2, 0.0, 100)
    rates = [float(intent_head.learning_rate(settings, step)) for step in (0, 50, 100, 150)]
    np.testing.assert_allclose(rates, [0.2, 0.1, 0.0, 0.0], atol=1e-7)


def test_the_confusion_matrix_is_scikit_learns() -> None:
    random = np.random.default_rng(0)
    labels, predicted = random.integers(0, 6, 200), random.integers(0, 6, 200)
    ours = intent_classifier.confusion(labels, predicted, 6)
    np.testing.assert_array_equal(ours, confusion_matrix(labels, predicted, labels=range(6)))


@pytest.mark.parametrize("share", [0.1, 0.75, 1.0])
def test_each_intent_gives_the_same_share(corpus: Corpus, share: float) -> None:
    allowed = corpus.of("formal", "story")
    chosen = intent_classifier.choose(corpus.labels, allowed, np.random.default_rng(1).random(len(allowed)), share)
    assert not (chosen & ~allowed).any()
    assert set(np.bincount(corpus.labels[chosen])) == {max(1, round(share * 12))}


def test_the_experiment_in_the_sandbox(sandbox: Sandbox) -> None:
    seen: list[tuple[float, str]] = []
    result = run_experiment(
        sandbox, "intent_classifier", {"steps": 100, "seed": 3}, on_progress=lambda *told: seen.append(told)
    )
    assert result.status == "ok" and result.error is None
    (figure,) = result.figures
    assert figure.data.startswith(b"\x89PNG") and 600 <= figure.width <= 1400 and figure.height >= 400
    assert figure.alt.startswith("Confusion matrix of 12 intents: ") and len(figure.alt) < 400
    assert "seed 3" in result.stdout and len(re.findall(r"\.(?:\s|$)", result.stdout)) == 3
    assert [done for done, _ in seen] == [0.5, 1.0] and seen[0][1].startswith("step 50 of 100, loss ")


def test_stop_tells_how_far_it_came() -> None:
    reading = intent_classifier.run(**DEFAULTS, progress=lambda done, text: False)
    assert reading.text.startswith("Stopped after 50 of 400 steps: with seed 0,") and len(plt.get_fignums()) == 1


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ({}, "without any training, reaches"),
        ({"weight_decay": 1.0}, "because weight decay 1 keeps the weights near zero."),
        ({"weight_decay": 1.0, "hidden": 16, "steps": 100}, "It gives all sentences the same intent,"),
        ({"learning_rate": 1e-4, "steps": 50}, "because 50 steps at a learning rate of 0.0001 leave"),
        ({"learning_rate": 1.0, "hidden": 256, "weight_decay": 0.0, "steps": 200}, "It is too sure:"),
        ({"hidden": 1, "steps": 200}, "Hidden units: 1, too few to keep 12 intents apart"),
        ({"styles": "formal", "share": 0.1}, "from 12 sentences in the style “formal”"),
    ],
)
def test_the_text_is_true_at_the_edges(parameters: dict[str, float | str], told: str) -> None:
    reading = intent_classifier.run(**{**DEFAULTS, **parameters})
    assert told in reading.text and "nan" not in reading.text + str(reading.numbers)
    assert len(re.findall(r"\.(?:\s|$)", reading.text)) == 3


def test_the_module_is_what_the_catalogue_names() -> None:
    experiment = find("intent_classifier")
    assert experiment.module == intent_classifier.__name__
    assert set(experiment.defaults()) == set(intent_classifier.run.__annotations__) - {"progress", "return"}
    styles = next(parameter for parameter in experiment.parameters if parameter.name == "styles")
    assert styles.choices == ("all", *intent_data.TRAINING_STYLES)
    assert experiment.data == (intent_data.SENTENCES, intent_data.EMBEDDINGS)
