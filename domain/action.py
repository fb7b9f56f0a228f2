"""An action: what a session agreed that somebody does, until when, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.session_fields import Field, Subject

ACTION_LIMIT = 400
"""Characters; an action is a sentence."""

FIELDS = ("what", "kind", "owner", "due", "state")
"""What of an action can be changed, each by itself."""


class ActionKind(StrEnum):
    """What an action is for."""

    EXPLAIN = "explain"
    FIX_DATA = "fix_data"
    FIX_MODEL = "fix_model"
    ADD_RULE = "add_rule"
    COLLECT_DATA = "collect_data"


class ActionState(StrEnum):
    """Where an action stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True)
class NewAction:
    """An action as it is agreed on; the same token is stored once.

    Attributes:
        about: the item it came from (`Item.about`); None for the session as a whole.
    """

    token: str
    what: str
    kind: ActionKind
    owner_id: int
    due: date
    about: str | None = None


@dataclass(frozen=True)
class Action:
    """An action as it stands.

    Attributes:
        session_id: the session that agreed on it.
        words: said with its state, why it is done or dropped.
        fields: the entries behind what, kind, owner, due and state, for whoever changes one of them.
    """

    id: int
    session_id: int
    about: str | None
    what: str
    kind: ActionKind
    owner_id: int
    due: date
    state: ActionState
    words: str
    fields: Mapping[str, Field]

    @property
    def conflicts(self) -> tuple[str, ...]:
        """The fields that have two versions."""
        return tuple(name for name in FIELDS if self.fields[name].in_conflict)


def subject_of_action(action_id: int) -> Subject:
    """What the fields of an action belong to."""
    return Subject("action", action_id)


def initial_fields(new: NewAction) -> dict[str, dict[str, object]]:
    """The first value of each field."""
    return {
        "what": {"text": new.what},
        "kind": {"kind": new.kind.value},
        "owner": {"person": new.owner_id},
        "due": {"day": new.due.isoformat()},
        "state": {"state": ActionState.OPEN.value, "words": ""},
    }


def action_of(action_id: int, session_id: int, about: str | None, fields: Mapping[tuple[str, str], Field]) -> Action:
    """An action from its fields.

    Args:
        action_id: its id.
        session_id: the session that agreed on it.
        about: the item it came from.
        fields: those of the session; an action has each of `FIELDS` from the beginning.
    """
    own = {name: fields[(str(subject_of_action(action_id)), name)] for name in FIELDS}
    now = {name: field.heads[-1].value for name, field in own.items()}
    return Action(
        action_id,
        session_id,
        about,
        str(now["what"]["text"]),
        ActionKind(str(now["kind"]["kind"])),
        int(str(now["owner"]["person"])),
        date.fromisoformat(str(now["due"]["day"])),
        ActionState(str(now["state"]["state"])),
        str(now["state"]["words"]),
        own,
    )
