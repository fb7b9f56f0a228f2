"""One row of the queue as HTML: mark, name, reasons or answers, prediction against the usual value."""

from collections.abc import Mapping
from html import escape
from typing import Literal

from domain.prediction import QueueRow
from domain.review import Review
from domain.use_case.definition import UseCase
from presentation.words.answers import answer_text
from presentation.words.catalogue import text
from presentation.words.entities import entity_title
from presentation.words.features import class_text
from presentation.words.quantities import Scale, amount, change, number, scale_for
from presentation.words.reasons import reason_chip, reason_sentence
from ui.markup import chip

Shown = Literal["closed", "opened", "chosen", "unchosen"]
"""How a row is shown: as one to open, or while rows are being chosen."""

TICKS: Mapping[Shown, str] = {"chosen": "☑", "unchosen": "☐"}

CHIPS_AT_MOST = 2
"""More do not fit beside the usual value at 390 px."""

SMALL_SHARE = 0.05
SMALL_UNITS = 2
"""A change up to this share of the usual value, or up to so many whole units, has no arrow (the pictures: 72 against 70)."""


def row_html(use_case: UseCase, row: QueueRow, answers: tuple[Review, ...], viewer_id: int, how: Shown) -> str:
    """The row, every value escaped."""
    title = entity_title(use_case, row.entity)
    done = bool(answers)
    state = " ".join(word for word, on in (("on", how in ("opened", "chosen")), ("done", done)) if on)
    mark = TICKS.get(how, "✓" if done else "●" if row.needs_look else "○")
    chips = _answer_chips(use_case, answers, viewer_id) if done else reason_chips(use_case, row)
    return (
        f'<div class="row {state}" aria-hidden="true"><span class="mark">{mark}</span>'
        f'<div class="who"><span class="name">{escape(title.main)}</span> <span class="where">{escape(title.rest)}</span></div>'
        f'<div class="num">{escape(value_text(use_case, row))}</div><span></span>'
        f'<div class="chips">{chips}</div><div class="sub">{_against_usual(use_case, row)}</div></div>'
    )


def value_text(use_case: UseCase, row: QueueRow) -> str:
    """The prediction without its unit; a class with its probability."""
    scale = row_scale(use_case, row)
    return (
        number(row.value, scale)
        if row.label is None
        else f"{class_text(use_case, row.label)} {amount(row.value, scale)}"
    )


def row_scale(use_case: UseCase, row: QueueRow) -> Scale:
    """How the numbers of a row are written."""
    return scale_for(use_case.target, row.value, row.usual)


def reason_chips(use_case: UseCase, row: QueueRow, mark: str = "") -> str:
    """The reasons why a row is where it is; the first one is filled."""
    return "".join(
        chip(
            (mark if at == 0 else "") + reason_chip(use_case, reason),
            "you" if at == 0 else "",
            reason_sentence(use_case, reason),
        )
        for at, reason in enumerate(row.reasons[:CHIPS_AT_MOST])
    )


def _answer_chips(use_case: UseCase, answers: tuple[Review, ...], viewer_id: int) -> str:
    return "".join(chip(answer_text(review, viewer_id, use_case)) for review in answers[-CHIPS_AT_MOST:])


def _against_usual(use_case: UseCase, row: QueueRow) -> str:
    if row.label is not None:
        return ""
    if row.usual is None:
        return escape(text("no usual yet"))
    scale = row_scale(use_case, row)
    usual, distance = number(row.usual, scale), escape(change(row.value, row.usual, scale))
    small = max(SMALL_SHARE * abs(row.usual), SMALL_UNITS if use_case.target.integer else 0)
    if abs(row.value - row.usual) > small:
        tone, arrow = ("more", "▲") if row.value > row.usual else ("less", "▼")
        distance = f'<span class="{tone}"><i>{arrow}</i> {distance}</span>'
    return f"{escape(text('usual {value}', value=usual))} &nbsp;{distance}"
