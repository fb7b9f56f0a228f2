"""Exports that are kept: at once or in the background, one after the other, for their person alone, until they expire."""

import json
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from domain.errors import ExportError, NotAllowedError
from domain.exported import Content, Format, Table, Wanted
from domain.kept_export import ExportState
from domain.person import Role
from services import keep_exports, make_export
from services.export_feedback import period_of
from services.export_folder import ABOUT, FOLDER
from services.keep_exports import KEEP_DAYS, MOST_UNFINISHED, ExportDesk
from tests.services.meeting import Room

ALWAYS = period_of(None, None)
REVIEWS = Wanted(Content.REVIEWS, "shop", ALWAYS, Format.CSV)


@pytest.fixture
def desk(room: Room) -> ExportDesk:
    for row in range(4):
        room.disagree(row, 12)
    return ExportDesk(room.deps)


def token(number: int = 1) -> str:
    return f"{number:032x}"


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Every export is large, and none is written before the event is set."""
    gate = threading.Event()
    real = make_export.write_tables

    def wait_first(path: Path, tables: tuple[Table, ...], kind: Format, told=None, *, plain: bool = False):
        assert gate.wait(60)
        return real(path, tables, kind, told, plain=plain)

    monkeypatch.setattr(keep_exports, "AT_ONCE_ROWS", 0)
    monkeypatch.setattr(make_export, "write_tables", wait_first)
    yield gate
    gate.set()


def test_a_small_export_is_ready_at_once_and_the_same_token_is_one_export(room: Room, desk: ExportDesk) -> None:
    made = desk.ask(room.ben.id, token(), REVIEWS)
    again = desk.ask(room.ben.id, token(), REVIEWS)

    assert made == again
    assert (made.state, made.done, made.total, made.file) == (ExportState.READY, 4, 4, "shop-reviews.csv")
    path = desk.file_of(room.ben.id, made.id)
    assert path.read_text(encoding="utf-8-sig").count("\n") == 5
    assert made.size == path.stat().st_size
    assert ExportDesk(room.deps).of_person(room.ben.id) == (made,)


def test_several_tables_are_handed_over_as_one_archive(room: Room, desk: ExportDesk) -> None:
    made = desk.ask(room.ben.id, token(), replace(REVIEWS, content=Content.DISPUTES))
    with zipfile.ZipFile(desk.file_of(room.ben.id, made.id)) as archive:
        assert archive.namelist() == ["disputes.csv", "disputes-steps.csv", "disputes-comments.csv"]


def test_a_large_export_is_made_in_the_background_with_progress(room: Room, desk: ExportDesk, held) -> None:
    asked = desk.ask(room.ben.id, token(), REVIEWS)
    assert (asked.state, asked.total) == (ExportState.WAITING, 4)
    assert all(export.is_unfinished for export in desk.of_person(room.ben.id))
    held.set()
    desk.wait()
    (ready,) = desk.of_person(room.ben.id)
    assert (ready.state, ready.done) == (ExportState.READY, 4)


def test_exports_are_made_one_after_the_other_and_only_so_many_wait(room: Room, desk: ExportDesk, held) -> None:
    for number in range(MOST_UNFINISHED):
        desk.ask(room.ben.id, token(number), REVIEWS)
    with pytest.raises(ExportError) as caught:
        desk.ask(room.ana.id, token(99), REVIEWS)
    assert caught.value.fault == "too many waiting"
    states = [export.state for export in desk.of_person(room.ben.id)]
    assert states.count(ExportState.RUNNING) <= 1
    held.set()
    desk.wait()
    assert {export.state for export in desk.of_person(room.ben.id)} == {ExportState.READY}


def test_an_export_whose_server_ended_is_interrupted_and_can_be_made_again(room: Room, desk: ExportDesk) -> None:
    made = desk.ask(room.ben.id, token(), REVIEWS)
    about = room.deps.home / FOLDER / made.id / ABOUT
    about.write_text(json.dumps({**json.loads(about.read_text()), "state": "running", "file": ""}), encoding="utf-8")

    restarted = ExportDesk(room.deps)
    (found,) = restarted.of_person(room.ben.id)
    assert found.state is ExportState.INTERRUPTED
    with pytest.raises(ExportError):
        restarted.file_of(room.ben.id, found.id)
    again = restarted.again(room.ben.id, found.id, token(2))
    assert again.state is ExportState.READY
    assert restarted.of_person(room.ben.id) == (again,)


def test_another_server_sees_that_an_export_is_being_made(room: Room, desk: ExportDesk, held) -> None:
    desk.ask(room.ben.id, token(), REVIEWS)
    assert all(export.is_unfinished for export in ExportDesk(room.deps).of_person(room.ben.id))
    held.set()
    desk.wait()


def test_an_export_that_is_removed_stops_and_leaves_nothing(room: Room, desk: ExportDesk, held) -> None:
    asked = desk.ask(room.ben.id, token(), REVIEWS)
    desk.remove(room.ben.id, asked.id)
    held.set()
    desk.wait()
    assert desk.of_person(room.ben.id) == ()
    assert list((room.deps.home / FOLDER).glob("*/*.csv")) == []


def test_why_an_export_failed_in_the_background_is_kept(room: Room, desk: ExportDesk, held, monkeypatch) -> None:
    def full(*_arguments: object, **_words: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(make_export, "write_tables", full)
    desk.ask(room.ben.id, token(), REVIEWS)
    desk.wait()
    (failed,) = desk.of_person(room.ben.id)
    assert failed.state is ExportState.FAILED
    assert failed.problem.startswith("The disk is full.")


def test_exports_are_kept_seven_days(room: Room, desk: ExportDesk) -> None:
    desk.ask(room.ben.id, token(), REVIEWS)
    last = ExportDesk(room.later(KEEP_DAYS))
    assert len(last.of_person(room.ben.id)) == 1
    after = ExportDesk(room.later(KEEP_DAYS + 1))
    assert after.of_person(room.ana.id) == ()
    assert list((room.deps.home / FOLDER).iterdir()) == []
    with pytest.raises(ExportError):
        after.file_of(room.ben.id, token())


def test_nobody_has_or_removes_the_export_of_somebody_else(room: Room, desk: ExportDesk) -> None:
    made = desk.ask(room.ben.id, token(), REVIEWS)
    assert desk.of_person(room.ana.id) == ()
    for attempt in (desk.file_of, desk.remove):
        with pytest.raises(ExportError):
            attempt(room.ana.id, made.id)
    with pytest.raises(ExportError):
        desk.again(room.ana.id, made.id, token(2))
    assert desk.of_person(room.ben.id) == (made,)


@pytest.mark.parametrize("name", ["../../feedback.sqlite", "", "A" * 32, "0" * 31])
def test_what_is_no_id_leads_nowhere(room: Room, desk: ExportDesk, name: str) -> None:
    with pytest.raises(ExportError):
        desk.file_of(room.ben.id, name)


def test_cases_are_for_those_who_train(room: Room, desk: ExportDesk) -> None:
    cases = replace(REVIEWS, content=Content.CASES)
    with pytest.raises(NotAllowedError):
        desk.ask(room.ben.id, token(), cases)
    assert desk.ask(room.ana.id, token(), cases).done == 4


def test_somebody_who_left_exports_nothing(room: Room, desk: ExportDesk) -> None:
    with room.deps.feedback.write() as unit:
        unit.people.change(replace(room.ben, active=False, roles=frozenset({Role.REVIEWER})))
    with pytest.raises(NotAllowedError):
        desk.ask(room.ben.id, token(), REVIEWS)


def test_a_file_too_large_for_a_browser_is_named_with_its_place(room: Room, desk: ExportDesk, monkeypatch) -> None:
    made = desk.ask(room.ben.id, token(), REVIEWS)
    monkeypatch.setattr(keep_exports, "MOST_IN_BROWSER", made.size - 1)
    with pytest.raises(ExportError) as caught:
        desk.file_of(room.ben.id, made.id)
    assert caught.value.fault == "too large"
    assert caught.value.found.endswith("shop-reviews.csv")
