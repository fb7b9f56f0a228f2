"""Many answers at once: exactly what was shown, once, all or none; and taken back by their author."""

from collections import Counter
from dataclasses import replace

import pytest
from sqlalchemy import event

from domain.bulk import BULK_LIMIT, BulkChange, BulkKind, LeftOut
from domain.entity import Entity
from domain.errors import AnswerError, BulkError, NotAllowedError
from domain.review import Answer
from services.answer_in_bulk import answer_in_bulk, typed_change
from services.assign_predictions import Wish, assign_predictions
from services.list_decisions import list_decisions
from services.page_queue import QueueFilter, count_queue
from services.plan_bulk import BulkScope, count_to_accept, plan_bulk
from services.undo_bulk import own_bulk
from tests.services.bulk_orders import ACCEPT, ALL, MORE, do, needing_look, order, reviews
from tests.services.desk import Desk
from tests.services.made_up_shop import PRODUCTS, STORES


def test_accepting_leaves_out_what_needs_a_look_what_one_answered_and_what_others_dispute(desk: Desk) -> None:
    looks = needing_look(desk)
    calm = sorted(set(range(desk.run.row_count)) - looks)
    assert len(calm) >= 3, "the made-up shop has quiet products"
    desk.give(Answer.CANNOT_TELL, row=calm[0])
    desk.give(own_value="3", row=calm[1], person_id=desk.ben.id)
    plan = plan_bulk(desk.shop.deps, desk.run, desk.ana.id, ALL, ACCEPT)
    expected = Counter({LeftOut.NEEDS_LOOK: len(looks), LeftOut.ANSWERED: 1, LeftOut.DISPUTED: 1})
    assert plan.counts == {why: count for why, count in expected.items() if count}
    assert {row.queue.row for row in plan.rows} == set(calm[2:])
    assert count_to_accept(desk.shop.deps, desk.run, desk.ana.id, ALL) == len(calm) - 2
    also = replace(ALL, with_needs_look=True)
    assert count_to_accept(desk.shop.deps, desk.run, desk.ana.id, also) == desk.run.row_count - 2
    assert LeftOut.NEEDS_LOOK not in plan_bulk(desk.shop.deps, desk.run, desk.ana.id, also, ACCEPT).counts


def test_every_accepted_prediction_has_a_review_of_its_own_that_says_that_only_the_list_was_seen(desk: Desk) -> None:
    outcome = do(desk, ACCEPT, replace(ALL, with_needs_look=True))
    stored = reviews(desk)
    assert len(stored) == outcome.action.new.count == desk.run.row_count
    by_row = {row.row: row for row in desk.shop.deps.predictions.page_in_order(desk.run, 0, 100)}
    for review in stored:
        queue = by_row[review.new.row]
        assert (review.new.answer, review.bulk_id, review.new.seen.top) == (Answer.AGREE, outcome.action.id, ())
        assert (review.new.seen.prediction, review.new.seen.usual) == (queue.value, queue.usual)
        assert review.new.entity == queue.entity
    assert count_queue(desk.shop.deps, desk.run).todo == 0


def test_a_list_with_filters_is_all_that_is_accepted(desk: Desk) -> None:
    (store,) = {row.entity[0] for row in desk.shop.deps.predictions.page_in_order(desk.run, 0, 1)}
    scope = BulkScope(QueueFilter(keys=(("store", store),)), with_needs_look=True)
    outcome = do(desk, ACCEPT, scope)
    assert {review.new.entity[0] for review in reviews(desk)} == {store}
    assert outcome.action.new.scope == {"show": "all", "key store": store}


def test_from_the_list_mine_only_what_is_ones_own_is_answered_and_the_action_says_what_that_was(desk: Desk) -> None:
    deps, (north, south) = desk.shop.deps, STORES
    for token, part in (("a", (("store", north), ("product", PRODUCTS[0]))), ("b", (("store", south),))):
        assign_predictions(deps, desk.ana.id, Wish(token, "shop", desk.ana.id, part))
    parts = count_queue(deps, desk.run, desk.ana.id).parts
    own = {row.row for row in deps.predictions.page_in_order(desk.run, 0, 100) if _is_anas(row.entity)}
    scope = BulkScope(QueueFilter("mine", parts=parts), with_needs_look=True)
    assert count_to_accept(deps, desk.run, desk.ana.id, scope) == len(own) == 4

    outcome = do(desk, ACCEPT, scope)

    assert {review.new.row for review in reviews(desk)} == own
    assert outcome.action.new.scope == {
        "show": "mine", "part 1": f"product {PRODUCTS[0]}, store {north}", "part 2": f"store {south}",
    }  # fmt: skip
    assert count_to_accept(deps, desk.run, desk.ana.id, scope) == 0


def _is_anas(entity: Entity) -> bool:
    return entity[0] == STORES[1] or entity == (STORES[0], PRODUCTS[0])


