"""Assignments on both databases: added once, taken back once, and never anything else."""

from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from domain.assignment import Part
from domain.errors import DatabaseError, NotFoundError
from domain.person import Person
from feedback_db.assignments import NewAssignment, part_from_text, part_text
from feedback_db.engine import open_engine
from feedback_db.unit_of_work import FeedbackDb
from feedback_db.upgrade import revision_state, upgrade, upgrade_to

NORTH: Part = (("store", "North"),)
BREAD: Part = (("store", "North"), ("product", "O'Neil's “bread” 🥐"))


def new(token: str, owner: Person, author: Person, part: Part = NORTH) -> NewAssignment:
    return NewAssignment(token, "bakery", part, owner.id, author.id)


def test_an_assignment_comes_back_with_its_people_and_its_part(
    db: FeedbackDb, ana: Person, ben: Person, now: datetime
) -> None:
    with db.write() as work:
        assert work.assignments.add(new("a", ben, ana, BREAD), now)
        assert work.assignments.add(new("b", ana, ana, ()), now)
    with db.read() as work:
        bens, anas = work.assignments.standing("bakery")
        assert work.assignments.standing("other") == ()
    assert (bens.owner, bens.author, set(bens.part), bens.created_at) == ("Ben", "Ana", set(BREAD), now)
    assert (anas.owner_id, anas.part, anas.counts, anas.taken_back_at) == (ana.id, (), True, None)


def test_the_same_click_or_the_same_part_is_stored_once(
    db: FeedbackDb, ana: Person, ben: Person, now: datetime
) -> None:
    with db.write() as work:
        assert work.assignments.add(new("a", ben, ana, BREAD), now)
        assert not work.assignments.add(new("a", ben, ana, BREAD), now)
        assert not work.assignments.add(new("b", ben, ana, tuple(reversed(BREAD))), now)
        assert work.assignments.add(new("c", ana, ana, BREAD), now)
        assert len(work.assignments.all("bakery")) == 2


def test_what_was_taken_back_stays_in_the_record_and_can_be_assigned_again(
    db: FeedbackDb, ana: Person, ben: Person, now: datetime
) -> None:
    later = now + timedelta(hours=1)
    with db.write() as work:
        work.assignments.add(new("a", ben, ana), now)
        (first,) = work.assignments.standing("bakery")
        assert work.assignments.take_back(first.id, ana.id, later)
        assert not work.assignments.take_back(first.id, ben.id, later + timedelta(hours=1))
        assert work.assignments.standing("bakery") == ()
        assert work.assignments.add(new("b", ben, ana), later)
    with db.read() as work:
        gone, standing = work.assignments.all("bakery")
    assert (gone.taken_back_at, gone.taken_back_by, gone.counts) == (later, "Ana", False)
    assert (standing.taken_back_at, standing.created_at) == (None, later)


def test_an_assignment_of_somebody_who_left_stands_and_does_not_count(
    db: FeedbackDb, ana: Person, ben: Person, now: datetime
) -> None:
    with db.write() as work:
        work.assignments.add(new("a", ben, ana), now)
        work.people.change(replace(ben, active=False))
    with db.read() as work:
        (orphaned,) = work.assignments.standing("bakery")
    assert (orphaned.owner_here, orphaned.counts) == (False, False)


def test_an_assignment_that_nobody_made_is_not_found(db: FeedbackDb) -> None:
    with pytest.raises(NotFoundError) as refused, db.read() as work:
        work.assignments.by_id(7)
    assert refused.value.kind == "assignment"


def test_the_database_itself_refuses_the_same_part_twice(db: FeedbackDb, ana: Person, now: datetime) -> None:
    with db.write() as work:
        work.assignments.add(new("a", ana, ana), now)
    twice = "INSERT INTO assignments (token, use_case, part, person_id, author_id, created_at) SELECT 'b', use_case, part, person_id, author_id, created_at FROM assignments"
    with pytest.raises(DatabaseError), db.write() as work:
        work.assignments._session.execute(text(twice))


@pytest.mark.parametrize("part", [(), NORTH, BREAD, (("a", ""), ("b", "x" * 500))])
def test_a_part_has_one_text_whatever_its_order(part: Part) -> None:
    assert part_text(part) == part_text(tuple(reversed(part)))
    assert set(part_from_text(part_text(part))) == set(part)


def test_people_and_use_cases_of_an_earlier_revision_can_be_assigned(empty_url: str, now: datetime) -> None:
    upgrade_to(empty_url, "0010")
    moment = "'2026-11-21 08:00:00.000000'"
    with closing(FeedbackDb(empty_url)):
        engine = open_engine(empty_url)
        with engine.begin() as connection:
            for statement in (
                "INSERT INTO people (id, name, name_key, may_decide, is_local, created_at, roles, shares_value_added, active)"
                f" VALUES (7, 'Ana', 'ana', true, true, {moment}, 'reviewer', false, true)",
                "INSERT INTO use_cases (name, title, synthetic, definition, content_hash, path, registered_at, changed_at)"
                f" VALUES ('bakery', 'Bakery', true, '{{}}', 'sha256:1', 'x.yaml', {moment}, {moment})",
            ):
                connection.exec_driver_sql(statement)
        engine.dispose()

    upgrade(empty_url)

    assert revision_state(empty_url) == "current"
    with closing(FeedbackDb(empty_url)) as db, db.write() as work:
        assert work.assignments.all("bakery") == ()
        assert work.assignments.add(NewAssignment("a", "bakery", NORTH, 7, 7), now)
        assert [found.owner for found in work.assignments.standing("bakery")] == ["Ana"]
