"""What another version makes of cases: resolved, better, unchanged, worse, or why it cannot be scored."""

from datetime import date

import pytest

from domain.agenda import Stated, Unscored, Verdict, measure_fix
from domain.case import CaseFilter
from domain.errors import NotFoundError
from domain.review import Answer
from services.case_table import case_table
from services.export_feedback import period_of
from services.list_cases import list_cases
from services.promote_version import promote_version
from services.record_review import GivenAnswer, record_review
from services.rescore_cases import rescore_cases
from services.train_version import train_version
from tests.services.made_up_shop import MORNING, Row
from tests.services.meeting import Room

ALWAYS = CaseFilter(period_of(None, None))


def cases_of(room: Room, wanted: CaseFilter = ALWAYS):
    return [case for piece in list_cases(room.deps, "shop", wanted) for case in piece]


def rows_of(table) -> list[dict[str, object]]:
    return [dict(zip([column.name for column in table.columns], row, strict=True)) for row in table.rows()]


def another_version(room: Room, old: str = "trees: 12", new: str = "trees: 40") -> None:
    room.shop.redefine(old, new)
    train_version(room.deps, room.shop.loaded, MORNING)


def test_a_planted_dispute_is_resolved_by_a_version_that_knows(room: Room) -> None:
    """Bread sells three times as much when it is foggy; nobody told the first model about fog."""

    def foggy(row: Row) -> bool:
        return date.fromisoformat(row["date"]).toordinal() % 5 == room.run.target_date.toordinal() % 5

    def with_fog(rows: list[Row]) -> list[Row]:
        return [{**row, "fog": "1" if foggy(row) else "0"} for row in rows]

    def sold_more(rows: list[Row]) -> list[Row]:
        return [{**row, "sold": str(100 + int(row["sold"]) // 10)} if foggy(row) else row for row in rows]

    room.shop.edit("plan", with_fog)
    room.shop.edit("sales", sold_more)
    for row in room.rows:
        room.disagree(row.row, 103)
    another_version(
        room,
        "  last_week:",
        "  fog: {label: Fog, column: {source: plan, name: fog}}\n  last_week:",
    )

    found = rescore_cases(room.deps, "shop", 2, ALWAYS)

    assert found.count(Verdict.RESOLVED) >= 4
    assert found.count(Verdict.WORSE) == 0
    assert all(case.rescored.rebuilt and "fog" in case.rescored.features for case in found.cases)
    assert {case.by for case in found.cases} == {"own"}


def test_a_version_is_measured_by_what_happened_once_that_is_known(room: Room) -> None:
    room.disagree(0, room.rows[0].value + 9)
    another_version(room)
    (by_own,) = rescore_cases(room.deps, "shop", 2, ALWAYS).cases
    assert by_own.by == "own"
    room.happened(row0=by_own.rescored.value)
    (by_actual,) = rescore_cases(room.deps, "shop", 2, ALWAYS).cases
    assert (by_actual.by, by_actual.verdict) == ("actual", Verdict.RESOLVED)


def test_a_candidate_says_of_a_case_what_its_own_run_would_say(room: Room) -> None:
    for row in room.rows:
        room.disagree(row.row, row.value + 9)
    another_version(room)
    found = rescore_cases(room.deps, "shop", 2, ALWAYS)
    promote_version(room.deps, room.shop.loaded, 2, "better", "Ana")
    published = room.shop.at(24).published()
    expected = {row.entity: row.value for row in room.deps.predictions.page_in_order(published, 0, 10)}
    assert {case.entity: case.rescored.value for case in found.cases} == expected


def test_a_piece_of_cases_is_one_call_of_the_model(room: Room, monkeypatch) -> None:
    from models.scoring import Scorer

    for row in room.rows:
        room.disagree(row.row, row.value + 9)
    another_version(room)
    calls: list[int] = []
    real = Scorer.predict_raw
    monkeypatch.setattr(Scorer, "predict_raw", lambda self, matrix: (calls.append(len(matrix)), real(self, matrix))[1])
    rescore_cases(room.deps, "shop", 2, ALWAYS)
    assert calls == [6]


def test_why_a_case_cannot_be_scored_is_said(room: Room) -> None:
    room.disagree(0, room.rows[0].value + 9)
    room.disagree(1, room.rows[1].value + 9)
    record_review(room.deps, GivenAnswer("agrees", f"{room.run.id}-1", room.ben.id, Answer.AGREE))
    same = rescore_cases(room.deps, "shop", 1, ALWAYS)
    assert {case.why for case in same.cases} == {Unscored.SAME_VERSION}

    another_version(room)
    found = rescore_cases(room.deps, "shop", 2, ALWAYS)
    assert [case.why for case in found.cases] == [None, Unscored.NO_VALUE]
    assert list(found.unscored) == [(Unscored.NO_VALUE, 1)]

    for path in (room.deps.predictions.folder / room.run.location).iterdir():
        path.write_bytes(b"damaged")
    room.deps.predictions.close()
    gone = rescore_cases(room.deps, "shop", 2, ALWAYS)
    assert {case.why for case in gone.cases} == {Unscored.PREDICTION_FILE}
    (row, _) = rows_of(case_table(room.deps, "shop", ALWAYS, against=gone))
    assert (row["predicted"], row["verdict"]) == (None, None)
    assert "gone or was changed" in str(row["cannot_be_scored"])


def test_sources_that_are_gone_are_said_and_read_once(room: Room) -> None:
    for row in room.rows[:2]:
        room.disagree(row.row, row.value + 9)
    another_version(room, "  last_week:", "  two_weeks: {label: Two weeks ago, lag: {days: 14}}\n  last_week:")
    (room.shop.folder / "weather.csv").unlink()
    found = rescore_cases(room.deps, "shop", 2, ALWAYS)
    assert [case.why for case in found.cases] == [Unscored.SOURCES] * 2
    assert {case.rescored.features for case in found.cases} == {("two_weeks",)}


def test_a_version_that_does_not_exist_is_refused(room: Room) -> None:
    with pytest.raises(NotFoundError) as caught:
        rescore_cases(room.deps, "shop", 9, ALWAYS)
    assert caught.value.known == ("1",)


@pytest.mark.parametrize(
    ("was", "now", "own", "actual", "verdict"),
    [
        (52.0, 46.0, 45.0, None, (Verdict.RESOLVED, "own")),
        (52.0, 49.0, 45.0, None, (Verdict.BETTER, "own")),
        (52.0, 46.0, 45.0, 53.0, (Verdict.WORSE, "actual")),
        (52.0, 52.0, None, 50.0, (Verdict.UNCHANGED, "actual")),
        (52.0, 46.0, None, None, None),
    ],
)
def test_what_happened_counts_before_what_was_said(was, now, own, actual, verdict) -> None:
    said, happened = (None if value is None else Stated(value) for value in (own, actual))
    assert measure_fix((), Stated(was), Stated(now), said, happened) == verdict


def test_a_binary_prediction_says_the_class_that_its_probability_says() -> None:
    classes = ("no", "yes")
    was, now = Stated(0.8, "yes"), Stated(0.3, "yes")
    assert measure_fix(classes, was, now, Stated(None, "no"), None) == (Verdict.RESOLVED, "own")
    assert measure_fix(classes, now, was, Stated(None, "no"), None) == (Verdict.WORSE, "own")
    assert measure_fix(classes, was, was, Stated(None, "no"), None) == (Verdict.UNCHANGED, "own")
