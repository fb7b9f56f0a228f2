"""Bulk actions in words: what would happen, what is left out and why, and what was done."""

from collections.abc import Mapping, Sequence

from domain.bulk import BulkAction, BulkChange, BulkKind, LeftOut
from domain.use_case import UseCase
from presentation.words.catalogue import forms, marked, plural, text
from presentation.words.dates import day_text, moment_text
from presentation.words.entities import key_label, key_value_text
from presentation.words.features import class_text
from presentation.words.quantities import exact_number

KINDS: Mapping[BulkKind, str] = {
    BulkKind.ACCEPT: marked("Accept"),
    BulkKind.SET: marked("Set to"),
    BulkKind.INCREASE: marked("Increase by"),
    BulkKind.PERCENT: marked("Increase by %"),
}

LEFT_OUT: Mapping[LeftOut, tuple[str, str]] = {
    LeftOut.NEEDS_LOOK: forms("{count} that needs a look", "{count} that need a look"),
    LeftOut.ANSWERED: forms("{count} that you answered before", "{count} that you answered before"),
    LeftOut.DISPUTED: forms(
        "{count} that somebody else would decide differently", "{count} that somebody else would decide differently"
    ),
    LeftOut.UNCHANGED: forms("{count} that would stay as predicted", "{count} that would stay as predicted"),
    LeftOut.UNUSABLE: forms("{count} whose new value cannot be used", "{count} whose new values cannot be used"),
}


def counted(count: int) -> str:
    """`1,200`."""
    return f"{count:,}"


def accept_label(count: int, *, everything: bool) -> str:
    """The button below the list: "Accept the other 48", or all of it where nothing needs a look."""
    if everything:
        return plural("Accept this one", "Accept all {number}", count, number=counted(count))
    return plural("Accept the other one", "Accept the other {number}", count, number=counted(count))


def list_text(use_case: UseCase, shown: str, keys: Sequence[tuple[str, str]], search: str) -> str:
    """The list with its filters: "To do · Store North · “rye”"."""
    parts = [shown, *(f"{key_label(use_case, key)} {key_value_text(use_case, key, value)}" for key, value in keys)]
    return " · ".join([*parts, *((text("“{words}”", words=search.strip()),) if search.strip() else ())])


def change_text(use_case: UseCase, change: BulkChange) -> str:
    """What is done with a prediction: "increased by 10 %"."""
    if change.kind is BulkKind.ACCEPT:
        return text("accepted")
    if change.label is not None:
        return text("set to {value}", value=class_text(use_case, change.label))
    assert change.amount is not None
    size = exact_number(abs(change.amount))
    if change.kind is BulkKind.SET:
        return text("set to {value}", value=exact_number(change.amount))
    if change.kind is BulkKind.INCREASE:
        words = marked("decreased by {value}") if change.amount < 0 else marked("increased by {value}")
    else:
        words = marked("decreased by {value} %") if change.amount < 0 else marked("increased by {value} %")
    return text(words, value=size)


def plan_sentence(use_case: UseCase, change: BulkChange, count: int) -> str:
    """What would happen: `48 predictions will be accepted`."""
    done = change_text(use_case, change)
    return plural(
        "{number} prediction will be {done}.",
        "{number} predictions will be {done}.",
        count,
        number=counted(count),
        done=done,
    )


def left_out_text(counts: Mapping[LeftOut, int]) -> str:
    """What is left out: "Left out: 8 that need a look, 2 that you answered before."; empty where nothing is."""
    parts = [plural(*LEFT_OUT[why], count, count=counted(count)) for why, count in counts.items()]
    return text("Left out: {parts}.", parts=", ".join(parts)) if parts else ""


def action_text(use_case: UseCase, action: BulkAction) -> str:
    """What was done: "48 predictions for Sat 21 Nov accepted"."""
    count, done = action.new.count, change_text(use_case, action.new.change)
    return plural(
        "{number} prediction for {day} {done}",
        "{number} predictions for {day} {done}",
        count,
        number=counted(count),
        day=day_text(action.new.target_date),
        done=done,
    )


def action_line(use_case: UseCase, action: BulkAction) -> str:
    """The same with its moment, and when it was taken back."""
    done = text("{time}: {what}", time=moment_text(action.created_at), what=action_text(use_case, action))
    if action.undone_at is None:
        return done
    return text("{what}, undone {time}", what=done, time=moment_text(action.undone_at))
