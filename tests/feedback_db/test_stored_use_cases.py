"""Use cases and their versions."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from domain.errors import BusyError, DatabaseError, NotFoundError
from domain.version import Version, VersionState
from feedback_db.unit_of_work import FeedbackDb, UnitOfWork
from feedback_db.use_cases import UseCaseSummary, definition_hash

Undone = Callable[[str], AbstractContextManager[UnitOfWork]]
NewVersion = Callable[..., Version]


def changed_at(db: FeedbackDb) -> object:
    with db.engine.connect() as connection:
        return connection.execute(text("SELECT changed_at FROM use_cases WHERE name = 'bakery'")).scalar()


def test_a_definition_comes_back_as_it_was_registered(db: FeedbackDb, now: datetime) -> None:
    definition = {"keys": ["store"], "model": {"rate": 0.1}, "title": "Bäckerei “Süd” 🥐", "synthetic": True}
    with db.write() as work:
        work.use_cases.register("south", "Bäckerei", definition, "/srv/südlich/use_case.yaml", now)
    with db.read() as work:
        assert work.use_cases.definition("south") == definition
        assert work.use_cases.path("south") == "/srv/südlich/use_case.yaml"
        assert work.use_cases.content_hash("south") == definition_hash(definition)
        assert work.use_cases.summaries() == (
            UseCaseSummary("bakery", "Bakery", synthetic=False),
            UseCaseSummary("south", "Bäckerei", synthetic=True),
        )


def test_registering_again_changes_only_what_changed(db: FeedbackDb, now: datetime) -> None:
    first = changed_at(db)
    later = now + timedelta(days=1)
    same = {"name": "bakery"}
    with db.write() as work:
        work.use_cases.register("bakery", "Bakery", same, "use_cases/bakery/use_case.yaml", later)
    assert changed_at(db) == first
    with db.write() as work:
        work.use_cases.register("bakery", "Bread", {"name": "bakery", "synthetic": True}, "elsewhere.yaml", later)
    assert changed_at(db) != first
    with db.read() as work:
        assert work.use_cases.summaries() == (UseCaseSummary("bakery", "Bread", synthetic=True),)
        assert work.use_cases.path("bakery") == "elsewhere.yaml"
        assert work.use_cases.content_hash("bakery") == definition_hash({"synthetic": True, "name": "bakery"})


def test_an_unknown_use_case_is_named_with_those_that_exist(
    db: FeedbackDb, new_version: NewVersion, now: datetime
) -> None:
    with db.write() as work:
        for ask in (
            lambda: work.use_cases.definition("bakry"),
            lambda: work.use_cases.path("bakry"),
            lambda: work.versions.add(new_version(use_case="bakry")),
            lambda: work.versions.promote("bakry", 1, "because", now),
        ):
            with pytest.raises(NotFoundError) as refused:
                ask()
            assert (refused.value.kind, refused.value.name, refused.value.known) == ("use case", "bakry", ("bakery",))


def test_the_first_version_is_champion_and_later_ones_wait(
    db: FeedbackDb, new_version: NewVersion, now: datetime
) -> None:
    with db.write() as work:
        assert work.versions.next_number("bakery") == 1
        assert work.versions.champion("bakery") is None
        first = work.versions.add(new_version(1))
        assert work.versions.next_number("bakery") == 2
        second = work.versions.add(new_version(2, state=VersionState.CHAMPION, promoted_at=now))
    assert first == new_version(1, state=VersionState.CHAMPION, promoted_at=now)
    assert second == new_version(2, state=VersionState.CANDIDATE)
    with db.read() as work:
        assert work.versions.all("bakery") == (first, second)
        assert work.versions.champion("bakery") == first
        assert work.versions.by_number("bakery", 2) == second


def test_promotion_retires_the_champion_and_keeps_the_reason(
    db: FeedbackDb, new_version: NewVersion, now: datetime
) -> None:
    later = now + timedelta(days=1)
    with db.write() as work:
        first = work.versions.add(new_version(1))
        second = work.versions.add(new_version(2))
        promoted = work.versions.promote("bakery", 2, "knows school holidays", later)
    assert promoted == replace(second, state=VersionState.CHAMPION, promoted_at=later, reason="knows school holidays")
    with db.write() as work:
        assert work.versions.all("bakery") == (replace(first, state=VersionState.RETIRED), promoted)
        assert work.versions.promote("bakery", 2, "pressed twice", later + timedelta(hours=1)) == promoted
        assert work.versions.promote("bakery", 1, "back again", later).state is VersionState.CHAMPION


def test_an_unknown_version_is_named_with_those_that_exist(
    db: FeedbackDb, new_version: NewVersion, now: datetime
) -> None:
    with db.write() as work:
        work.versions.add(new_version(1))
    with db.write() as work:
        for ask in (
            lambda: work.versions.by_number("bakery", 9),
            lambda: work.versions.promote("bakery", 9, "why not", now),
        ):
            with pytest.raises(NotFoundError) as refused:
                ask()
            assert (refused.value.kind, refused.value.name, refused.value.known) == ("version", "9", ("1",))


def test_a_number_that_another_training_took_is_busy(db: FeedbackDb, new_version: NewVersion) -> None:
    with db.write() as work:
        first = work.versions.add(new_version(1))
    with pytest.raises(BusyError) as refused, db.write() as work:
        work.versions.add(new_version(1, location="bakery/other"))
    assert (refused.value.what, refused.value.where) == ("version 1", "bakery")
    with db.read() as work:
        assert work.versions.all("bakery") == (first,)


def test_the_database_itself_refuses_a_second_champion(db: FeedbackDb, new_version: NewVersion) -> None:
    with db.write() as work:
        work.versions.add(new_version(1))
        work.versions.add(new_version(2))
    with pytest.raises(DatabaseError), db.write() as work:
        work.versions._session.execute(text("UPDATE versions SET state = 'champion'"))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(promotions=st.lists(st.integers(1, 4), max_size=8))
def test_there_is_always_exactly_one_champion_the_last_one_promoted(
    sqlite_url: str, undone: Undone, new_version: NewVersion, now: datetime, promotions: list[int]
) -> None:
    with undone(sqlite_url) as work:
        for number in range(1, 5):
            work.versions.add(new_version(number))
        for number in promotions:
            work.versions.promote("bakery", number, "tried", now)
            states = {version.number: version.state for version in work.versions.all("bakery")}
            assert [one for one, state in states.items() if state is VersionState.CHAMPION] == [number]
        ever = {1, *promotions}
        expected = (promotions or [1])[-1]
        for version in work.versions.all("bakery"):
            waiting = VersionState.RETIRED if version.number in ever else VersionState.CANDIDATE
            assert version.state is (VersionState.CHAMPION if version.number == expected else waiting)
