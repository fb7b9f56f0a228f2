"""Actions in words: what they are for, who does them until when, and where they stand."""

from collections.abc import Mapping
from datetime import date

from domain.action import Action, ActionKind, ActionState
from domain.person import Person
from presentation.words.catalogue import marked, text
from presentation.words.dates import day_text

KINDS = {
    ActionKind.EXPLAIN: marked("explain"),
    ActionKind.FIX_DATA: marked("fix the data"),
    ActionKind.FIX_MODEL: marked("fix the model"),
    ActionKind.ADD_RULE: marked("add a rule"),
    ActionKind.COLLECT_DATA: marked("collect data"),
}
STATES = {
    ActionState.OPEN: marked("open"),
    ActionState.DONE: marked("done"),
    ActionState.DROPPED: marked("dropped"),
}


def action_kind_word(kind: ActionKind) -> str:
    """What an action is for."""
    return text(KINDS[kind])


def action_state_word(state: ActionState) -> str:
    """Where an action stands."""
    return text(STATES[state])


def owner_text(action: Action, people: Mapping[int, Person]) -> str:
    """Who does it; that they left is said, because somebody else has to be asked."""
    owner = people.get(action.owner_id)
    if owner is None:
        return text("nobody")
    return owner.name if owner.active else text("{person} (left: ask somebody else)", person=owner.name)


def action_sentence(action: Action, people: Mapping[int, Person]) -> str:
    """The action as a line of the minutes: "Ben: add the school calendar, until Fri 4 Dec (fix the model)."."""
    words = {
        "person": owner_text(action, people),
        "what": action.what.rstrip("."),
        "day": day_text(action.due),
        "kind": action_kind_word(action.kind),
    }
    if action.state is ActionState.OPEN:
        return text("{person}: {what}, until {day} ({kind}).", **words)
    return text("{person}: {what} ({kind}): {state}.", state=_state(action), **words)


def _state(action: Action) -> str:
    state = action_state_word(action.state)
    return f"{state}, {action.words}" if action.words else state


def value_text(name: str, value: Mapping[str, object], people: Mapping[int, Person]) -> str:
    """One version of a field, as a choice between versions shows it."""
    if name == "what":
        return str(value["text"])
    if name == "kind":
        return action_kind_word(ActionKind(str(value["kind"])))
    if name == "owner":
        owner = people.get(int(str(value["person"])))
        return text("nobody") if owner is None else owner.name
    if name == "due":
        return day_text(date.fromisoformat(str(value["day"])))
    return action_state_word(ActionState(str(value["state"])))
