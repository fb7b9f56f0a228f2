"""The words of shares: what is shared out among whom and by what, and how little a single share is worth."""

from domain.shares import Share, SharedOut
from domain.use_case import UseCase
from presentation.words.catalogue import marked, plural, text
from presentation.words.entities import key_label, key_value_text
from presentation.words.features import plain_number
from presentation.words.quantities import digits, number, scale_for, with_unit

SMALLEST_SHARE = 0.001
"""Shares are written in tenths of a percent; what is smaller is said to be."""

NO_RANGE = marked(
    "A share has no range and no reasons of its own: those of the sum hold. Each of these had sales on fewer than {days} days, so chance weighs much in a single share."
)


def steps_text(use_case: UseCase, shared: SharedOut, steps: int) -> str:
    """An amount with its unit: "52 units"."""
    target = use_case.target
    return with_unit(digits(steps, shared.decimals), scale_for(target, shared.amount(steps)))


def shared_lead(use_case: UseCase, shared: SharedOut) -> str:
    """What is shared out among how many, and by what."""
    about = {
        "amount": steps_text(use_case, shared, shared.decided),
        "count": plain_number(len(shared.shares)),
        "label": use_case.target.label,
        "days": plain_number(shared.days),
        "person": shared.decided_by or "",
    }
    if not shared.shares:
        return text(
            "This cannot be shared out: none of these series had a sale in the last {days} known days.", **about
        )
    if shared.decided_by is None:
        return plural(
            "What is predicted, {amount}, goes to the one small series with a sale in the last {days} known days.",
            "What is predicted, {amount}, is shared out among {count} small series by “{label}” of the last {days} known days.",
            len(shared.shares),
            **about,
        )
    return plural(
        "What {person} decided, {amount}, goes to the one small series with a sale in the last {days} known days.",
        "What {person} decided, {amount}, is shared out among {count} small series by “{label}” of the last {days} known days.",
        len(shared.shares),
        **about,
    )


def share_notes(use_case: UseCase, shared: SharedOut) -> tuple[str, ...]:
    """What must be known to read the shares: what they are not, who gets nothing, and why."""
    rules = use_case.clean[use_case.target.source].aggregate
    assert rules is not None
    empty = sum(share.decided == 0 for share in shared.shares)
    notes = [text(NO_RANGE, days=rules.fewer_than_days)] if shared.shares else []
    if empty:
        notes.append(
            plural(
                "{count} of them gets nothing: there is too little to give to all.",
                "{count} of them get nothing: there is too little to give to all.",
                empty,
                count=plain_number(empty),
            )
        )
    if shared.without:
        notes.append(
            plural(
                "{count} more had no sale in these days and gets no share.",
                "{count} more had no sale in these days and get no share.",
                len(shared.without),
                count=plain_number(len(shared.without)),
            )
        )
    return tuple(notes)


def share_header(use_case: UseCase, shared: SharedOut) -> tuple[str, ...]:
    """The columns of the table on the screen."""
    target = use_case.target
    last = text("Decided") if shared.decided_by is not None else text("Predicted")
    return (
        key_label(use_case, shared.key),
        text("{label}, last {days} days", label=target.label, days=plain_number(shared.days)),
        text("On days"),
        text("Share"),
        f"{last} ({target.unit})" if target.unit else last,
    )


def share_cells(use_case: UseCase, shared: SharedOut, share: Share) -> tuple[str, ...]:
    """A row of it."""
    member = share.member
    return (
        member_text(use_case, shared, share),
        number(member.sold, scale_for(use_case.target, member.sold)),
        plain_number(member.days),
        percent_text(share.weight),
        digits(share.decided, shared.decimals),
    )


def member_text(use_case: UseCase, shared: SharedOut, share: Share) -> str:
    """The name of a member among those of its prediction, which agree in all other keys."""
    return key_value_text(use_case, shared.key, share.member.entity[use_case.keys.index(shared.key)])


def others_text(use_case: UseCase, shared: SharedOut, others: tuple[Share, ...]) -> str:
    """What is not in the table: how many, and how much they get in all."""
    got = steps_text(use_case, shared, sum(share.decided for share in others))
    return plural(
        "and {count} other, with {amount}",
        "and {count} others, with {amount} in all",
        len(others),
        count=plain_number(len(others)),
        amount=got,
    )


def percent_text(weight: float) -> str:
    """A share: "12.3 %", "under 0.1 %"."""
    if weight < SMALLEST_SHARE:
        return text("under {percent}", percent=f"{digits(1, 1)} %")
    return f"{digits(round(1000 * weight), 1)} %"
