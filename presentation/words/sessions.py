"""Sessions in words: what they are about, where they stand, why something is on the agenda, what was decided."""

from collections import Counter
from datetime import date

from domain.dispute import DisputeState
from domain.opened_session import OpenedSession
from domain.session import ItemKind, Session
from presentation.words.catalogue import forms, marked, plural, text
from presentation.words.dates import day_text, short_day

KINDS = {
    ItemKind.VERIFIED: marked("verify"),
    ItemKind.OPEN_ACTION: marked("open action"),
    ItemKind.DISPUTE: marked("dispute"),
    ItemKind.LARGE_ERROR: marked("large error"),
    ItemKind.MISSED_RANGE: marked("range missed"),
    ItemKind.FAR_APART: marked("far apart"),
    ItemKind.ADDED: marked("added"),
}
COUNTS = {
    ItemKind.VERIFIED: forms("{count} fix to verify", "{count} fixes to verify"),
    ItemKind.OPEN_ACTION: forms("{count} open action", "{count} open actions"),
    ItemKind.DISPUTE: forms("{count} dispute", "{count} disputes"),
    ItemKind.LARGE_ERROR: forms("{count} large error", "{count} large errors"),
    ItemKind.MISSED_RANGE: forms("{count} missed range", "{count} missed ranges"),
    ItemKind.FAR_APART: forms("{count} far apart", "{count} far apart"),
    ItemKind.ADDED: forms("{count} added by hand", "{count} added by hand"),
}
OUTCOMES = {
    DisputeState.EXPLAINED: marked("Explained"),
    DisputeState.DATA_FIX: marked("Data fix"),
    DisputeState.MODEL_FIX: marked("Model fix"),
    DisputeState.RULE_ADDED: marked("Rule added"),
    DisputeState.ACCEPTED: marked("Accepted"),
}


def kind_word(kind: ItemKind) -> str:
    """Why something is on the agenda, for a chip."""
    return text(KINDS[kind])


def outcome_label(state: DisputeState) -> str:
    """An outcome as it stands on a button."""
    return text(OUTCOMES[state])


def period_text(first: date, last: date) -> str:
    """The days that a session is about."""
    if first == last:
        return day_text(first)
    return text("{first} to {last}", first=short_day(first), last=short_day(last))


def session_state_text(session: Session) -> str:
    """Where a session stands, for a chip."""
    if session.is_open:
        return text("being amended") if session.amendments else text("open")
    return text("closed, amended") if session.amendments else text("closed")


def agenda_counts(opened: OpenedSession) -> str:
    """What is on the agenda: "3 disputes, 2 large errors"."""
    kinds = Counter(point.item.kind for point in opened.points)
    return ", ".join(plural(*COUNTS[kind], count) for kind in ItemKind if (count := kinds[kind]))


def decided_words(title: str) -> str:
    """What stands beside a decision that was made without words of its own."""
    return text("Decided in the session “{title}”.", title=title)
