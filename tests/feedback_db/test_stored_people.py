"""People: one per name, whatever its case; one of them local."""

from datetime import datetime

import pytest
from sqlalchemy import text

from domain.errors import DatabaseError, NotFoundError, SettingError
from feedback_db.people import NAME_LIMIT
from feedback_db.unit_of_work import FeedbackDb

WHOLE_NAMES = ["Ana", "O'Hara; DROP TABLE people", 'the "boss"', "שלום עולם", "🥐 baker", "x" * NAME_LIMIT]
NO_NAMES = ["", "   ", "x" * (NAME_LIMIT + 1), "A\0na", "Ana\nBen"]


@pytest.mark.parametrize("name", WHOLE_NAMES)
def test_a_name_comes_back_as_it_was_given(db: FeedbackDb, now: datetime, name: str) -> None:
    with db.write() as work:
        person = work.people.add(f"  {name} ", may_decide=True, now=now)
    with db.read() as work:
        assert work.people.all() == (person,)
        assert work.people.by_id(person.id) == person
    assert (person.name, person.may_decide, person.created_at) == (name, True, now)


@pytest.mark.parametrize("again", ["ana straße", "ANA STRASSE", " Ana Straße ", "Ａna Straße"])
def test_the_same_name_in_another_case_is_the_same_person_and_keeps_their_rights(
    db: FeedbackDb, now: datetime, again: str
) -> None:
    with db.write() as work:
        first = work.people.add("Ana Straße", may_decide=False, now=now)
    with db.write() as work:
        assert work.people.add(again, may_decide=True, now=now) == first
        assert work.people.by_name(again) == first
        assert work.people.all() == (first,)


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_is_no_name_is_refused_with_what_is_allowed(db: FeedbackDb, now: datetime, name: str) -> None:
    with pytest.raises(SettingError) as refused, db.write() as work:
        work.people.add(name, may_decide=True, now=now)
    assert (refused.value.name, refused.value.found) == ("person name", name)
    assert str(NAME_LIMIT) in refused.value.allowed
    with db.read() as work:
        assert work.people.all() == ()


def test_nobody_is_found_where_nobody_is(db: FeedbackDb) -> None:
    with db.read() as work:
        assert work.people.by_name("Ana") is None
        assert work.people.by_id(1) is None
        assert work.people.local() is None


def test_there_is_one_local_person_the_last_one_made_so(db: FeedbackDb, now: datetime) -> None:
    with db.write() as work:
        ana = work.people.add("Ana", may_decide=True, now=now)
        ben = work.people.add("Ben", may_decide=True, now=now)
        for person in (ana, ben, ben, ana):
            assert work.people.make_local(person.id) == person
            assert work.people.local() == person


def test_somebody_unknown_cannot_become_local(db: FeedbackDb, now: datetime) -> None:
    with db.write() as work:
        ana = work.people.add("Ana", may_decide=True, now=now)
        work.people.make_local(ana.id)
    with pytest.raises(NotFoundError) as refused, db.write() as work:
        work.people.make_local(ana.id + 1)
    assert (refused.value.kind, refused.value.known) == ("person", ("Ana",))
    with db.read() as work:
        assert work.people.local() == ana


def test_the_database_itself_refuses_a_second_local_person(db: FeedbackDb, now: datetime) -> None:
    with db.write() as work:
        work.people.make_local(work.people.add("Ana", may_decide=True, now=now).id)
        work.people.add("Ben", may_decide=True, now=now)
    with pytest.raises(DatabaseError), db.write() as work:
        work.people._session.execute(text("UPDATE people SET is_local = true"))
