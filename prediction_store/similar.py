"""Find the predictions of earlier runs that are most alike to the model.

Distance: Euclidean over the contributions and the start point on the link scale, so two predictions are alike when the
model starts them from the same place and has the same reasons for them, whatever the values that led there. The
difference of two raw scores is at most sqrt(1 + features) times their distance: what is alike is also predicted alike.

Contributions and not leaves, because versions share their scale: a contribution is an amount of the target (on the
link scale) whichever model said it, while the number of a leaf means nothing to another model. Versions are compared
where `contribution_scale` is the same: same features, link, target and offset.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from domain.errors import PredictionFileError
from domain.run import Run
from domain.use_case import UseCase
from prediction_store.contributions import Vectors, contribution_blocks

MOST_COMPARED = 2_000_000
"""Predictions looked at for one answer, the newest runs first: some 50 ms from memory (docs/decisions/0008). The newest
run is always compared as a whole, and what was left out is counted."""


@dataclass(frozen=True)
class Near:
    """A prediction by its run and row, and how far it is on the link scale."""

    run: Run
    row: int
    distance: float


@dataclass(frozen=True)
class Search:
    """What a search found.

    Attributes:
        found: the nearest first; of equally near ones the newest, then the one that comes first in its batch.
        compared: predictions looked at.
        beyond: predictions of runs that were not looked at because `MOST_COMPARED` was reached.
        other_scale: runs whose contributions mean something else (other features, another link).
        unreadable: runs whose files are gone or damaged.
    """

    found: tuple[Near, ...]
    compared: int
    beyond: int
    other_scale: tuple[Run, ...]
    unreadable: tuple[Run, ...]


@dataclass(frozen=True)
class _Best:
    """The nearest so far, in order: distance, place of the run and row, each shape (n,)."""

    most: int
    distance: npt.NDArray[np.float32]
    run: npt.NDArray[np.int64]
    row: npt.NDArray[np.int64]

    @property
    def edge(self) -> float:
        return float(self.distance[-1]) if len(self.distance) == self.most else float("inf")

    def with_block(self, distance: npt.NDArray[np.float32], run: int, first: int) -> _Best:
        # Strictly nearer: of equal ones the newer run came first and stays.
        near = np.flatnonzero(distance < self.edge)
        if not near.size:
            return self
        joined = np.concatenate([self.distance, distance[near]])
        order = np.argsort(joined, kind="stable")[: self.most]
        runs = np.concatenate([self.run, np.full(near.size, run)])
        rows = np.concatenate([self.row, near + first])
        return _Best(self.most, joined[order], runs[order], rows[order])


def nearest(store: Path, use_case: UseCase, vector: Vectors, runs: Sequence[Run], most: int) -> Search:
    """The predictions nearest to one.

    Args:
        store: the folder that the locations of the runs start from.
        use_case: of the prediction; for several classes only predictions of the same class are compared.
        vector: its `contribution_vectors`, shape (1 + features,).
        runs: where to look, the newest first.
        most: how many are wanted at most.
    """
    none = np.empty(0, np.int64)
    best = _Best(most, np.empty(0, np.float32), none, none)
    other: list[Run] = []
    unreadable: list[Run] = []
    compared = beyond = 0
    for place, run in enumerate(runs):
        if compared and compared + run.row_count > MOST_COMPARED:
            beyond += run.row_count
            continue
        try:
            blocks = contribution_blocks(f"{store}/{run.location}", run.row_count, use_case)
            if blocks is None:
                other.append(run)
                continue
            best = _with_run(best, blocks, vector, place, by_class=use_case.task == "multiclass")
            compared += run.row_count
        except PredictionFileError:
            unreadable.append(run)
    found = tuple(
        Near(runs[place], int(row), float(np.sqrt(squared)))
        for squared, place, row in zip(best.distance, best.run, best.row, strict=True)
    )
    return Search(found, compared, beyond, tuple(other), tuple(unreadable))


def _with_run(best: _Best, blocks: Iterable[Vectors], vector: Vectors, place: int, *, by_class: bool) -> _Best:
    first = 0
    for block in blocks:
        block -= vector
        distance = np.einsum("ij,ij->i", block, block)
        if by_class:
            distance[block[:, 0] != 0] = np.inf
        best = best.with_block(distance, place, first)
        first += len(block)
    return best
