"""A session as it stands at a moment: the agenda in its order, with everything that was said of each point."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from domain.action import Action
from domain.actual import Actual
from domain.dispute import Dispute
from domain.person import Person
from domain.review import Review
from domain.session import Item, ItemKind, Note, Outcome, Session, outcome_from_json
from domain.session_fields import Field
from domain.use_case import UseCase


@dataclass(frozen=True)
class Point:
    """A point of the agenda with everything that was said of it.

    Attributes:
        decision: the field of its outcome.
        action: of an open action: as it stands now.
        minutes: its share of the timebox.
        reviews: the latest answer of each person on its prediction.
    """

    item: Item
    decision: Field
    notes: tuple[Note, ...]
    action: Action | None
    agreed: tuple[Action, ...]
    minutes: int
    reviews: tuple[Review, ...] = ()
    actual: Actual | None = None

    @property
    def outcome(self) -> Outcome | None:
        """What was decided; None while nothing is, while two versions wait for a choice, and for an action."""
        value = self.decision.value
        if self.item.kind is ItemKind.OPEN_ACTION or value is None or self.decision.in_conflict:
            return None
        return outcome_from_json(value)

    @property
    def is_done(self) -> bool:
        """Whether it was decided; an action is as soon as somebody said how it stands."""
        if self.item.kind is ItemKind.OPEN_ACTION:
            return bool(self.decision.heads)
        return self.outcome is not None


@dataclass(frozen=True)
class OpenedSession:
    """A session with its agenda.

    Attributes:
        points: in their order, without those that were removed.
        removed: what was taken off the agenda.
        notes: those about the session as a whole.
        actions: everything that this session agreed on.
        people: everybody, also who left, by id.
        began: when the clock of the timebox was started.
        left_out, unreadable: days that were not looked through for errors.
        stamp: changes with everything that is written into the session.
        waiting: open disputes of these days that are not on the agenda, one for each prediction, the newest first; none once
            the session is closed.
    """

    session: Session
    use_case: UseCase
    points: tuple[Point, ...]
    removed: tuple[Item, ...]
    notes: tuple[Note, ...]
    actions: tuple[Action, ...]
    people: Mapping[int, Person]
    began: datetime | None = None
    left_out: tuple[date, ...] = ()
    unreadable: tuple[date, ...] = ()
    stamp: tuple[int, ...] = ()
    waiting: tuple[Dispute, ...] = ()