def test_a_change_in_bulk_decides_each_from_the_models_prediction_and_opens_disputes(desk: Desk) -> None:
    desk.give(own_value="99", row=0)
    before = {decision.entity: decision.prediction for decision in list_decisions(desk.shop.deps, desk.run)}
    outcome = do(desk, MORE)
    assert outcome.action.new.change == MORE
    decided = list_decisions(desk.shop.deps, desk.run)
    for decision in decided:
        grown = before[decision.entity] * 1.5
        changed = abs(decision.decided - grown) <= 0.5 and decision.in_bulk
        assert changed or decision.decided == before[decision.entity] == 0
        assert decision.decided_by in (None, "Ana")
    assert any(decision.reason == "event" and decision.comment == "Street festival" for decision in decided)
    with desk.shop.deps.feedback.read() as unit:
        open_now = {dispute.row for dispute in unit.disputes.of_author(desk.ana.id) if dispute.state.value == "open"}
    assert open_now == {review.new.row for review in reviews(desk)}


def test_values_that_cannot_be_are_named_and_left_out(desk: Desk) -> None:
    less = BulkChange(BulkKind.INCREASE, -20.0, reason="event")
    plan = plan_bulk(desk.shop.deps, desk.run, desk.ana.id, ALL, less)
    below = [row for row in plan.left_out if row.why is LeftOut.UNUSABLE]
    values = {row.row: row.value for row in desk.shop.deps.predictions.page_in_order(desk.run, 0, 100)}
    assert {row.queue.row for row in below} == {row for row, value in values.items() if value < 20}
    assert below
    assert {row.error.fault for row in below if row.error} == {"value below minimum"}
    same = BulkChange(BulkKind.SET, values[0], reason="event")
    unchanged = {row.queue.row for row in plan_bulk(desk.shop.deps, desk.run, desk.ana.id, ALL, same).left_out}
    assert unchanged == {row for row, value in values.items() if value == values[0]}


def test_what_is_answered_between_the_preview_and_the_click_is_looked_at_again(desk: Desk) -> None:
    shown = order(desk, ACCEPT, replace(ALL, with_needs_look=True))
    desk.give(own_value="3", row=0, person_id=desk.ben.id)
    outcome = answer_in_bulk(desk.shop.deps, shown)
    assert (outcome.action.new.count, outcome.meanwhile) == (desk.run.row_count - 1, 1)
    (left,) = [review for review in reviews(desk) if review.new.row == 0]
    assert left.person == "Ben"


def test_two_people_in_bulk_are_both_kept(desk: Desk) -> None:
    do(desk, ACCEPT, replace(ALL, with_needs_look=True))
    do(desk, MORE, ALL, person_id=desk.ben.id)
    people = Counter(review.person for review in reviews(desk))
    assert people["Ana"] == desk.run.row_count
    assert people["Ben"] >= 3


def test_what_cannot_be_done_is_refused_and_nothing_is_stored(desk: Desk) -> None:
    given = order(desk, MORE)
    refused = [
        (replace(given, change=replace(MORE, reason=None)), "reason missing"),
        (replace(given, change=replace(MORE, reason="weather?")), "reason unknown"),
        (replace(given, change=replace(MORE, comment="a\0b")), "comment has a zero byte"),
        (replace(given, rows=tuple(range(BULK_LIMIT + 1))), "too many"),
        (replace(given, rows=()), "nothing left"),
        (replace(given, run_id="nowhere"), "run not published"),
    ]
    for wrong, fault in refused:
        with pytest.raises((AnswerError, BulkError)) as caught:
            answer_in_bulk(desk.shop.deps, wrong)
        assert caught.value.fault == fault
    assert (reviews(desk), own_bulk(desk.shop.deps, "shop", desk.ana.id)) == ((), ())


def test_somebody_who_left_answers_nothing_in_bulk(desk: Desk) -> None:
    given = order(desk, MORE)
    with desk.shop.deps.feedback.write() as unit:
        unit.people.change(replace(desk.ana, active=False))
    with pytest.raises(NotAllowedError):
        answer_in_bulk(desk.shop.deps, given)


def test_amounts_are_read_as_typed_values_are(desk: Desk) -> None:
    use_case = desk.shop.loaded.use_case
    assert typed_change(use_case, replace(MORE, amount=None), "\u221212,5").amount == -12.5
    assert typed_change(use_case, ACCEPT, "nonsense") == ACCEPT
    with pytest.raises(AnswerError) as caught:
        typed_change(use_case, BulkChange(BulkKind.SET), "12,5")
    assert caught.value.fault == "value not whole"
    with pytest.raises(AnswerError) as caught:
        typed_change(use_case, MORE, "")
    assert caught.value.fault == "value missing"


def test_more_rows_are_no_more_statements(desk: Desk) -> None:
    def statements(rows: tuple[int, ...]) -> int:
        seen = list[str]()

        def note(connection, cursor, statement, *rest) -> None:
            seen.append(statement)

        given = replace(order(desk, MORE), rows=rows, token=f"{len(rows)} rows")
        event.listen(desk.shop.deps.feedback.engine, "before_cursor_execute", note)
        try:
            answer_in_bulk(desk.shop.deps, given)
        finally:
            event.remove(desk.shop.deps.feedback.engine, "before_cursor_execute", note)
        return len(seen)

    everything = order(desk, MORE).rows
    assert len(everything) >= 4
    statements(everything[:1])  # From now on there are disputes to read.
    assert statements(everything[:2]) == statements(everything[2:])
