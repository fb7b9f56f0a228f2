"""A case: a dispute, or a decision of a session, as an example that a later version can be measured by."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.actual import Actual
from domain.agenda import MeasuredBy, Rescored, Unscored, Verdict
from domain.dispute import DisputeState
from domain.entity import Entity
from domain.outcome import Period
from domain.prediction import Prediction
from domain.review import Review
from domain.run import Run
from domain.use_case import UseCase


class CaseKind(StrEnum):
    """Where a case comes from."""

    DISPUTE = "dispute"
    DECISION = "decision"


@dataclass(frozen=True)
class CaseDecision:
    """What was decided: who brought it where it stands, when, in which words, and the version that answers it."""

    state: DisputeState
    person_id: int
    person: str
    at: datetime
    words: str
    version: int | None = None


@dataclass(frozen=True)
class Case:
    """A case with everything that is known of it.

    Attributes:
        id: stable: `dispute-12`, or `decision-<prediction>` for a decision on what nobody disputed.
        state: where the dispute stands, or what was decided.
        use_case: as it was when the run was made; None where the files of the run are gone or damaged.
        prediction: what was predicted, with its inputs; None as `use_case`.
        said: the latest answer of the author of the dispute.
        others: the latest answers of everybody else on the same prediction.
        decision: None as long as nothing is decided.
        actual: the latest revision; None as long as nobody knows.
    """

    id: str
    kind: CaseKind
    run: Run
    row: int
    entity: Entity
    target_date: date
    state: DisputeState
    use_case: UseCase | None
    prediction: Prediction | None
    said: Review | None
    others: tuple[Review, ...]
    decision: CaseDecision | None
    actual: Actual | None


@dataclass(frozen=True)
class CaseFilter:
    """Which cases: of target dates of a period, both ends included, and in these states; no state is every state."""

    period: Period
    states: frozenset[DisputeState] = frozenset()


@dataclass(frozen=True)
class RescoredCase:
    """A case as another version predicts it.

    Attributes:
        was, was_label: the disputed prediction; None where its files are gone.
        by: what it was measured by: what happened, else what the person said.
        why: why it cannot be scored; None where `verdict` is there.
    """

    id: str
    kind: CaseKind
    prediction_id: str
    entity: Entity
    target_date: date
    was: float | None
    was_label: str | None
    rescored: Rescored
    verdict: Verdict | None = None
    by: MeasuredBy | None = None
    why: Unscored | None = None


@dataclass(frozen=True)
class RescoredCases:
    """All cases against a version, by target date."""

    use_case: str
    version: int
    cases: tuple[RescoredCase, ...]

    def count(self, verdict: Verdict) -> int:
        """How many cases have this verdict."""
        return sum(case.verdict is verdict for case in self.cases)

    @property
    def unscored(self) -> Iterator[tuple[Unscored, int]]:
        """Why cases cannot be scored, and how many, the most frequent reason first."""
        yield from Counter(case.why for case in self.cases if case.why is not None).most_common()
