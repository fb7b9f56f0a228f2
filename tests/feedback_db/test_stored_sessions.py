"""Sessions on both databases: pressing twice stores once, and nobody overwrites what they have not seen."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from threading import Barrier

import pytest

from domain.errors import NotFoundError
from domain.person import Person
from domain.run import Run
from domain.session import EventKind, ItemKind, Session
from domain.session_fields import Subject
from feedback_db.session_agenda import NewItem, NewNote
from feedback_db.session_fields import NewEntry
from feedback_db.sessions import NewEvent, NewSession
from feedback_db.unit_of_work import FeedbackDb

AT_ONCE = 6
ACTION = Subject("action", 1)


def new_session(person: Person, token: str = "s") -> NewSession:
    return NewSession(token, "bakery", "Friday", date(2026, 11, 14), date(2026, 11, 20), 30, person.id)


@pytest.fixture
def session(db: FeedbackDb, ana: Person, ben: Person, now: datetime) -> Session:
    with db.write() as work:
        return work.sessions.open(new_session(ana), (ana.id, ben.id), now)[0]


def entry(session: Session, person: Person, value: str, *seen: int) -> NewEntry:
    return NewEntry(f"{person.name}-{value}", ACTION, "what", {"text": value}, seen, person.id)


def at_once(count: int, act: Callable[[int], object]) -> list[object]:
    """The same thing in several threads that start together."""
    start = Barrier(count)

    def one(number: int) -> object:
        start.wait(30)
        return act(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_opening_twice_opens_once(db: FeedbackDb, session: Session, ana: Person, now: datetime) -> None:
    with db.write() as work:
        again, stored = work.sessions.open(new_session(ana), (ana.id,), now)
    assert (again, stored) == (session, False)
    assert [name for _, name in session.participants] == ["Ana", "Ben"]
    assert session.is_open


def test_a_session_that_is_not_there_is_named(db: FeedbackDb) -> None:
    with db.read() as work, pytest.raises(NotFoundError):
        work.sessions.by_id(99)


def test_a_prediction_is_on_an_agenda_once(
    db: FeedbackDb, session: Session, published: Run, ana: Person, now: datetime
) -> None:
    item = NewItem(ItemKind.DISPUTE, {"value": 52.0}, published.id, 3, ("North", "Rye bread"), published.target_date)
    with db.write() as work:
        assert work.agenda.add_item(session.id, item, None, now)
        assert not work.agenda.add_item(session.id, item, ana.id, now)
        work.agenda.add_note(session.id, NewNote("n", None, ana.id, "words"), now)
        work.agenda.add_note(session.id, NewNote("n", None, ana.id, "words"), now)
    with db.read() as work:
        (stored,) = work.agenda.items(session.id)
        assert (stored.entity, stored.prediction, stored.detail) == (item.entity, f"{published.id}-3", {"value": 52.0})
        assert [note.person for note in work.agenda.notes(session.id)] == ["Ana"]


def test_two_people_who_change_a_field_at_once_leave_two_versions_and_a_choice_ends_it(
    db: FeedbackDb, session: Session, ana: Person, ben: Person, now: datetime
) -> None:
    with db.write() as work:
        work.fields.write(session.id, entry(session, ana, "first"), now)
    with db.read() as work:
        seen = work.fields.of_sessions([session.id])[str(ACTION), "what"].seen

    def change(number: int) -> bool:
        person, value = ((ana, "Ana's"), (ben, "Ben's"))[number]
        with db.write() as work:
            return work.fields.write(session.id, entry(session, person, value, *seen), now)

    assert at_once(2, change) == [True, True]
    with db.read() as work:
        field = work.fields.of_sessions([session.id])[str(ACTION), "what"]
    assert field.in_conflict
    assert {(head.person, head.value["text"]) for head in field.heads} == {("Ana", "Ana's"), ("Ben", "Ben's")}

    with db.write() as work:
        work.fields.write(session.id, entry(session, ben, "chosen", *field.seen), now)
    with db.read() as work:
        field = work.fields.of_sessions([session.id])[str(ACTION), "what"]
        assert len(work.fields.entries([session.id])) == 4
    assert (field.in_conflict, field.value) == (False, {"text": "chosen"})


def test_an_entry_sent_again_at_once_is_stored_once(
    db: FeedbackDb, session: Session, ana: Person, now: datetime
) -> None:
    def send(number: int) -> bool:
        with db.write() as work:
            return work.fields.write(session.id, entry(session, ana, "same"), now)

    assert Counter(at_once(AT_ONCE, send)) == {True: 1, False: AT_ONCE - 1}


def test_an_entry_replaces_nothing_but_its_own_field(
    db: FeedbackDb, session: Session, ana: Person, now: datetime
) -> None:
    with db.write() as work:
        work.fields.write(session.id, entry(session, ana, "what it says"), now)
        (other,) = work.fields.entries([session.id])
        foreign = NewEntry("x", Subject("action", 2), "what", {"text": "other"}, (other.id, 999), ana.id)
        work.fields.write(session.id, foreign, now)
    with db.read() as work:
        assert work.fields.of_sessions([session.id])[str(ACTION), "what"].value == {"text": "what it says"}


def test_closing_at_once_gives_one_numbered_event_for_each_token(
    db: FeedbackDb, session: Session, ana: Person, now: datetime
) -> None:
    def close(number: int) -> object:
        with db.write() as work:
            if not work.sessions.lock(session.id).is_open:
                return "closed already"
            return work.sessions.add_event(session.id, NewEvent(f"c{number}", EventKind.CLOSED, ana.id, ""), now)

    assert at_once(AT_ONCE, close).count("closed already") == AT_ONCE - 1
    with db.read() as work:
        assert [event.number for event in work.sessions.by_id(session.id).events] == [1]


def test_minutes_are_found_by_their_hash(db: FeedbackDb, session: Session, ana: Person, now: datetime) -> None:
    with db.write() as work:
        event = work.sessions.add_event(session.id, NewEvent("c", EventKind.CLOSED, ana.id, "bye"), now)
        assert event is not None
        work.sessions.freeze(event, ("<p>", "# m", "a,b"), "sha256:1")
    with db.read() as work:
        found = work.sessions.minutes_by_hash("sha256:1")
        assert found is not None
        assert (found.session_id, found.event.words, found.html, found.markdown) == (session.id, "bye", "<p>", "# m")
        assert work.sessions.minutes_by_hash("sha256:2") is None


def test_the_stamp_changes_with_everything_that_is_written(
    db: FeedbackDb, session: Session, ana: Person, now: datetime
) -> None:
    stamps = []

    def stamp() -> None:
        with db.read() as work:
            stamps.append(work.sessions.stamp(session.id))

    stamp()
    with db.write() as work:
        work.agenda.add_note(session.id, NewNote("n", None, ana.id, "words"), now)
    stamp()
    with db.write() as work:
        work.agenda.add_action(session.id, "a", None, ana.id, now)
    stamp()
    with db.write() as work:
        work.fields.write(session.id, entry(session, ana, "first"), now)
    stamp()
    with db.write() as work:
        work.sessions.add_event(session.id, NewEvent("c", EventKind.CLOSED, ana.id, ""), now)
    stamp()
    assert len(set(stamps)) == len(stamps)
