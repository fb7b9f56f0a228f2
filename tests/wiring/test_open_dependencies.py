"""Opening the stores: the embedded database is brought up to date, somebody's own is not touched."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from domain.errors import DatabaseError
from feedback_db.revision import REVISIONS, revision_state
from feedback_db.upgrade import upgrade, upgrade_to
from services.dependencies import Dependencies
from wiring import open_dependencies
from wiring.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


@pytest.fixture
def opened() -> Iterator[Callable[[Settings], Dependencies]]:
    """Open, and close at the end."""
    stores: list[Dependencies] = []

    def opening(settings: Settings) -> Dependencies:
        stores.append(open_dependencies(settings))
        return stores[-1]

    yield opening
    for deps in stores:
        deps.predictions.close()
        deps.feedback.close()


def test_a_first_start_makes_the_embedded_database(
    settings: Settings, opened: Callable[[Settings], Dependencies]
) -> None:
    deps = opened(settings)
    assert revision_state(settings.database_url) == "current"
    assert (deps.home, deps.threads) == (settings.home, 1)
    assert deps.now().tzinfo is UTC


def test_an_older_embedded_database_is_brought_up_to_date_with_its_rows(
    settings: Settings, opened: Callable[[Settings], Dependencies]
) -> None:
    settings.home.mkdir()
    upgrade_to(settings.database_url, REVISIONS[0])
    row = "(7, 'Ana', 'ana', true, true, '2026-11-21 08:00:00.000000')"
    with closing(sqlite3.connect(settings.home / "feedback.sqlite")) as connection:
        connection.execute(f"INSERT INTO people (id, name, name_key, may_decide, is_local, created_at) VALUES {row}")
        connection.commit()
    with opened(settings).feedback.read() as unit:
        assert [(person.id, person.name) for person in unit.people.all()] == [(7, "Ana")]
    assert revision_state(settings.database_url) == "current"


@pytest.mark.parametrize("revision", [None, REVISIONS[0]])
def test_an_older_database_of_somebodys_own_is_refused_and_left_as_it_is(
    revision: str | None, settings: Settings, tmp_path: Path
) -> None:
    own = replace(settings, database=f"sqlite:///{tmp_path / 'own.sqlite'}")
    if revision is None:
        sqlite3.connect(tmp_path / "own.sqlite").close()
    else:
        upgrade_to(own.database, revision)
    before = revision_state(own.database)
    with pytest.raises(DatabaseError) as caught:
        open_dependencies(own)
    assert caught.value.fault == "not upgraded"
    assert revision_state(own.database) == before != "current"


def test_a_database_of_somebodys_own_is_opened_when_it_is_current(
    settings: Settings, tmp_path: Path, opened: Callable[[Settings], Dependencies]
) -> None:
    own = replace(settings, database=f"sqlite:///{tmp_path / 'own.sqlite'}")
    upgrade(own.database)
    opened(own)
    assert not (settings.home / "feedback.sqlite").exists()


def test_a_database_of_a_newer_vouch_is_refused(settings: Settings) -> None:
    settings.home.mkdir()
    upgrade(settings.database_url)
    with closing(sqlite3.connect(settings.home / "feedback.sqlite")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'r9999'")
        connection.commit()
    with pytest.raises(DatabaseError) as caught:
        open_dependencies(settings)
    assert caught.value.fault == "newer"


def test_use_case_files_may_name_the_environment_and_the_two_folders(
    settings: Settings, opened: Callable[[Settings], Dependencies], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ERP_URL", "postgresql://erp")
    monkeypatch.setenv("VOUCH_HOME", "elsewhere")
    variables = opened(replace(settings, data=Path("data"))).variables
    assert variables["ERP_URL"] == "postgresql://erp"
    assert variables["VOUCH_HOME"] == str(settings.home.resolve())
    assert variables["VOUCH_DATA"] == str(Path("data").resolve())
