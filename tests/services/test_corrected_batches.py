"""A corrected batch makes a run that supersedes; what people saw and answered stays."""

from datetime import timedelta

from domain.prediction import prediction_id
from domain.review import Answer
from domain.run import Run, RunState
from services.list_runs import open_run
from services.open_day import open_day
from services.open_prediction import earlier_answer, open_prediction
from services.promote_version import promote_version
from services.record_review import GivenAnswer, record_review
from services.train_version import train_version
from tests.services.made_up_shop import MORNING, read_table
from tests.services.outcomes import TARGET_DAY
from tests.services.shop import Shop


def correct_price(shop: Shop, value: str = "9.99") -> None:
    shop.correct("price", value, date=TARGET_DAY.isoformat(), store="North", product="Brot")


def price_of_the_day(shop: Shop) -> str:
    wanted = (TARGET_DAY.isoformat(), "North", "Brot")
    rows = read_table(shop.folder / "plan.csv")
    (price,) = [row["price"] for row in rows if (row["date"], row["store"], row["product"]) == wanted]
    return price


def agree(shop: Shop, run: Run, row: int, person_id: int, token: str) -> None:
    record_review(shop.deps, GivenAnswer(token, prediction_id(run.id, row), person_id, Answer.AGREE))


def test_a_corrected_batch_publishes_a_run_that_supersedes_the_earlier_one(shop: Shop) -> None:
    first = shop.published()
    correct_price(shop)
    second = shop.at(2).published()
    assert second.id != first.id
    assert second.supersedes == first.id
    assert shop.run_states() == {first.id: "superseded", second.id: "published"}
    assert open_day(shop.deps, "shop", TARGET_DAY).run == second
    old = open_prediction(shop.deps, prediction_id(first.id, 0))
    assert old.replaced_by == second
    assert old.prediction.run_id == first.id


def test_an_answer_stays_with_what_its_author_saw_and_the_author_is_asked_again(shop: Shop) -> None:
    ana, ben = shop.person("Ana"), shop.person("Ben")
    first = shop.published()
    agree(shop, first, 0, ana.id, "one")
    correct_price(shop)
    second = shop.at(2).published()
    new = open_prediction(shop.deps, prediction_id(second.id, 0))
    assert new.reviews == ()
    asked = earlier_answer(shop.deps, new, ana.id)
    assert asked is not None
    assert asked.new.run_id == first.id
    assert open_prediction(shop.deps, prediction_id(first.id, 0)).reviews == (asked,)
    assert earlier_answer(shop.deps, new, ben.id) is None
    agree(shop, second, 0, ana.id, "two")
    again = open_prediction(shop.deps, prediction_id(second.id, 0))
    assert earlier_answer(shop.deps, again, ana.id) is None


def test_the_earlier_batch_again_makes_its_run_the_current_one_without_touching_its_files(shop: Shop) -> None:
    price = price_of_the_day(shop)
    first = shop.published()
    inodes = {path: path.stat().st_ino for path in (shop.deps.predictions.folder / first.location).iterdir()}
    correct_price(shop)
    second = shop.at(1).published()
    correct_price(shop, price)
    back = shop.at(2).daily()
    assert not back.repeated
    assert (back.run.id, back.run.state, back.run.supersedes) == (first.id, RunState.PUBLISHED, second.id)
    assert shop.run_states() == {first.id: "published", second.id: "superseded"}
    assert {path: path.stat().st_ino for path in inodes} == inodes
    shop.deps.predictions.verify(shop.stored(first.id))
    assert back.findings == open_run(shop.deps, "shop", first.id).findings


def test_the_earlier_batch_again_writes_its_files_anew_where_they_are_gone(shop: Shop) -> None:
    price = price_of_the_day(shop)
    first = shop.published()
    correct_price(shop)
    shop.at(1).published()
    (shop.deps.predictions.folder / first.location / "queue.parquet").unlink()
    correct_price(shop, price)
    back = shop.at(2).published()
    assert back.id == first.id
    shop.deps.predictions.verify(back)


def test_another_champion_makes_another_run_of_the_same_batch(shop: Shop) -> None:
    first = shop.published()
    train_version(shop.deps, shop.loaded, MORNING - timedelta(days=1))
    assert shop.daily().repeated
    promote_version(shop.deps, shop.loaded, 2, "a test", "Ana")
    second = shop.at(1).published()
    assert (second.version, second.supersedes) == (2, first.id)
