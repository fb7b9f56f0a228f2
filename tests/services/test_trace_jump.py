"""A drop of 10 cm planted in a stage is found in that stage, on its first day, and nowhere where nothing happened."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.jump import TARGET
from domain.stage import BATCH, ColumnStatistics, Stage
from services.lineage import lineage_of, traced_columns
from services.trace_jump import first_stage, trace
from tests.services.fitting_room import DROP_DAY, MORNINGS, FittingRoom, definition, snapshots, write_files


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> FittingRoom:
    folder = tmp_path_factory.mktemp("fitting")
    write_files(folder)
    return FittingRoom(folder, tuple(shot for day in MORNINGS for shot in snapshots(folder, day, definition())))


def wrong_unit(written: dict[str, Any]) -> None:
    written["clean"] = {"profiles": {"units": {"height": {"add": -10.0}}}}


def wrong_lag(written: dict[str, Any]) -> None:
    written["features"]["height"]["column"]["lag_days"] = 7


def wrong_rule(written: dict[str, Any]) -> None:
    written["features"]["past"]["rolling"] |= {"statistic": "std"}


PLANTED = {
    Stage.CLEANED: (wrong_unit, "height"),
    Stage.JOINED: (wrong_lag, "height"),
    Stage.FEATURES: (wrong_rule, "past"),
}


def test_nothing_moved_on_a_morning_like_the_others(room: FittingRoom) -> None:
    shots = (*room.past, *room.morning(DROP_DAY))
    for name in traced_columns(definition()):
        found = trace(shots, definition(), name, DROP_DAY)
        assert found.judged, name
        assert found.jump is None, found.jump


def test_a_drop_in_the_file_is_found_as_received_with_its_size(room: FittingRoom, tmp_path: Path) -> None:
    write_files(tmp_path, drop=10.0)
    later = DROP_DAY + timedelta(days=1)
    shots = (*room.past, *(shot for day in (DROP_DAY, later) for shot in snapshots(tmp_path, day, definition())))
    jump = trace(shots, definition(), "height", later).jump
    assert jump is not None
    assert (jump.first.stage, jump.first.table, jump.measure) == (Stage.RECEIVED, "profiles", "mean")
    assert (jump.since.run_date, jump.since.day) == (DROP_DAY, DROP_DAY)
    assert jump.now.value is not None
    assert jump.now.normal is not None
    assert jump.now.normal.middle - jump.now.value == pytest.approx(10, abs=1)


@pytest.mark.parametrize("stage", PLANTED)
def test_a_drop_planted_in_a_later_stage_is_found_there(room: FittingRoom, stage: Stage) -> None:
    change, name = PLANTED[stage]
    use_case = definition(change)
    found = trace((*room.past, *room.morning(DROP_DAY, change)), use_case, name, DROP_DAY)
    assert found.jump is not None
    assert found.jump.first.stage is stage
    assert found.jump.since.run_date == DROP_DAY
    stages = [step.stage for step in lineage_of(use_case, name)]
    moved = {line.stage for line in found.lines[found.jump.measure] if line.readings and line.readings[-1].moved}
    assert moved == set(stages[stages.index(stage) :]), "what follows from it is out, too"


def test_the_earliest_of_several_jumps_is_the_one_to_look_at(room: FittingRoom) -> None:
    def both(written: dict[str, Any]) -> None:
        wrong_unit(written)
        wrong_rule(written)

    use_case = definition(both)
    shots = (*room.past, *room.morning(DROP_DAY, both))
    jump = first_stage(trace(shots, use_case, name, DROP_DAY) for name in ("past", "height", TARGET))
    assert jump is not None
    assert (jump.name, jump.first.stage) == ("height", Stage.CLEANED)


def test_a_column_that_is_read_from_elsewhere_is_found_where_it_is_joined(room: FittingRoom, tmp_path: Path) -> None:
    """The numbers of the other column lie where those of the right one do: only that they agree to the digit tells it."""
    write_files(tmp_path)
    use_case = definition()
    past = [shot for shot in room.past if shot.stage is not Stage.RECEIVED and shot.stage is not Stage.CLEANED]
    other = [replace(shot, columns=tuple(map(_shifted, shot.columns))) for shot in room.past if shot not in past]
    morning = room.morning(DROP_DAY)
    batch = {shot.stage: shot for shot in morning if shot.table == BATCH}
    height = next(column for column in batch[Stage.JOINED].columns if column.column == "height")
    sources = [
        replace(shot, columns=tuple(height if c.column == "height" else c for c in shot.columns))
        for shot in morning
        if shot.table == "profiles"
    ]
    rest = [shot for shot in morning if shot.table != "profiles"]
    jump = trace((*past, *other, *sources, *rest), use_case, "height", DROP_DAY).jump
    assert jump is not None
    assert jump.first.stage is Stage.JOINED
    assert jump.now.strange


def _shifted(column: ColumnStatistics) -> ColumnStatistics:
    return column if column.mean is None else replace(column, mean=column.mean + 0.5)


def test_without_a_past_nothing_is_judged(room: FittingRoom) -> None:
    found = trace(room.past[:7], definition(), "height", MORNINGS[0])
    assert not found.judged
    assert found.jump is None


def test_rows_that_are_gone_and_values_that_are_missing_are_jumps_too(room: FittingRoom, tmp_path: Path) -> None:
    write_files(tmp_path)
    path = tmp_path / "profiles.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if not line.startswith(DROP_DAY.isoformat())]
    of_day = [line for line in lines if line.startswith(DROP_DAY.isoformat())]
    path.write_text("\n".join([*wanted, *of_day[:4]]), encoding="utf-8")
    jump = trace((*room.past, *snapshots(tmp_path, DROP_DAY, definition())), definition(), "height", DROP_DAY).jump
    assert jump is not None
    assert jump.first.stage in (Stage.RECEIVED, Stage.JOINED)
    path.write_text("\n".join([*wanted, *(line.rsplit(",", 1)[0] + "," for line in of_day)]), encoding="utf-8")
    jump = trace((*room.past, *snapshots(tmp_path, DROP_DAY, definition())), definition(), "height", DROP_DAY).jump
    assert jump is not None
    assert (jump.first.stage, jump.measure, jump.now.value) == (Stage.RECEIVED, "missing", 1.0)


def test_what_is_missing_because_nothing_came_began_where_it_was_looked_for(room: FittingRoom, tmp_path: Path) -> None:
    write_files(tmp_path)
    late = tmp_path / "profiles.csv"
    rows = late.read_text(encoding="utf-8").splitlines(keepends=True)
    late.write_text("".join(row for row in rows if row < DROP_DAY.isoformat() or row == rows[0]), encoding="utf-8")
    shots = (*room.past, *snapshots(tmp_path, DROP_DAY, definition()))
    found = trace(shots, definition(), "height", DROP_DAY)
    assert found.jump is not None
    assert (found.jump.measure, found.jump.first.stage, found.jump.now.value) == ("rows", Stage.RECEIVED, 0.0)
    missing = {line.stage: line.readings[-1] for line in found.lines["missing"]}
    assert [stage for stage, reading in missing.items() if reading.moved] == [Stage.JOINED, Stage.FEATURES]
    assert missing[Stage.JOINED].value == 1.0
