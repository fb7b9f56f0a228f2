"""What is exported is what is stored: answers, disputes, outcomes and sessions, whole, and replaced as a whole."""

from datetime import timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from domain.action import ActionKind, NewAction
from domain.dispute import DisputeState
from domain.errors import ExportError, PredictionFileError
from domain.exported import Content, Format, Wanted
from domain.review import Answer
from domain.session import Outcome
from services.decide_item import Decision, decide_item, write_note
from services.export_feedback import export_feedback, period_of
from services.export_outcomes import closest
from services.follow_actions import agree_on_action
from services.list_use_cases import registered
from services.record_review import GivenAnswer, record_review
from services.talk_about_prediction import Settlement, comment_prediction, read_talk, settle_dispute
from services.undo_bulk import undo_bulk
from services.write_tables import paths_of
from tests.services.made_up_shop import MORNING
from tests.services.meeting import Room

ALWAYS = period_of(None, None)
COMMENT = "=2+3 äöü\nsecond line, “quoted” 😀"


def exported(room: Room, content: Content, folder: Path, period=ALWAYS) -> dict[str, list[dict[str, object]]]:
    """The tables of a content as Parquet gives them back, by the ending of their name."""
    path = folder / f"{content.value}.parquet"
    files = export_feedback(room.deps, Wanted(content, "shop", period, Format.PARQUET), path)
    found = {target.stem.removeprefix(content.value).lstrip("-"): pq.read_table(target).to_pylist() for target in files}
    assert {len(rows) for rows in found.values()} == set(files.values())
    return found


def test_every_answer_is_exported_also_the_superseded_one(room: Room, tmp_path: Path) -> None:
    room.disagree(0, 12)
    given = GivenAnswer(
        "g", f"{room.run.id}-0", room.ben.id, Answer.DIFFERENT, "14", doubted=("price",), comment=COMMENT
    )
    record_review(room.deps, given)
    with room.deps.feedback.read() as unit:
        stored = unit.reviews.for_prediction(room.run.id, 0, include_superseded=True)

    rows = exported(room, Content.REVIEWS, tmp_path)[""]

    assert [(row["review_id"], row["superseded"], row["own_value"]) for row in rows] == [
        (review.id, review.superseded, review.new.own_value) for review in stored
    ]
    last, review = rows[1], stored[1]
    assert last["comment"] == COMMENT
    assert (last["person"], last["answer"], last["doubted"], last["may_decide"]) == ("Ben", "different", "price", True)
    assert (last["run"], last["row"], last["target_date"]) == (room.run.id, 0, room.run.target_date)
    assert (last["key_store"], last["key_product"]) == review.new.entity
    assert (last["predicted"], last["low"], last["high"], last["version"]) == (
        review.new.seen.prediction,
        review.new.seen.low,
        review.new.seen.high,
        1,
    )
    assert (last["answered_at"], last["seen_hash"]) == (review.created_at, review.new.seen.content_hash())


def test_disputes_come_with_their_steps_and_the_threads(room: Room, tmp_path: Path) -> None:
    room.disagree(0, 12)
    room.disagree(1, 12)
    (dispute,) = read_talk(room.deps, f"{room.run.id}-0").disputes
    settle_dispute(room.deps, room.ana.id, dispute.id, Settlement("s", DisputeState.EXPLAINED, "The fair.", 1))
    comment_prediction(room.deps, room.ana.id, f"{room.run.id}-0", "c", "See the calendar.")

    found = exported(room, Content.DISPUTES, tmp_path)

    assert [(row["dispute_id"], row["state"], row["decided_by"]) for row in found[""]] == [
        (dispute.id, "explained", "Ana"),
        (dispute.id + 1, "open", None),
    ]
    assert [(row["dispute_id"], row["step"], row["state"], row["person"], row["words"]) for row in found["steps"]] == [
        (dispute.id, 1, "open", "Ben", "a fair"),
        (dispute.id, 2, "explained", "Ana", "The fair."),
        (dispute.id + 1, 1, "open", "Ben", "a fair"),
    ]
    assert [(row["row"], row["person"], row["words"]) for row in found["comments"]] == [(0, "Ana", "See the calendar.")]


def test_answers_say_whether_they_were_given_in_bulk_and_whether_that_was_undone(room: Room, tmp_path: Path) -> None:
    room.disagree(0, 12)
    first, second = room.disagree_in_bulk(50.0, 1, 2), room.disagree_in_bulk(50.0, 3)
    undo_bulk(room.deps, room.ben.id, first.id)

    answers = exported(room, Content.REVIEWS, tmp_path)[""]
    talk = exported(room, Content.DISPUTES, tmp_path)

    said = {row["row"]: (row["in_bulk"], row["undone"], row["superseded"]) for row in answers}
    assert said == {0: (False, False, False), 1: (True, True, False), 2: (True, True, False), 3: (True, False, False)}
    assert [row["row"] for row in talk[""]] == [0, 3]
    assert [(step["state"], step["person"]) for step in talk["steps"]] == [("open", "Ben")] * 2
    assert second.new.count == 1


