"""A bulk action is one, however often it is sent, and is taken back as one, by its author."""

import threading
from contextlib import closing
from dataclasses import replace

import pytest

from domain.errors import BulkError
from feedback_db.unit_of_work import FeedbackDb
from services.answer_in_bulk import BulkOutcome, answer_in_bulk
from services.list_decisions import list_decisions
from services.page_queue import count_queue
from services.undo_bulk import one_bulk, own_bulk, undo_bulk
from tests.services.bulk_orders import ACCEPT, ALL, MORE, do, order, reviews
from tests.services.desk import Desk


def test_a_double_click_two_tabs_and_a_retry_are_one_action(desk: Desk) -> None:
    given = order(desk, MORE)
    second_tab = order(desk, MORE)
    assert given.token == second_tab.token
    outcomes = list[BulkOutcome]()
    barrier = threading.Barrier(6)

    def click() -> None:
        barrier.wait()
        outcomes.append(answer_in_bulk(desk.shop.deps, given))

    threads = [threading.Thread(target=click) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len({outcome.action.id for outcome in outcomes}) == 1
    assert len(outcomes) == 6
    assert answer_in_bulk(desk.shop.deps, second_tab).action == outcomes[0].action
    stored = [review for row in range(desk.run.row_count) for review in desk.stored(row)]
    assert len(stored) == outcomes[0].action.new.count


@pytest.mark.postgres
def test_a_double_click_on_postgres_is_one_action_too(desk: Desk, postgres_url: str) -> None:
    with closing(FeedbackDb(postgres_url)) as feedback:
        shop = replace(desk.shop, deps=replace(desk.shop.deps, feedback=feedback))
        with feedback.write() as unit:
            definition = shop.loaded.use_case.model_dump(mode="json")
            unit.use_cases.register("shop", "Shop", definition, "shop.yaml", shop.deps.now())
            ana = unit.people.add("Ana", may_decide=True, now=shop.deps.now())
            unit.runs.finish(replace(desk.run, version=None), ())
        there = Desk.__new__(Desk)
        there.shop, there.run, there.ana = shop, replace(desk.run, version=None), ana
        given = order(there, MORE)
        outcomes = list[BulkOutcome]()
        threads = [threading.Thread(target=lambda: outcomes.append(answer_in_bulk(shop.deps, given))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert len({outcome.action.id for outcome in outcomes}) == 1
        with feedback.read() as unit:
            assert len(unit.reviews.for_run(desk.run.id)) == outcomes[0].action.new.count
        undone = [undo_bulk(shop.deps, ana.id, outcomes[0].action.id) for _ in range(2)]
        assert undone[0] == undone[1]
        assert reviews(there) == ()


def test_undo_brings_back_the_queue_the_decided_list_and_ones_earlier_answer(desk: Desk) -> None:
    desk.give(own_value="45", row=1)
    before = (reviews(desk), list_decisions(desk.shop.deps, desk.run), count_queue(desk.shop.deps, desk.run))
    action = do(desk, MORE).action
    assert list_decisions(desk.shop.deps, desk.run) != before[1]
    undone = undo_bulk(desk.shop.deps, desk.ana.id, action.id)
    assert undone.undone_at == desk.shop.deps.now()
    assert (reviews(desk), list_decisions(desk.shop.deps, desk.run), count_queue(desk.shop.deps, desk.run)) == before
    assert undo_bulk(desk.shop.deps, desk.ana.id, action.id) == undone
    (again,) = own_bulk(desk.shop.deps, "shop", desk.ana.id)
    assert again == undone
    repeated = do(desk, MORE)
    assert repeated.action.id != action.id, "after an undo the same change is another action"


def test_only_its_author_takes_an_action_back(desk: Desk) -> None:
    action = do(desk, ACCEPT, replace(ALL, with_needs_look=True)).action
    for refused in (undo_bulk, one_bulk):
        with pytest.raises(BulkError) as caught:
            refused(desk.shop.deps, desk.ben.id, action.id)
        assert caught.value.fault == "not its author"
    assert one_bulk(desk.shop.deps, desk.ana.id, action.id) == action
