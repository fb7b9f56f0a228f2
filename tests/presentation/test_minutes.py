"""The minutes as words, drawing and files: nothing is taken for markup, and every number is that of the waterfall."""

import csv
import io
import re
from datetime import UTC, date, datetime
from html import unescape
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.action import ActionKind, NewAction, action_of, initial_fields, subject_of_action
from domain.dispute import DisputeState
from domain.errors import ExtraMissingError
from domain.opened_session import OpenedSession, Point
from domain.person import Person
from domain.review import Answer, NewReview, Review
from domain.review import Seen as ScreenSeen
from domain.session import EventKind, Item, ItemKind, Note, Outcome, Session, SessionEvent
from domain.session_fields import Entry, Field, fields_of
from presentation.charts.step import levels_of
from presentation.charts.waterfall import waterfall_steps
from presentation.reports.minutes import Seen, minutes_letter
from presentation.reports.minutes_files import (
    minutes_csv,
    minutes_hash,
    minutes_html,
    minutes_markdown,
    minutes_pdf,
    session_of_file,
)
from presentation.reports.waterfall_svg import waterfall_svg
from presentation.words.sessions import decided_words

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
EVIL = "<script>alert('x')</script> & \"q\""
ENTITY = ("North", "Rye bread")


def person(number: int, name: str, *, active: bool = True) -> Person:
    return Person(number, name, may_decide=True, created_at=NOW, active=active)


PEOPLE = {1: person(1, "Ana"), 2: person(2, EVIL), 3: person(3, "Cleo", active=False)}


def decided(outcome: Outcome) -> Field:
    return Field((Entry(7, "item:1", "outcome", outcome.as_json(), (), 1, "Ana", NOW),))


def agreed(what: str, owner: int):
    new = NewAction("t", what, ActionKind.ADD_RULE, owner, date(2026, 11, 27), "prediction:20261120-abc-0")
    subject = str(subject_of_action(1))
    entries = [
        Entry(number, subject, name, value, (), 1, "Ana", NOW)
        for number, (name, value) in enumerate(initial_fields(new).items(), 1)
    ]
    return action_of(1, 1, new.about, fields_of(entries))


def session_of(bakery, events=(), words="We add <b>the school</b>.", title=EVIL) -> OpenedSession:
    detail = {"value": 52.0, "label": None, "low": 43.6, "high": 61.2, "usual": 38.0}
    run = "20261120-abc"
    items = [
        Item(number, ItemKind.DISPUTE, run, number - 1, ENTITY, date(2026, 11, 21), None, detail, None)
        for number in (1, 2)
    ]
    note = Note(1, 1, 2, EVIL, "=SUM(A1)", NOW)
    action = agreed("=HYPERLINK(x)", 3)
    session = Session(
        1, "bakery", title, date(2026, 11, 15), date(2026, 11, 21), 30, 1, "Ana", ((1, "Ana"), (2, EVIL)), NOW, events
    )
    about = ("bakery", run, 0, ENTITY, date(2026, 11, 21), 2)
    seen = ScreenSeen(52.0, None, 43.6, 61.2, 38.0, 1, "2026-11-20", ())
    answer = NewReview("t", *about, Answer.DIFFERENT, seen, own_value=45.0, comment=f"A fair. {EVIL}")
    reviews = (Review(1, answer, EVIL, may_decide=True, created_at=NOW),)
    points = (
        Point(items[0], decided(Outcome(DisputeState.MODEL_FIX, words, 3)), (note,), None, (action,), 3, reviews),
        Point(items[1], Field(), (), None, (), 2),
    )
    return OpenedSession(session, bakery, points, (), (), (action,), PEOPLE)


@pytest.fixture
def letter(bakery, bread):
    return minutes_letter(session_of(bakery), {1: Seen(bakery, bread)}, ("Ana", "Bye.", NOW))


def test_the_letter_says_who_met_what_was_decided_and_what_was_not_discussed(letter) -> None:
    assert letter.opening[0].startswith("On Sat 21 Nov 2026 Ana and <script>")
    assert letter.opening[1] == "Points decided: 1 of 2."
    (point,) = letter.discussed
    assert point.decided == "Decided: model fix, see model 3. We add <b>the school</b>. (Ana)"
    assert point.actions == ("Cleo (left: ask somebody else): =HYPERLINK(x), until Fri 27 Nov (add a rule).",)
    assert [left.number for left in letter.left] == [2]
    assert letter.left[0].svg == ""


