"""Whether samples of Markov chains may be trusted: R-hat and the effective sample size.

Gelman et al., "Bayesian Data Analysis" (3rd edition, 2013), section 11.4 (split R-hat) and 11.5 (effective sample
size); Geyer, "Practical Markov Chain Monte Carlo" (1992), section 3.3 (initial monotone sequence). Ranks are not used.

Axes: c chains, s samples of each, then any others.
"""

from __future__ import annotations

import numpy as np


def split_r_hat(samples: np.ndarray) -> np.ndarray:
    """Between-chain against within-chain variance, each chain cut in halves: 1 when all agree, NaN when none moved.

    samples (c, s, ...) with s >= 4 -> (...)"""
    half = samples.shape[1] // 2
    halves = np.concatenate([samples[:, :half], samples[:, -half:]]).astype(float)  # (2c, s/2, ...)
    within = halves.var(axis=1, ddof=1).mean(axis=0)  # (...)
    between = halves.mean(axis=1).var(axis=0, ddof=1)  # (...)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.sqrt((half - 1) / half + between / within))


def effective_sample_size(samples: np.ndarray) -> np.ndarray:
    """How many independent samples give a mean as exact as these. NaN when no chain moved.

    samples (c, s, ...) -> (...)"""
    chains, count = samples.shape[:2]
    covariances = autocovariance(samples)  # (c, s, ...)
    within = covariances[:, 0].mean(axis=0) * count / (count - 1)  # (...)
    variance = within * (count - 1) / count  # (...)
    if chains > 1:
        variance = variance + samples.mean(axis=1).var(axis=0, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        correlations = 1 - (within - covariances.mean(axis=0)) / variance  # (s, ...)
    correlations[0] = np.where(np.isnan(variance) | (variance == 0), np.nan, 1.0)
    even = count - count % 2
    pairs = correlations[0:even:2] + correlations[1:even:2]  # (s/2, ...)
    alive = np.cumprod(pairs > 0, axis=0)  # up to the first pair that is not positive
    pairs = np.minimum.accumulate(pairs, axis=0) * alive
    # Chains that swing from side to side would be worth more than any number of samples: the bound is Stan's.
    taken = np.maximum(-1 + 2 * pairs.sum(axis=0), 1 / np.log10(chains * count))  # (...), the autocorrelation time
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.isnan(correlations[0]), np.nan, chains * count / taken)


def autocovariance(samples: np.ndarray) -> np.ndarray:
    """Of each chain at each lag, divided by the number of samples, by the Fourier transform. (c, s, ...) -> same."""
    count = samples.shape[1]
    centred = samples - samples.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(centred, n=2 * count, axis=1)
    return np.asarray(np.fft.irfft(np.abs(spectrum) ** 2, n=2 * count, axis=1)[:, :count] / count)
