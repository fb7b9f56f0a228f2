"""One page for whoever delivers a source: what changed in the file, since when, and some of its rows. Self-contained HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.jump import Jump, Reading
from domain.use_case import UseCase
from presentation.charts.palette import LIGHT
from presentation.words.catalogue import text
from presentation.words.dates import day_text, day_with_year, moment_text
from presentation.words.stages import measure_name, moved_sentence, normal_text, reading_text, traced_label

_WIDTH, _HEIGHT, _EDGE = 680, 150, 6
SHOWN_DAYS = 14
"""Days in the table: two weeks, so that the same weekday can be compared."""


@dataclass(frozen=True)
class Examples:
    """Rows of the file; empty where it could not be read again."""

    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Sent:
    """Where the data came from, and when the page is made.

    Attributes:
        location: what the sender knows the source by; no folder, no server.
        column: the column as it is called in the file.
    """

    location: str
    column: str
    made: datetime


@dataclass(frozen=True)
class Page:
    """The page in words."""

    title: str
    greeting: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    svg: str
    heads: Mapping[str, str]
    day_head: tuple[str, ...]
    days: tuple[tuple[str, ...], ...]
    examples: Examples
    closing: tuple[str, ...]


def evidence_html(use_case: UseCase, jump: Jump, sent: Sent, examples: Examples, language: str = "en") -> str:
    """The page as one HTML file; everything that comes from data or people is escaped by the template."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("presentation", "reports"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    template = environment.get_template("evidence.html.j2")
    return template.render(page=_page(use_case, jump, sent, examples), language=language)


def _page(use_case: UseCase, jump: Jump, sent: Sent, examples: Examples) -> Page:
    column = traced_label(use_case, jump.name)
    day = day_with_year(jump.since.day)
    value = reading_text(use_case, jump.name, jump.measure, jump.now.value)
    normal = normal_text(use_case, jump.name, jump.measure, jump.now)
    return Page(
        title=text("A question about “{column}” in the data of {day}", column=sent.column, day=day),
        greeting=(
            text("Good day,"),
            text("in the data that we received from you, something changed on {day} that we cannot explain.", day=day),
            moved_sentence(use_case, jump),
        ),
        facts=(
            (text("Received as"), sent.location),
            (text("Column"), f"{sent.column} ({column})" if sent.column != column else column),
            (text("Since"), day),
            (text("What changed"), measure_name(jump.measure)),
            (text("Now"), value),
            (text("Usually"), normal),
        ),
        svg=evidence_svg(jump.first.readings),
        heads={
            "days": text("The days before"),
            "rows": text("Some of the rows concerned, as they stand in the file"),
            "none": text("The rows cannot be shown: the file could not be read again when this page was made."),
            "made": text("Made on {moment}.", moment=moment_text(sent.made)),
        },
        day_head=(text("Day"), text("Value"), text("Normal")),
        days=tuple(_day(use_case, jump, reading) for reading in reversed(jump.first.readings[-SHOWN_DAYS:])),
        examples=Examples((text("Line"), *examples.head[1:]), examples.rows) if examples.rows else Examples(),
        closing=(
            text("Could you tell us whether this is right: did something change in how the data is recorded, in its unit, or in which rows are sent?"),
            text("If it is a mistake, please send a corrected file. Until then we use this data with care or not at all."),
            text("Thank you very much."),
        ),
    )  # fmt: skip


def _day(use_case: UseCase, jump: Jump, reading: Reading) -> tuple[str, ...]:
    value = reading_text(use_case, jump.name, jump.measure, reading.value)
    return day_text(reading.day), value, normal_text(use_case, jump.name, jump.measure, reading) or "–"


def evidence_svg(readings: Sequence[Reading]) -> str:
    """The days as a line over the normal band; numbers only, so that nothing needs escaping."""
    known = [(place, reading.value) for place, reading in enumerate(readings) if reading.value is not None]
    bands = [(place, reading.normal) for place, reading in enumerate(readings) if reading.normal is not None]
    values = [value for _, value in known] + [end for _, normal in bands for end in (normal.low, normal.high)]
    if not known:
        return ""
    low, high = min(values), max(values)
    step = (_WIDTH - 2 * _EDGE) / max(len(readings) - 1, 1)

    def at(place: int, value: float) -> str:
        share = (value - low) / (high - low) if high > low else 0.5
        return f"{_EDGE + place * step:.1f},{_HEIGHT - _EDGE - share * (_HEIGHT - 2 * _EDGE):.1f}"

    band = [at(place, normal.high) for place, normal in bands]
    band += [at(place, normal.low) for place, normal in reversed(bands)]
    line = " ".join(at(place, value) for place, value in known)
    marks = "".join(_mark(at(place, value), moved=readings[place].moved) for place, value in known)
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f'<polygon points="{" ".join(band)}" fill="{LIGHT.band}"/>'
        f'<polyline points="{line}" fill="none" stroke="{LIGHT.ink}" stroke-width="1.6"/>{marks}</svg>'
    )


def _mark(point: str, *, moved: bool) -> str:
    x, y = point.split(",")
    return f'<circle cx="{x}" cy="{y}" r="{5 if moved else 2.5}" fill="{LIGHT.more if moved else LIGHT.ink}"/>'
