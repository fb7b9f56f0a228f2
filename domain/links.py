"""Link functions: from the scale on which a model adds up to the unit of the target, and back.

A contribution lives on the link scale. `effects` brings contributions to the unit of the target.
"""

from enum import StrEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Link(StrEnum):
    """How the raw score of a model relates to its prediction."""

    IDENTITY = "identity"
    LOG = "log"
    LOGIT = "logit"
    SOFTMAX = "softmax"


def inverse(link: Link, raw: Floats) -> Floats:
    """Prediction in the unit of the target from raw scores of any shape (softmax: over the last axis)."""
    if link is Link.IDENTITY:
        return raw
    if link is Link.LOG:
        return np.exp(raw)
    if link is Link.LOGIT:
        return np.exp(-np.logaddexp(0.0, -raw))
    shifted = np.exp(raw - raw.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True))


def _slope(link: Link, raw: Floats) -> Floats:
    if link is Link.IDENTITY:
        return np.ones_like(raw)
    value = inverse(link, raw)
    return value if link is Link.LOG else value * (1.0 - value)


def effects(link: Link, base: Floats, raw: Floats, contributions: Floats) -> Floats:
    """Contributions in the unit of the target.

    For the identity link they are the contributions. For log and logit each is multiplied by
    (inverse(raw) - inverse(base)) / (raw - base), so that they add up to inverse(raw) - inverse(base), keep their
    order and stay zero where they were zero (docs/glossary.md, *effect*). It is a rescaling and is labelled so.

    Args:
        link: identity, log or logit (softmax has `softmax_effects`).
        base: shape (n,), link scale.
        raw: shape (n,), link scale, base + contributions.
        contributions: shape (n, features), link scale.

    Returns:
        Shape (n, features), unit of the target.
    """
    difference = raw - base
    near = np.abs(difference) < 1e-9
    safe = np.where(near, 1.0, difference)
    scale = np.where(near, _slope(link, (raw + base) / 2), (inverse(link, raw) - inverse(link, base)) / safe)
    return np.asarray(contributions * scale[:, None])


# Enough points for the integrand below to be exact to about 1e-12 for raw scores within +-30 of each other.
SOFTMAX_POINTS = 64


def softmax_effects(base: Floats, contributions: Floats, chosen: npt.NDArray[np.intp]) -> Floats:
    """Effects on the probability of one class when several classes have scores of their own.

    The Aumann-Shapley value of the linear game "every contribution t times as large" (Aumann and Shapley 1974;
    integrated gradients, Sundararajan et al. 2017): sum over classes k of contribution[k] times the mean slope of the
    chosen probability along the straight line from base to raw. With a single score it is the rescaling of `effects`.

    Args:
        base: shape (classes,).
        contributions: shape (n, classes, features), link scale.
        chosen: shape (n,), index of the class shown.

    Returns:
        Shape (n, features); each row adds up to probability(raw) - probability(base) of its chosen class.
    """
    points, weights = np.polynomial.legendre.leggauss(SOFTMAX_POINTS)
    total = contributions.sum(axis=2)
    rows = np.arange(len(chosen))
    slope = np.zeros_like(total)
    for point, weight in zip((points + 1) / 2, weights / 2, strict=True):
        probability = inverse(Link.SOFTMAX, base[None, :] + point * total)
        own = probability[rows, chosen][:, None]
        step = -own * probability
        step[rows, chosen] += own[:, 0]
        slope += weight * step
    effect = np.einsum("nk,nkf->nf", slope, contributions)
    start = inverse(Link.SOFTMAX, base)[chosen]
    end = inverse(Link.SOFTMAX, base[None, :] + total)[rows, chosen]
    # The quadrature's last digits are spread in proportion, so that the sum is exact.
    size = np.abs(effect).sum(axis=1)
    short = (end - start) - effect.sum(axis=1)
    share = np.divide(np.abs(effect), size[:, None], out=np.zeros_like(effect), where=size[:, None] > 0)
    return np.asarray(effect + short[:, None] * share)
