"""Bayesian Deep Learning: a Monte Carlo estimate of the evidence lower bound (Bishop 2006, section 10.1).

An estimate is judged with the very weights that the learner's code drew from `sample_weights`. Code that draws
in another way is judged by its mean over many keys against the expectation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from runners.exercises.evidence import number
from runners.exercises.inputs import normal
from runners.exercises.supplied import given, harness
from runners.exercises.topics.bayes.regression import PRACTICAL
from runners.exercises.topics.making import known
from runners.exercises.values import (
    Arrays,
    Exercise,
    Inputs,
    Observation,
    On,
    Output,
    Parameter,
    Probe,
    Property,
    Trial,
)

_SIGMAS = 4.5
_NODES, _NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(60)


def reference(inputs: Inputs, on: On) -> Arrays | None:
    """For each key the estimate, then samples a key, and whether keys give different estimates."""
    drawn = inputs.get("_samples")
    if drawn is None:
        sizes = (int(inputs["keys"]), int(inputs["Nsamples"]), len(inputs["w"]))
        drawn = list(np.random.default_rng(0).standard_normal(sizes))
    if "weights_not_sampled" in on:
        drawn = [inputs["w"].astype(np.float64)[None]] * len(drawn)
    if "_expected" in inputs and not on:
        values: list[float] | None = [float(inputs["_expected"])] * len(drawn)
    else:
        values = _estimates(inputs, [np.asarray(samples, np.float64) for samples in drawn], on)
    if values is None:
        return None
    wanted = 100.0 if "samples_not_passed" in on else float(inputs["Nsamples"])
    differ = 0.0 if on & {"key_not_used", "weights_not_sampled"} else 1.0
    return np.array(values), np.asarray(wanted), np.asarray(differ)


def _estimates(inputs: Inputs, drawn: list[np.ndarray], on: On) -> list[float] | None:
    divergence = _divergence(inputs)
    terms = {"kl_missing": 0.0, "kl_added": divergence, "kl_halved": -0.5 * divergence}
    term = next((value for name, value in terms.items() if name in on), -divergence)
    sign = -1.0 if "negative" in on else 1.0
    fits = [_fit(inputs, samples, on) for samples in drawn]
    return None if None in fits else [sign * (fit + term) for fit in fits if fit is not None]


def _divergence(inputs: Inputs) -> float:
    """KL of the posterior's Gaussian from the prior N(0, I/alpha)."""
    root, mean, alpha = _root(inputs), inputs["w"].astype(np.float64), float(inputs["alpha"])
    width = len(mean)
    spread = (root * root).sum() + mean @ mean
    return float(0.5 * (alpha * spread - width - width * np.log(alpha) - 2 * inputs["sig"].astype(np.float64).sum()))


def _root(inputs: Inputs) -> np.ndarray:
    return np.asarray(np.tril(inputs["L_o"].astype(np.float64), -1) + np.diag(np.exp(inputs["sig"].astype(np.float64))))


def _fit(inputs: Inputs, samples: np.ndarray, on: On) -> float | None:
    X, y = inputs["X"].astype(np.float64), inputs["y"].astype(np.float64)
    weights = samples if "samples_not_transposed" in on else samples.T
    if weights.shape[0] != X.shape[1]:
        return None
    predicted = X @ weights
    if "predictions_averaged_first" in on:
        predicted = predicted.mean(1, keepdims=True)
    target = y[None] if "target_not_expanded" in on else y[:, None]
    if target.shape[1] not in (1, predicted.shape[1]):
        return None
    fit = _LIKELIHOODS[inputs["likelihood"]]
    found = fit(target, predicted) if "likelihood_arguments_swapped" in on else fit(predicted, target)
    if "likelihood_exponentiated" in on:
        found = np.exp(found)
    sums: dict[str, Callable[[], float]] = {
        "summed_over_samples": lambda: found.sum(),
        "averaged_over_points": lambda: found.mean(),
        "averaged_and_summed": lambda: found.mean(0).sum(),
        "best_sample": lambda: found.sum(0).max(),
        "one_sample": lambda: found.sum(0)[0],
    }
    return float(next((total() for name, total in sums.items() if name in on), found.sum(0).mean()))


