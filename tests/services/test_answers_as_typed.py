"""Values and words as people type them: understood or refused, never guessed, and nothing is written then."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.bulk import BulkChange, BulkKind
from domain.errors import AnswerError, NotFoundError
from domain.review import COMMENT_LIMIT
from domain.run import Run
from presentation.words.problems import explain
from services.answer_in_bulk import BulkOrder, answer_in_bulk, typed_change
from services.page_queue import QueueFilter
from services.plan_bulk import BulkScope, plan_bulk
from tests.services.desk import Desk
from tests.services.made_up_shop import DEFINITIONS
from tests.services.shop import Shop, open_stores, prepare_template


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12.0), (" 12 ", 12.0), ("+12", 12.0), ("12,0", 12.0), ("12.0", 12.0), ("0", 0.0), ("١٢", 12.0)],
)
def test_a_value_may_be_written_in_several_ways(desk: Desk, text: str, value: float) -> None:
    assert desk.give(own_value=text).new.own_value == value


REFUSED = {
    "": "value missing",
    "   ": "value missing",
    "abc": "value not a number",
    "1.234,5": "value not a number",
    "1e400": "value not a number",
    "1e3": "value not a number",
    "nan": "value not a number",
    "inf": "value not a number",
    "12 loaves": "value not a number",
    "0x10": "value not a number",
    "-3": "value below minimum",
    "−3": "value below minimum",
    "1.200": "value ambiguous",
    "12,000": "value ambiguous",
    "12,5": "value not whole",
    "12.5": "value not whole",
    "9" * 13: "value out of range",
    "9" * 400: "value out of range",
}


@pytest.mark.parametrize("text", REFUSED)
def test_an_unclear_value_is_refused_in_words_and_nothing_is_stored(desk: Desk, text: str) -> None:
    with pytest.raises(AnswerError) as caught:
        desk.give(own_value=text)
    assert caught.value.fault == REFUSED[text]
    problem = explain(caught.value)
    assert problem.what
    assert problem.todo
    assert desk.stored() == ()


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=12))
def test_no_text_at_all_makes_another_error_than_an_answer_error(desk: Desk, text: str) -> None:
    try:
        review = desk.give(own_value=text)
    except AnswerError:
        return
    assert review.new.own_value is not None
    assert review.new.own_value >= 0


@pytest.fixture(scope="module")
def other_kinds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kinds")


@pytest.mark.parametrize(("text", "value"), [("12,5", 12.5), ("12.5", 12.5), ("-3", -3.0), (",5", 0.5)])
def test_a_target_of_any_number_takes_a_comma_as_a_point(other_kinds: Path, text: str, value: float) -> None:
    shop, run = _published(other_kinds, "identity")
    assert Desk(shop, run).give(own_value=text, token=text).new.own_value == value
    shop.close()


@pytest.mark.parametrize("kind", ["binary", "multiclass"])
def test_a_class_is_decided_by_its_label(other_kinds: Path, kind: str) -> None:
    shop, run = _published(other_kinds, kind)
    desk = Desk(shop, run)
    label = {"binary": "no", "multiclass": "high"}[kind]
    new = desk.give(own_value="", own_label=label).new
    assert (new.own_value, new.own_label) == (None, label)
    assert new.seen.label in shop.loaded.use_case.target.classes
    for wrong, fault in ((None, "value missing"), ("", "class unknown"), ("Quiet", "class unknown")):
        with pytest.raises(AnswerError) as caught:
            desk.give(own_label=wrong)
        assert caught.value.fault == fault
    assert len(desk.stored()) == 1
    shop.close()


@pytest.mark.parametrize("kind", ["binary", "multiclass"])
def test_a_class_is_set_in_bulk_where_the_model_does_not_say_it_already(other_kinds: Path, kind: str) -> None:
    shop, run = _published(other_kinds, kind)
    ana = shop.person("Ana in bulk")
    label = {"binary": "yes", "multiclass": "high"}[kind]
    change = typed_change(shop.loaded.use_case, BulkChange(BulkKind.SET, label=label, reason="event"), "")
    scope = BulkScope(QueueFilter())
    plan = plan_bulk(shop.deps, run, ana.id, scope, change)
    says = {row.queue.row for row in plan.left_out}
    rows = tuple(row.queue.row for row in plan.rows)
    for row in shop.deps.predictions.page_in_order(run, 0, 100):
        likely = row.value if row.label == label else 1 - row.value
        assert (row.row in says) == (likely >= 0.5 if kind == "binary" else row.label == label)
    assert rows
    outcome = answer_in_bulk(shop.deps, BulkOrder(f"bulk {kind}", run.id, ana.id, scope, change, rows))
    with shop.deps.feedback.read() as unit:
        mine = [review for review in unit.reviews.for_run(run.id) if review.bulk_id == outcome.action.id]
    assert [(review.new.own_label, review.new.own_value) for review in mine] == [(label, None)] * len(rows)
    shop.close()


def _published(folder: Path, kind: str) -> tuple[Shop, Run]:
    root = folder / kind
    if not root.exists():
        prepare_template(root, DEFINITIONS[kind])
    shop = Shop(open_stores(root))
    return shop, shop.published()


COMMENTS = {
    "quotes": '\'; DROP TABLE reviews; -- "quoted" `and` \\',
    "emoji": "🥐🎉 👩‍🍳",
    "right to left": "המאפייה סגורה مغلق",
    "lines": "first\n\tsecond\r\nthird",
    "formula": "=SUM(A1:A9)",
    "longest": "ä" * COMMENT_LIMIT,
}


@pytest.mark.parametrize("kind", COMMENTS)
def test_a_comment_is_kept_word_for_word(desk: Desk, kind: str) -> None:
    desk.give(comment=COMMENTS[kind])
    assert desk.stored()[0].new.comment == COMMENTS[kind]


@pytest.mark.parametrize(
    ("comment", "fault"), [("a" * (COMMENT_LIMIT + 1), "comment too long"), ("a\0b", "comment has a zero byte")]
)
def test_a_comment_that_cannot_be_kept_is_refused(desk: Desk, comment: str, fault: str) -> None:
    with pytest.raises(AnswerError) as caught:
        desk.give(comment=comment)
    assert caught.value.fault == fault
    assert desk.stored() == ()


def test_an_unknown_reason_or_feature_is_refused_with_those_that_exist(desk: Desk) -> None:
    with pytest.raises(AnswerError) as reason:
        desk.give(reason="moon")
    assert (reason.value.fault, reason.value.allowed) == ("reason unknown", ("event", "other"))
    with pytest.raises(AnswerError) as feature:
        desk.give(doubted=("price", "moon"))
    assert (feature.value.fault, feature.value.found) == ("feature unknown", "moon")
    assert desk.stored() == ()


@pytest.mark.parametrize(
    "name", ["{run}-6", "{run}-99999999999", "{run}--1", "{run}-x", "{run}", "20260501-000000000000-0", "", "'; --"]
)
def test_a_prediction_that_does_not_exist_cannot_be_answered(desk: Desk, name: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        desk.give(prediction_id=name.format(run=desk.run.id))
    assert caught.value.kind == "prediction"


def test_nobody_in_particular_cannot_answer(desk: Desk) -> None:
    with pytest.raises(NotFoundError) as caught:
        desk.give(person_id=99)
    assert caught.value.kind == "person"
