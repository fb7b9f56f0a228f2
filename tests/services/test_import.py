"""Predictions and answers from elsewhere: nothing twice, nothing lost, every row that cannot be used is named."""

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from domain.errors import SourceError
from domain.prediction import prediction_id
from domain.review import Answer
from services.import_predictions import import_predictions
from services.open_prediction import open_prediction
from services.record_review import GivenAnswer, record_review
from tests.services.ready_files import READY, Elsewhere

TWO = ("01.04.2026;North;Bread;40,5;30;50;38", "01.04.2026;North;Cake;7;5;9;")


def test_every_day_becomes_a_published_run_and_nothing_is_published_twice(elsewhere: Elsewhere) -> None:
    first = elsewhere.predictions(*TWO, "02.04.2026;North;Bread;41;30;50;38")
    again = elsewhere.predictions("02.04.2026;North;Bread;41;30;50;38", *reversed(TWO))

    assert [(run.target_date, run.run_date, run.row_count) for run in first.runs] == [
        (date(2026, 4, 1), date(2026, 3, 31), 2),
        (date(2026, 4, 2), date(2026, 4, 1), 1),
    ]
    assert (first.published, again.published) == (2, 0)
    assert [run.id for run in again.runs] == [run.id for run in first.runs]


def test_a_corrected_file_supersedes_what_was_imported(elsewhere: Elsewhere) -> None:
    (old,) = elsewhere.predictions(*TWO).runs
    (new,) = elsewhere.predictions(TWO[0], "01.04.2026;North;Cake;8;5;9;").runs
    with elsewhere.deps.feedback.read() as unit:
        assert unit.runs.current("ready", date(2026, 4, 1)) == new
    assert new.supersedes == old.id


def test_an_imported_prediction_opens_with_its_numbers_and_without_a_reason(elsewhere: Elsewhere) -> None:
    (run,) = elsewhere.predictions(*TWO).runs
    opened = open_prediction(elsewhere.deps, prediction_id(run.id, 0))
    queue, explanation = opened.prediction.queue, opened.prediction.explanation
    assert (queue.entity, queue.value, queue.low, queue.high, queue.usual) == (("North", "Bread"), 40.5, 30, 50, 38)
    assert (explanation.contributions, explanation.adjustments, explanation.gap()) == ((), (), 0.0)
    assert run.version is None


def test_an_imported_prediction_can_be_answered(elsewhere: Elsewhere) -> None:
    (run,) = elsewhere.predictions(*TWO).runs
    with elsewhere.deps.feedback.write() as unit:
        ana = unit.people.add("Ana", may_decide=True, now=elsewhere.deps.now())
    given = GivenAnswer("t1", prediction_id(run.id, 1), ana.id, Answer.DIFFERENT, "9", reason="event")
    review = record_review(elsewhere.deps, given)
    assert review.new.seen.version is None
    assert review.new.own_value == 9


def test_a_run_of_a_model_is_not_replaced(elsewhere: Elsewhere) -> None:
    (run,) = elsewhere.predictions(*TWO).runs
    with elsewhere.deps.feedback.write() as unit:
        from domain.version import Version, VersionState

        now = elsewhere.deps.now()
        unit.versions.add(Version("ready", 1, VersionState.CANDIDATE, "x", "sha256:1", {}, FIRST, FIRST, now))
        unit.runs.finish(replace(run, id="own", version=1, published_at=now), ())
    outcome = elsewhere.predictions("01.04.2026;North;Bread;99;;;", "01.04.2026;North;Cake;98;;;")
    assert outcome.runs == ()
    assert [(row.line, row.fault) for row in outcome.unusable] == [(2, "own_run"), (3, "own_run")]


FIRST = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("31.02.2026;North;Bread;40;;;", "not_a_date"),
        ("2026-04-01;North;Bread;40;;;", "not_a_date"),
        ("01.04.2026; ;Bread;40;;;", "key_missing"),
        ("01.04.2026;North;Bread;;;;", "no_value"),
        ("01.04.2026;North;Bread;forty;;;", "not_a_number"),
        ("01.04.2026;North;Bread;40;many;50;", "not_a_number"),
        ("01.04.2026;North;Bread;40;50;30;", "range_reversed"),
        ("01.04.2026;North;Bread;40", "malformed_line"),
    ],
)
def test_a_row_that_is_no_prediction_is_named_and_the_others_are_taken(
    elsewhere: Elsewhere, line: str, fault: str
) -> None:
    outcome = elsewhere.predictions(line, TWO[1])
    assert [(row.line, row.fault) for row in outcome.unusable] == [(2, fault)]
    assert outcome.rows == 1


def test_rows_that_say_the_same_count_once_and_rows_that_contradict_not_at_all(elsewhere: Elsewhere) -> None:
    outcome = elsewhere.predictions(TWO[0], TWO[0], "01.04.2026;North;Cake;7;;;", "01.04.2026;North;Cake;8;;;")
    assert (outcome.rows, outcome.repeated) == (1, 1)
    assert [(row.line, row.fault) for row in outcome.unusable] == [(4, "contradiction"), (5, "contradiction")]


