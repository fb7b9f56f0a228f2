"""A session: a meeting over predictions, with its agenda, what was decided on each item, and who does what until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.dispute import DisputeState
from domain.entity import Entity
from domain.prediction import prediction_id

TIMEBOX_MINUTES = 30
"""How long a session takes if nobody says otherwise."""

LONGEST_MINUTES = 480
TITLE_LIMIT = 120
"""Characters; a title is a line on a screen."""

OUTCOMES = (
    DisputeState.EXPLAINED,
    DisputeState.DATA_FIX,
    DisputeState.MODEL_FIX,
    DisputeState.RULE_ADDED,
    DisputeState.ACCEPTED,
)
"""What a session can decide on an item, in the order of the keys 1 to 5; a dispute is settled in the same words."""


class ItemKind(StrEnum):
    """Why something is on the agenda."""

    VERIFIED = "verified"
    OPEN_ACTION = "open_action"
    DISPUTE = "dispute"
    LARGE_ERROR = "large_error"
    MISSED_RANGE = "missed_range"
    FAR_APART = "far_apart"
    ADDED = "added"


class EventKind(StrEnum):
    """A session is closed, and may be opened again by an amendment."""

    CLOSED = "closed"
    AMENDED = "amended"


@dataclass(frozen=True)
class SessionEvent:
    """That a session was closed or opened again, by whom, when and in which words; numbers count from 1."""

    id: int
    number: int
    kind: EventKind
    person_id: int
    person: str
    words: str
    at: datetime


@dataclass(frozen=True)
class Session:
    """A session.

    Attributes:
        first, last: the target dates it is about, both included.
        minutes: the timebox.
        participants: id and name of each, in the order in which they were named.
        events: oldest first.
    """

    id: int
    use_case: str
    title: str
    first: date
    last: date
    minutes: int
    leader_id: int
    leader: str
    participants: tuple[tuple[int, str], ...]
    created_at: datetime
    events: tuple[SessionEvent, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether something can still be written."""
        return not self.events or self.events[-1].kind is EventKind.AMENDED

    @property
    def amendments(self) -> tuple[SessionEvent, ...]:
        """Every time it was opened again."""
        return tuple(event for event in self.events if event.kind is EventKind.AMENDED)


@dataclass(frozen=True)
class Item:
    """A point of the agenda.

    Attributes:
        run_id, row, entity, target_date: the prediction it is about; None for an action.
        action_id: the action of an earlier session it is about; None for a prediction.
        detail: what was found when it was put on the agenda, for the sentence about it.
        person: who put it there; None where the agenda built itself.
    """

    id: int
    kind: ItemKind
    run_id: str | None
    row: int | None
    entity: Entity | None
    target_date: date | None
    action_id: int | None
    detail: Mapping[str, object]
    person: str | None

    @property
    def about(self) -> str:
        """What it is about, which a session has once: `prediction:<id>` or `action:<id>`."""
        if self.run_id is None or self.row is None:
            return about_action(self.action_id or 0)
        return about_prediction(prediction_id(self.run_id, self.row))

    @property
    def prediction(self) -> str | None:
        """The id of the prediction it is about."""
        return None if self.run_id is None or self.row is None else prediction_id(self.run_id, self.row)


def about_prediction(prediction: str) -> str:
    """The name of a prediction as the subject of an item."""
    return f"prediction:{prediction}"


def about_action(action_id: int) -> str:
    """The name of an action as the subject of an item."""
    return f"action:{action_id}"


@dataclass(frozen=True)
class Note:
    """A note for the minutes; `item_id` is None for one about the session as a whole."""

    id: int
    item_id: int | None
    person_id: int
    person: str
    words: str
    at: datetime


@dataclass(frozen=True)
class Outcome:
    """What was decided on an item: how, in which words, and the model version that answers it, where one does."""

    state: DisputeState
    words: str
    version: int | None = None

    def as_json(self) -> dict[str, object]:
        """Plain values, as they are stored."""
        return {"state": self.state.value, "words": self.words, "version": self.version}


def outcome_from_json(value: Mapping[str, object]) -> Outcome:
    """Undo `Outcome.as_json`."""
    version = value.get("version")
    return Outcome(
        DisputeState(str(value["state"])), str(value["words"]), version if isinstance(version, int) else None
    )
