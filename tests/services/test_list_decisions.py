"""The decided list: the latest override of somebody entitled, else what the model said."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from domain.decision import Decision
from domain.errors import PredictionFileError
from domain.prediction import prediction_id
from domain.review import Answer
from domain.run import Run
from services.list_decisions import list_decisions
from services.record_review import GivenAnswer, record_review
from tests.services.made_up_shop import PRODUCTS, STORES
from tests.services.shop import Shop

Say = Callable[..., None]


@pytest.fixture
def say(published_shop: Shop, run: Run) -> Say:
    """Somebody answers, each time an hour later."""
    people = {
        "Ana": published_shop.person("Ana"),
        "Ben": published_shop.person("Ben"),
        "Chris": published_shop.person("Chris", may_decide=False),
    }
    hours = iter(range(1, 100))

    def answer(who: str, value: str | None, row: int = 0, comment: str = "") -> None:
        hour = next(hours)
        kind = Answer.AGREE if value is None else Answer.DIFFERENT
        given = GivenAnswer(
            f"t{hour}",
            prediction_id(run.id, row),
            people[who].id,
            kind,
            value or "",
            reason="event" if value else None,
            comment=comment,
        )
        record_review(published_shop.at(hour).deps, given)

    return answer


@pytest.fixture
def decided(published_shop: Shop, run: Run) -> Callable[[], tuple[Decision, ...]]:
    return lambda: list_decisions(published_shop.deps, run)


Decided = Callable[[], tuple[Decision, ...]]


def test_without_answers_the_model_decides_in_the_order_of_the_batch(
    decided: Decided, published_shop: Shop, run: Run
) -> None:
    decisions = decided()
    assert [decision.entity for decision in decisions] == [
        (store, product) for store in sorted(STORES) for product in sorted(PRODUCTS)
    ]
    for row, decision in enumerate(decisions):
        value = published_shop.deps.predictions.prediction(run, row).queue.value
        assert (decision.prediction, decision.decided, decision.decided_by) == (value, value, None)


def test_the_latest_override_of_somebody_entitled_counts(say: Say, decided: Decided) -> None:
    say("Ana", "41", comment="first")
    say("Ben", "42", comment="later")
    decision = decided()[0]
    assert (decision.decided, decision.decided_by, decision.reason, decision.comment) == (42.0, "Ben", "event", "later")
    say("Ana", "43")
    assert (decided()[0].decided, decided()[0].decided_by) == (43.0, "Ana")


def test_an_override_changes_its_own_row_only(say: Say, decided: Decided) -> None:
    before = decided()
    say("Ana", "41", row=2)
    after = decided()
    assert after[2].decided == 41.0
    assert after[2].prediction == before[2].prediction
    assert after[:2] + after[3:] == before[:2] + before[3:]


def test_somebody_not_entitled_does_not_decide_even_later(say: Say, decided: Decided) -> None:
    before = decided()
    say("Chris", "99")
    assert decided() == before
    say("Ana", "41")
    say("Chris", "99")
    assert decided()[0].decided_by == "Ana"


def test_ones_own_later_agreement_withdraws_the_override(say: Say, decided: Decided) -> None:
    before = decided()
    say("Ana", "41")
    say("Ana", None)
    assert decided() == before


def test_somebody_elses_agreement_withdraws_nothing(say: Say, decided: Decided) -> None:
    say("Ana", "41")
    say("Ben", None)
    assert decided()[0].decided_by == "Ana"


def test_a_withdrawn_override_lets_the_earlier_one_of_another_count_again(say: Say, decided: Decided) -> None:
    say("Ana", "41")
    say("Ben", "42")
    say("Ben", None)
    assert (decided()[0].decided, decided()[0].decided_by) == (41.0, "Ana")


def test_the_right_to_decide_counts_as_it_was_when_the_answer_was_given(
    say: Say, decided: Decided, published_shop: Shop
) -> None:
    say("Chris", "99")
    published_shop.person("Chris", may_decide=True)
    assert decided()[0].decided_by is None


def test_zero_is_a_decision(say: Say, decided: Decided) -> None:
    say("Ana", "0")
    assert (decided()[0].decided, decided()[0].decided_by) == (0.0, "Ana")


def test_a_screen_takes_only_the_first_rows(published_shop: Shop, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.list_decisions.PAGE_ROWS", 4)
    everything = list_decisions(published_shop.deps, run)
    assert len(everything) == 6
    assert list_decisions(published_shop.deps, run, limit=5) == everything[:5]
    assert list_decisions(published_shop.deps, run, limit=99) == everything
    assert list_decisions(published_shop.deps, run, limit=0) == ()


def test_a_queue_file_with_fewer_rows_than_the_run_is_an_error_and_no_endless_list(
    published_shop: Shop, run: Run
) -> None:
    with pytest.raises(PredictionFileError) as caught:
        list_decisions(published_shop.deps, replace(run, row_count=7))
    assert caught.value.fault == "tampered"
    assert isinstance(caught.value.path, Path)