def test_every_prediction_with_an_actual_is_exported_and_no_name_with_it(room: Room, tmp_path: Path) -> None:
    value = room.rows[0].value
    room.disagree(0, value + 9)
    assert exported(room, Content.OUTCOMES, tmp_path)[""] == []
    room.happened(row0=value + 10)

    rows = exported(room, Content.OUTCOMES, tmp_path)[""]

    assert [(row["row"], row["predicted"], row["low"], row["high"], row["usual"]) for row in rows] == [
        (row.row, row.value, row.low, row.high, row.usual) for row in room.rows
    ]
    first = rows[0]
    assert (first["actual"], first["decided"], first["error_model"], first["error_decided"]) == (
        value + 10,
        value + 9,
        10.0,
        1.0,
    )
    assert first["cost_model"] is None
    assert "Ben" not in str(rows)


def test_which_was_closest_may_be_more_than_one() -> None:
    assert closest({"model": 2.0, "decided": 1.0, "simple": 1.0}) == "decided+simple"
    assert closest({"model": 2.0, "decided": 2.0, "simple": None}) == "model+decided"


def test_sessions_are_exported_with_notes_actions_and_participants(room: Room, tmp_path: Path) -> None:
    room.disagree(0, 12)
    session = room.meet()
    point = room.point(session)
    decide_item(
        room.deps, room.ana.id, point.item.id, Decision("d", Outcome(DisputeState.DATA_FIX, "The price.", None))
    )
    write_note(room.deps, room.ana.id, session.id, ("n", point.item.id, COMMENT))
    write_note(room.deps, room.ben.id, session.id, ("m", None, "Late."))
    due = MORNING + timedelta(days=9)
    agree_on_action(
        room.deps, room.ana.id, session.id, NewAction("a", "Correct it", ActionKind.FIX_DATA, room.ben.id, due)
    )

    found = exported(room, Content.SESSIONS, tmp_path)

    (row,) = found[""]
    assert (row["session"], row["leader"], row["point"], row["kind"], row["run"], row["row"]) == (
        "Friday",
        "Ana",
        1,
        "dispute",
        room.run.id,
        0,
    )
    assert (row["decision"], row["decision_words"], row["decided_by"]) == ("data_fix", "The price.", "Ana")
    assert [(note["point"], note["person"], note["words"]) for note in found["notes"]] == [
        (None, "Ben", "Late."),
        (1, "Ana", COMMENT),
    ]
    assert [(one["action"], one["owner"], one["due"], one["state"]) for one in found["actions"]] == [
        ("Correct it", "Ben", due, "open")
    ]
    assert [one["person"] for one in found["participants"]] == ["Ana", "Ben"]


@pytest.mark.parametrize("content", list(Content))
def test_another_period_has_other_rows(room: Room, tmp_path: Path, content: Content) -> None:
    room.disagree(0, 12)
    room.happened(row0=14)
    room.meet()
    day = room.run.target_date
    assert exported(room, content, tmp_path, period_of(day, day))[""] != []
    later = period_of(day + timedelta(days=1), None)
    assert exported(room, content, tmp_path, later)[""] == []


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ExportError) as caught:
        period_of(MORNING, MORNING - timedelta(days=1))
    assert caught.value.fault == "period"


def test_an_export_that_fails_leaves_what_was_there(room: Room, tmp_path: Path) -> None:
    room.happened(row0=14)
    registered(room.deps, "shop")
    path = tmp_path / "outcomes.csv"
    path.write_text("before", encoding="utf-8")
    for file in (room.deps.predictions.folder / room.run.location).iterdir():
        file.unlink()

    with pytest.raises(PredictionFileError):
        export_feedback(room.deps, Wanted(Content.OUTCOMES, "shop", ALWAYS, Format.CSV), path)

    assert [(file.name, file.read_text(encoding="utf-8")) for file in tmp_path.glob("outcomes*")] == [
        ("outcomes.csv", "before")
    ]


def test_tables_beside_each_other_have_a_file_each_where_the_format_holds_one(room: Room, tmp_path: Path) -> None:
    names = {}
    for kind in (Format.EXCEL, Format.CSV, Format.JSON, Format.JSON_LINES):
        path = tmp_path / f"talk.{kind.value}"
        files = export_feedback(room.deps, Wanted(Content.DISPUTES, "shop", ALWAYS, kind), path)
        names[kind] = [target.name for target in files]
    assert names == {
        Format.EXCEL: ["talk.xlsx"],
        Format.CSV: ["talk.csv", "talk-steps.csv", "talk-comments.csv"],
        Format.JSON: ["talk.json"],
        Format.JSON_LINES: ["talk.jsonl", "talk-steps.jsonl", "talk-comments.jsonl"],
    }
    assert paths_of(tmp_path / "a.xlsx", (), Format.EXCEL) == (tmp_path / "a.xlsx",)