def test_spellings_are_mended_as_those_of_the_source_are(elsewhere: Elsewhere) -> None:
    (run,) = elsewhere.predictions("01.04.2026; North ;Bread  Loaf;40;;;").runs
    assert open_prediction(elsewhere.deps, prediction_id(run.id, 0)).prediction.queue.entity == ("North", "Bread")


def test_parquet_says_the_same_as_csv(elsewhere: Elsewhere) -> None:
    table = pa.table(
        {"date": [date(2026, 4, 1)], "store": ["North"], "product": ["Bread"], "prediction": [40.5], "low": [30.0], "high": [50.0],
         "usual": [38.0]}
    )  # fmt: skip
    path = elsewhere.folder / "ready.parquet"
    pq.write_table(table, path)
    (by_parquet,) = import_predictions(elsewhere.deps, elsewhere.loaded, path).runs
    (by_csv,) = elsewhere.predictions(TWO[0]).runs
    assert by_parquet.id == by_csv.id


def test_a_column_that_is_not_there_stops_everything(elsewhere: Elsewhere) -> None:
    path = elsewhere.file("date;store;product;guess", "01.04.2026;North;Bread;4")
    with pytest.raises(SourceError) as caught:
        import_predictions(elsewhere.deps, elsewhere.loaded, path)
    assert caught.value.fault == "column"
    assert "prediction" in caught.value.detail


@pytest.mark.parametrize("content", ["", "<!DOCTYPE html><html></html>", "PK\x03\x04zip"])
def test_what_is_no_table_is_refused(elsewhere: Elsewhere, content: str) -> None:
    path = elsewhere.folder / "no_table.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError):
        import_predictions(elsewhere.deps, elsewhere.loaded, path)


def ana_is_here(elsewhere: Elsewhere) -> bool:
    with elsewhere.deps.feedback.read() as unit:
        ana = unit.people.by_name("Ana")
    return ana is not None and ana.active


# --- answers ------------------------------------------------------------------------------------------------------


def test_answers_find_their_predictions_and_their_people(elsewhere: Elsewhere) -> None:
    (run,) = elsewhere.predictions(*TWO).runs
    said = elsewhere.answers(
        "01.04.2026;North;Bread;Ana;45;40;50;event;market day", "01.04.2026;North;Cake;Ben;7;6;8;;"
    )
    assert (said.new, said.people, said.unusable) == (2, 2, ())
    with elsewhere.deps.feedback.read() as unit:
        ana, ben = unit.reviews.for_run(run.id)
    assert (ana.person, ana.new.answer, ana.new.own_value, ana.new.reason, ana.new.comment) == (
        "Ana", Answer.DIFFERENT, 45, "event", "market day",
    )  # fmt: skip
    assert (ana.new.own_low, ana.new.own_high, ana.may_decide) == (40, 50, True)
    assert not ana_is_here(elsewhere)
    # Who says what the model says agrees; the range stays theirs.
    assert (ben.new.answer, ben.new.own_value, ben.new.own_high) == (Answer.AGREE, None, 8)


def test_the_same_answers_again_change_nothing_and_another_one_supersedes(elsewhere: Elsewhere) -> None:
    (run,) = elsewhere.predictions(*TWO).runs
    line = "01.04.2026;North;Bread;Ana;45;;;event;"
    assert [elsewhere.answers(line).new, elsewhere.answers(line).new] == [1, 0]
    assert elsewhere.answers(line.replace(";45;", ";46;")).new == 1
    with elsewhere.deps.feedback.read() as unit:
        assert [review.new.own_value for review in unit.reviews.for_prediction(run.id, 0)] == [46]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("01.04.2026;North;Bread;;45;;;;", "person_missing"),
        ("01.04.2026;North;Bread;Ana;;;;;", "no_value"),
        ("01.04.2026;North;Bread;Ana;more;;;;", "not_a_number"),
        ("01.04.2026;North;Bread;Ana;45,5;;;;", "not_whole"),
        ("01.04.2026;North;Bread;Ana;-1;;;;", "impossible_value"),
        ("01.04.2026;North;Bread;Ana;45;50;40;;", "range_reversed"),
        ("01.04.2026;North;Bread;Ana;45;;;weather;", "unknown_reason"),
        ("01.04.2026;South;Bread;Ana;45;;;;", "no_prediction"),
        ("03.04.2026;North;Bread;Ana;45;;;;", "no_prediction"),
    ],
)
def test_a_row_that_is_no_answer_is_named(elsewhere: Elsewhere, line: str, fault: str) -> None:
    elsewhere.predictions(*TWO)
    said = elsewhere.answers(line, "01.04.2026;North;Cake;Ben;9;;;;")
    assert [(row.line, row.fault) for row in said.unusable] == [(2, fault)]
    assert said.new == 1


def test_reviewers_of_a_file_decide_only_where_the_use_case_says_so(elsewhere: Elsewhere) -> None:
    (elsewhere.folder / "use_case.yaml").write_text(READY.replace(", may_decide: true", ""), encoding="utf-8")
    (run,) = elsewhere.predictions(*TWO).runs
    elsewhere.answers("01.04.2026;North;Bread;Ana;45;;;event;")
    with elsewhere.deps.feedback.read() as unit:
        assert [review.may_decide for review in unit.reviews.for_run(run.id)] == [False]