def _gaussian(predicted: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.asarray(-0.5 * (y - predicted) ** 2 - 0.5 * np.log(2 * np.pi))


def _bernoulli(predicted: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.asarray(-y * np.logaddexp(0, -predicted) - (1 - y) * np.logaddexp(0, predicted))


_LIKELIHOODS = {"gaussian_ll": _gaussian, "bernouilli_ll": _bernoulli}


def expectation(inputs: Inputs) -> float:
    """The ELBO without sampling: each prediction is Gaussian, and its likelihood is integrated by quadrature."""
    X, y = inputs["X"].astype(np.float64), inputs["y"].astype(np.float64)
    centre = X @ inputs["w"].astype(np.float64)
    scale = np.linalg.norm(X @ _root(inputs), axis=1)
    fit = _LIKELIHOODS[inputs["likelihood"]]
    found = fit(centre[:, None] + scale[:, None] * _NODES, y[:, None]) @ _NODE_WEIGHTS / np.sqrt(2 * np.pi)
    return float(found.sum()) - _divergence(inputs)


def _read(inputs: Inputs, arrays: Arrays) -> tuple[Inputs, Arrays]:
    values, *drawn = arrays
    if values.shape != (int(inputs["keys"]),):
        return inputs, (values, np.asarray(float(inputs["Nsamples"])), np.asarray(1.0))
    differ = np.asarray(float(np.ptp(values) > 1e-6 * np.abs(values).max(initial=1.0)))
    width = len(inputs["w"])
    if drawn and all(samples.ndim == 2 and samples.shape[1] == width and len(samples) for samples in drawn):
        count = float(len(drawn[0]))
        return {**inputs, "_samples": drawn}, (values, np.asarray(count), differ)
    wanted = expectation(inputs)
    known_count = np.asarray(float(inputs["Nsamples"]))
    error = _SIGMAS * values.std(ddof=1) / np.sqrt(len(values))
    close = bool(differ) and abs(values.mean() - wanted) < error
    return {**inputs, "_expected": wanted}, (np.full_like(values, wanted) if close else values, known_count, differ)


def _off_expectation(exercise: Exercise, item: Observation) -> str:
    values = item.got[0]
    wanted = expectation(item.trial.inputs)
    if values.ndim != 1 or len(values) < 2 or not np.isfinite(values).all():
        return ""
    error = values.std(ddof=1) / np.sqrt(len(values))
    if abs(values.mean() - wanted) < _SIGMAS * error:
        return ""
    return (
        f"With {item.trial.name}, the mean of your estimates over {len(values)} keys is {number(values.mean())} "
        f"with a standard error of {number(error)}; the ELBO is {number(wanted)}."
    )


def _count_evidence(exercise: Exercise, items: Sequence[Observation]) -> str:
    item = next(one for one in items if float(one.got[1]) != float(one.expected[1]))
    return f"With {item.trial.name}, {int(item.got[1])} weights are drawn; Nsamples is {int(item.expected[1])}."


def _key_evidence(exercise: Exercise, items: Sequence[Observation]) -> str:
    item = next(one for one in items if not float(one.got[2]))
    keys = len(item.got[0]) if item.got[0].ndim else 1
    return f"With {item.trial.name}, {keys} different keys all give {number(float(item.got[0].reshape(-1)[0]))}."


_SHAPES = "Print the shapes of the samples, of the predictions and of ll: ll should be (points, samples)."
_SUM = "Sum over the points first, then average over the samples."
_total = partial(known, "total")
_SWITCHES = (
    known(
        "weights",
        "samples_not_transposed",
        "The samples are used without turning them.",
        _SHAPES,
        "The samples are (samples, weights); the model wants the weights on the first axis.",
        "Transpose the samples.",
    ),
    known(
        "weights",
        "weights_not_sampled",
        "The mean of q is used instead of samples from it.",
        _SHAPES,
        "Nothing is drawn, so every key gives the same number.",
        "Draw the weights with the practical's sampler.",
        _key_evidence,
    ),
    known(
        "target",
        "target_not_expanded",
        "The targets are compared along the wrong axis.",
        _SHAPES,
        "A target of shape (N,) is broadcast along the samples, not along the points.",
        "Give the targets a second axis of size 1.",
    ),
    known(
        "predictions",
        "predictions_averaged_first",
        "The predictions are averaged before the likelihood.",
        _SHAPES,
        "The likelihood of a mean is not the mean of likelihoods.",
        "Keep all samples until the last mean.",
    ),
    known(
        "arguments",
        "likelihood_arguments_swapped",
        "Predictions and targets are handed over in the wrong order.",
        "Look at the arguments of the likelihood.",
        "It goes unnoticed with the Gaussian, which is symmetric in them.",
        "Predictions come first, then targets.",
    ),
    known(
        "likelihood",
        "likelihood_exponentiated",
        "The likelihood is used without its logarithm.",
        "Look at what the likelihood function returns.",
        "It already is a log density.",
        "Leave out the exponential.",
    ),
    _total(
        "summed_over_samples",
        "The samples are added instead of averaged.",
        _SHAPES,
        "The result grows with the number of samples.",
        _SUM,
    ),
    _total(
        "averaged_over_points", "The points are averaged too.", _SHAPES, "Every point adds its log likelihood.", _SUM
    ),
    _total(
        "averaged_and_summed",
        "Points and samples changed places: points are averaged, samples added.",
        _SHAPES,
        "The two axes of ll are mixed up.",
        _SUM,
    ),
    _total("best_sample", "Only the best sample counts.", _SHAPES, "A maximum stands where a mean belongs.", _SUM),
    _total("one_sample", "Only the first sample counts.", _SHAPES, "The others are drawn, and left out.", _SUM),
    known(
        "kl",
        "kl_missing",
        "The KL divergence is missing.",
        "Look at the last line of the ELBO.",
        "Only the likelihood term comes back.",
        "Subtract the KL.",
    ),
    known(
        "kl",
        "kl_added",
        "The KL divergence is added instead of subtracted.",
        "Look at the last line of the ELBO.",
        "A bound below the evidence gets smaller with the KL.",
        "Subtract the KL.",
    ),
    known(
        "kl",
        "kl_halved",
        "The KL divergence is halved.",
        "Look at the last line of the ELBO.",
        "There is one half too many.",
        "Subtract the KL as it is.",
    ),
    known(
        "sign",
        "negative",
        "It is minus the ELBO.",
        "Look at the last line of the ELBO.",
        "A loss is minimised, the ELBO is maximised.",
        "Return the ELBO itself.",
    ),
    known(
        "count",
        "samples_not_passed",
        "The number of samples is not handed on.",
        "Look at where the weights are drawn.",
        "The sampler falls back to its own 100.",
        "Hand Nsamples to the sampler.",
        _count_evidence,
    ),
    known(
        "key",
        "key_not_used",
        "The key has no influence.",
        "Look at where the weights are drawn.",
        "Another key gives the same numbers, so nothing new is ever drawn.",
        "Hand the key that comes in to the sampler.",
        _key_evidence,
    ),
)

_PROPERTIES = (
    Property(
        "estimate_biased",
        "The mean of the estimates over many keys is not the ELBO.",
        (
            "Average your estimates over many keys, and compare with a case that you can integrate by hand.",
            "More samples make the estimate steadier, but not right: a term is wrong, or the samples are not from q.",
            "Draw the weights from q, sum the log likelihood over the points, average over samples, subtract the KL.",
        ),
        _off_expectation,
    ),
)


def _inputs(seed: int, points: int, width: int, samples: int, likelihood: str, alpha: float) -> dict[str, object]:
    targets = normal(seed + 1, points) * 2 + 1
    return {
        "w": normal(seed + 2, width),
        "L_o": np.tril(normal(seed + 3, width, width, scale=0.3), -1).astype(np.float32),
        "sig": normal(seed + 4, width, scale=0.3) - 1.2,
        "X": normal(seed, points, width),
        "y": targets if likelihood == "gaussian_ll" else (targets > 0.8).astype(np.float32),
        "alpha": alpha,
        "likelihood": likelihood,
        "Nsamples": samples,
        "keys": 12,
    }


def _trials() -> tuple[Trial, ...]:
    return (
        Trial("a Gaussian likelihood", _inputs(440, 5, 2, 37, "gaussian_ll", 0.4)),
        Trial("a Bernoulli likelihood", _inputs(450, 6, 3, 24, "bernouilli_ll", 2.5)),
    )


def _probes() -> tuple[Probe, ...]:
    return (
        Probe(Trial("as many samples as weights", _inputs(460, 5, 3, 3, "gaussian_ll", 0.4)), "needs_equal_sizes"),
        Probe(Trial("as many samples as points", _inputs(470, 4, 3, 4, "gaussian_ll", 0.4)), "needs_equal_sizes"),
    )


EXERCISES = (
    Exercise(
        id="bayes.gaussian_elbo",
        practical=PRACTICAL,
        function="gen_Gaussian_ELBO",
        signature="gen_Gaussian_ELBO(model, alpha, ll_func, Nsamples=100)",
        task="Return a function of (params, key, X, y) that estimates the ELBO with Nsamples weights drawn from q.",
        parameters=tuple(
            Parameter(name) for name in ("w", "L_o", "sig", "X", "y", "alpha", "likelihood", "Nsamples", "keys")
        ),
        outputs=(Output("ELBO", ("key",)), Output("samples", (), fact=True), Output("keys that differ", (), fact=True)),
        trials=_trials,
        reference=reference,
        switches=_SWITCHES,
        probes=_probes,
        properties=_PROPERTIES,
        given=given("bayes"),
        harness=harness("bayes_checks", "check_elbo"),
        read=_read,
    ),
)
