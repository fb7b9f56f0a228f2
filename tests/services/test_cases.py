"""Disputes and decisions as cases, with all that is known of each."""

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from domain.case import CaseFilter, CaseKind
from domain.dispute import DisputeState
from domain.exported import Content, Format, Wanted
from domain.outcome import Period
from domain.review import Answer
from domain.session import Outcome
from services import list_cases as listing
from services.case_table import case_table
from services.decide_item import Decision, decide_item
from services.export_feedback import export_feedback, period_of
from services.list_cases import count_cases, list_cases
from services.load_use_case import register
from services.record_review import GivenAnswer, record_review
from services.review_cells import by_pseudonym
from services.talk_about_prediction import Settlement, read_talk, settle_dispute
from services.train_version import train_version
from services.undo_bulk import undo_bulk
from tests.services.made_up_shop import MORNING
from tests.services.meeting import Room

ALWAYS = CaseFilter(period_of(None, None))


def cases_of(room: Room, wanted: CaseFilter = ALWAYS):
    return [case for piece in list_cases(room.deps, "shop", wanted) for case in piece]


def rows_of(table) -> list[dict[str, object]]:
    return [dict(zip([column.name for column in table.columns], row, strict=True)) for row in table.rows()]


def another_version(room: Room, old: str = "trees: 12", new: str = "trees: 40") -> None:
    room.shop.redefine(old, new)
    train_version(room.deps, room.shop.loaded, MORNING)


def test_a_case_holds_inputs_prediction_answer_decision_and_actual(room: Room) -> None:
    room.disagree(0, room.rows[0].value + 9)
    (dispute,) = read_talk(room.deps, f"{room.run.id}-0").disputes
    settle_dispute(room.deps, room.ana.id, dispute.id, Settlement("t", DisputeState.MODEL_FIX, "A feature.", 1))
    record_review(room.deps, GivenAnswer("agrees", f"{room.run.id}-0", room.ana.id, Answer.AGREE))
    room.happened(row0=room.rows[0].value + 5)

    (row,) = rows_of(case_table(room.deps, "shop", ALWAYS))

    stored = pq.read_table(room.deps.predictions.folder / room.run.location / "rows.parquet").to_pylist()[0]
    assert (row["case"], row["kind"], row["run"], row["row"], row["version"]) == (
        f"dispute-{dispute.id}",
        "dispute",
        room.run.id,
        0,
        1,
    )
    assert (row["key_store"], row["key_product"]) == room.rows[0].entity
    assert {name: row[name] for name in row if name.startswith("x_")} == {
        name: value for name, value in stored.items() if name.startswith("x_")
    }
    assert (row["predicted"], row["low"], row["high"]) == (stored["prediction"], stored["low"], stored["high"])
    assert (row["person"], row["own_value"], row["reason"], row["reason_words"], row["comment"]) == (
        "Ben",
        room.rows[0].value + 9,
        "event",
        "Event nearby",
        "a fair",
    )
    assert (row["state"], row["decided_by"], row["decision_words"], row["answered_by_version"]) == (
        "model_fix",
        "Ana",
        "A feature.",
        1,
    )
    assert (row["others"], row["actual"], row["actual_revision"], row["cost_model"]) == (
        "Ana: agree",
        room.rows[0].value + 5,
        1,
        None,
    )


def test_what_a_session_decides_on_what_nobody_disputed_is_a_case_too(room: Room) -> None:
    room.happened(row4=room.rows[4].value + 60)
    point = room.point(room.meet())
    decide_item(room.deps, room.ana.id, point.item.id, Decision("d", Outcome(DisputeState.EXPLAINED, "A fair.")))

    (case,) = cases_of(room)

    assert (case.id, case.kind, case.state) == (f"decision-{room.run.id}-4", CaseKind.DECISION, DisputeState.EXPLAINED)
    assert case.decision is not None
    assert (case.decision.person, case.decision.words, case.said) == ("Ana", "A fair.", None)