def test_what_people_wrote_beside_their_answers_stands_in_every_file(letter) -> None:
    assert letter.discussed[0].quotes == (f"“A fair. {EVIL}” {EVIL}",)
    for written in (minutes_html(letter), minutes_markdown(letter), minutes_csv(letter)):
        assert written.count("“A fair.") == 1


def test_a_decision_without_words_of_its_own_is_not_said_twice(bakery) -> None:
    opened = session_of(bakery, words=decided_words("Friday"), title="Friday")
    (point,) = minutes_letter(opened, {}, ("Ana", "", NOW)).discussed
    assert point.decided == "Decided: model fix, see model 3. (Ana)"


def test_nothing_that_somebody_wrote_becomes_markup(letter) -> None:
    page = minutes_html(letter)
    assert "<script" not in page
    assert "<b>the school</b>" not in page
    assert "We add <b>the school</b>." in unescape(page)
    assert session_of_file(page.encode()) == 1
    assert not re.search(r"""(?:src|href)\s*=|url\((?!#)|@import""", page)
    markdown = minutes_markdown(letter)
    assert re.search(r"(?<!\\)<script", markdown) is None
    rows = list(csv.reader(io.StringIO(minutes_csv(letter))))
    assert [row[0] for row in rows] == ["Number", "1", "2"]
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_an_amendment_stands_in_the_minutes(bakery) -> None:
    events = (
        SessionEvent(1, 1, EventKind.CLOSED, 1, "Ana", "", NOW),
        SessionEvent(2, 2, EventKind.AMENDED, 1, "Ana", "A mistake.", NOW),
    )
    letter = minutes_letter(session_of(bakery, events), {}, ("Ana", "", NOW))
    assert [line.split(": ", 1)[1] for line in letter.history] == ["closed by Ana.", "opened again by Ana: A mistake."]
    assert "A mistake." in minutes_html(letter)


def test_another_word_is_another_hash(bakery) -> None:
    pages = [
        minutes_html(minutes_letter(session_of(bakery, words=words), {}, ("Ana", "", NOW)))
        for words in ("We do.", "We do!", "We do.")
    ]
    assert minutes_hash(pages[0]) == minutes_hash(pages[2]) != minutes_hash(pages[1])
    assert minutes_hash(pages[0]) == minutes_hash(pages[0].encode())
    assert minutes_hash(pages[0]).startswith("sha256:")


def test_without_weasyprint_the_words_say_what_is_missing(monkeypatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(ExtraMissingError) as caught:
        minutes_pdf("<p>")
    assert (caught.value.package, caught.value.file) == ("weasyprint", "requirements-pdf.txt")


# --- the drawing --------------------------------------------------------------------------------------------------

SVG = "{http://www.w3.org/2000/svg}"


@given(data=st.data())
@settings(max_examples=30)
def test_the_drawing_has_every_row_and_its_bars_are_as_long_as_their_numbers(predictions, data) -> None:
    use_case, prediction = data.draw(predictions)
    steps = waterfall_steps(use_case, prediction)
    drawing = ET.fromstring(waterfall_svg(steps, None))
    words = [element.text for element in drawing.iter(f"{SVG}text")]
    assert all(step.text in words for step in steps)
    widths = [
        float(bar.get("width", "0"))
        for bar in drawing.iter(f"{SVG}rect")
        if bar.get("rx") and not bar.get("fill", "").startswith("url")
    ]
    sizes = [abs(step.amount) for step in steps if step.is_bar]
    assert len(widths) == len(sizes)
    ends = [end for _, end in levels_of(steps)]
    span = max(ends) - min(ends) or 1.0
    scale = max((width / size for width, size in zip(widths, sizes, strict=True) if size > 0.05 * span), default=1.0)
    # A bar too short to see is drawn one pixel wide.
    assert all(
        abs(width - max(size * scale, 1)) < 0.02 * scale * span + 0.2 for width, size in zip(widths, sizes, strict=True)
    )


def test_the_drawing_escapes_what_it_writes(bakery, bread) -> None:
    from dataclasses import replace

    steps = [replace(step, label="<b>&", note='"x"') for step in waterfall_steps(bakery, bread)]
    drawing = waterfall_svg(steps, (44.0, 61.0))
    ET.fromstring(drawing)
    assert "<b>" not in drawing
