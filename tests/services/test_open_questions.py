"""After a corrected batch, answers on the earlier version wait for their authors, and nobody orders by them unknowingly."""

from domain.review import Answer
from domain.run import Run
from services.find_prediction import find_prediction
from services.list_decisions import list_decisions
from services.list_open_questions import list_open_questions
from services.record_review import GivenAnswer, record_review
from tests.services.shop import Shop


def _answer(shop: Shop, run: Run, person_id: int, answer: Answer, value: str = "") -> None:
    about = find_prediction(shop.deps, run, ("North", "Brot"))
    assert about is not None
    record_review(shop.deps, GivenAnswer(f"{about}-{person_id}-{value}", about, person_id, answer, value))


def test_a_run_that_replaced_nothing_asks_nobody(published_shop: Shop, run: Run) -> None:
    _answer(published_shop, run, published_shop.person("Ana").id, Answer.DIFFERENT, "45")
    assert list_open_questions(published_shop.deps, run) == ()


def test_answers_on_the_replaced_run_wait_until_their_author_answers_again(published_shop: Shop, run: Run) -> None:
    shop = published_shop
    ana, ben = shop.person("Ana"), shop.person("Ben")
    _answer(shop, run, ana.id, Answer.DIFFERENT, "45")
    _answer(shop, run, ben.id, Answer.AGREE)
    shop.correct("price", "9.99", store="North", product="Brot")
    second = shop.at(49).published()

    assert second.supersedes == run.id
    assert {review.person for review in list_open_questions(shop.deps, second)} == {"Ana", "Ben"}
    assert [review.new.own_value for review in list_open_questions(shop.deps, second, ana.id)] == [45.0]
    assert all(decision.decided_by is None for decision in list_decisions(shop.deps, second))

    _answer(shop, second, ana.id, Answer.DIFFERENT, "46")
    assert list_open_questions(shop.deps, second, ana.id) == ()
    assert {review.person for review in list_open_questions(shop.deps, second)} == {"Ben"}


def test_an_entity_that_the_run_does_not_have_is_not_found(published_shop: Shop, run: Run) -> None:
    assert find_prediction(published_shop.deps, run, ("Moon", "Brot")) is None