def test_a_dispute_that_a_session_decides_is_one_case(room: Room) -> None:
    room.disagree(0, room.rows[0].value + 9)
    point = room.point(room.meet())
    decide_item(room.deps, room.ana.id, point.item.id, Decision("d", Outcome(DisputeState.EXPLAINED, "A fair.")))

    (case,) = cases_of(room)

    assert (case.kind, case.state) == (CaseKind.DISPUTE, DisputeState.EXPLAINED)


def test_what_an_undone_bulk_action_disputed_is_no_case_and_what_was_said_by_hand_stays_one(room: Room) -> None:
    room.disagree(0, room.rows[0].value + 9)
    action = room.disagree_in_bulk(50.0, 0, 1, 2)
    with room.deps.feedback.read() as unit:
        (second,) = unit.disputes.for_prediction(room.run.id, 1)
    settle_dispute(room.deps, room.ana.id, second.id, Settlement("s", DisputeState.EXPLAINED, "A fair.", None))
    assert sorted(case.row for case in cases_of(room)) == [0, 1, 2]
    assert [row["in_bulk"] for row in rows_of(case_table(room.deps, "shop", ALWAYS))] == [True] * 3

    undo_bulk(room.deps, room.ben.id, action.id)

    assert [case.row for case in cases_of(room)] == [0]
    assert count_cases(room.deps, "shop", ALWAYS) == 1
    (row,) = rows_of(case_table(room.deps, "shop", ALWAYS))
    assert (row["own_value"], row["in_bulk"]) == (room.rows[0].value + 9, False)


def test_cases_are_chosen_by_state_and_by_day_and_two_people_make_two(room: Room, monkeypatch) -> None:
    monkeypatch.setattr(listing, "PIECE", 2)
    for row in range(3):
        room.disagree(row, room.rows[row].value + 9)
    room.disagree(0, room.rows[0].value + 1, room.ana)
    record_review(room.deps, GivenAnswer("agrees", f"{room.run.id}-1", room.ben.id, Answer.AGREE))
    day = room.run.target_date

    assert len({case.id for case in cases_of(room)}) == count_cases(room.deps, "shop", ALWAYS) == 4
    withdrawn = CaseFilter(ALWAYS.period, frozenset({DisputeState.WITHDRAWN}))
    assert [case.row for case in cases_of(room, withdrawn)] == [1]
    assert len(cases_of(room, CaseFilter(Period(day, day)))) == 4
    assert cases_of(room, CaseFilter(Period(date(2000, 1, 1), date(2000, 1, 2)))) == []


def test_names_can_stay_out(room: Room) -> None:
    room.disagree(0, room.rows[0].value + 9)
    (row,) = rows_of(case_table(room.deps, "shop", ALWAYS, named=by_pseudonym))
    assert row["person"] == f"person-{room.ben.id}"
    assert "Ben" not in str(row)


def test_costs_stand_beside_what_happened(room: Room) -> None:
    room.shop.redefine(
        "integer: true, min: 0}", "integer: true, min: 0, cost_too_much: 5, cost_too_little: 1, cost_unit: EUR}"
    )
    register(room.deps, room.shop.loaded)
    value = room.rows[0].value
    room.disagree(0, value + 3)
    room.happened(row0=value + 1)
    (row,) = rows_of(case_table(room.deps, "shop", ALWAYS))
    assert (row["cost_model"], row["cost_own"], row["cost_unit"]) == (1.0, 10.0, "EUR")


def test_a_file_of_cases_equals_the_table(room: Room, tmp_path: Path) -> None:
    room.disagree(0, room.rows[0].value + 9)
    wanted = Wanted(Content.CASES, "shop", ALWAYS.period, Format.PARQUET)
    assert export_feedback(room.deps, wanted, tmp_path / "c.parquet") == {tmp_path / "c.parquet": 1}
    assert pq.read_table(tmp_path / "c.parquet").to_pylist() == rows_of(case_table(room.deps, "shop", ALWAYS))
