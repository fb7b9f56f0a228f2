"""A dispute opens with an answer, is settled by others in words, and is withdrawn when its author agrees."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.dispute import DisputeState
from domain.errors import NotAllowedError, TalkError
from domain.person import Person
from domain.review import Answer
from services.dependencies import Dependencies
from services.list_news import list_news, see_news
from services.record_review import GivenAnswer, record_review
from services.sign_in import sign_in_locally
from services.talk_about_prediction import Settlement, comment_prediction, read_talk, settle_dispute


@pytest.fixture
def prediction(published_shop, run) -> str:
    return f"{run.id}-0"


@pytest.fixture
def ana(published_shop) -> Person:
    return sign_in_locally(published_shop.deps, "Ana")


@pytest.fixture
def ben(published_shop, ana) -> Person:
    return sign_in_locally(published_shop.deps, "Ben")


def say(deps: Dependencies, person: Person, prediction: str, answer: Answer, comment: str = "") -> None:
    own = "12" if answer is Answer.DIFFERENT else ""
    token = f"{person.id}-{answer.value}-{comment}"
    record_review(deps, GivenAnswer(token, prediction, person.id, answer, own, comment=comment))


def later(deps: Dependencies, minutes: int) -> Dependencies:
    moment = deps.now() + timedelta(minutes=minutes)
    return replace(deps, now=lambda: moment)


def states(deps: Dependencies, prediction: str) -> list[list[DisputeState]]:
    return [[step.state for step in dispute.steps] for dispute in read_talk(deps, prediction).disputes]


def test_a_dispute_lives_from_its_answer_to_its_end(published_shop, ana, ben, prediction) -> None:
    say(published_shop.deps, ben, prediction, Answer.DIFFERENT, "school closed")
    (dispute,) = read_talk(published_shop.deps, prediction).disputes
    assert (dispute.author, dispute.state, dispute.steps[0].words) == ("Ben", DisputeState.OPEN, "school closed")

    settled = settle_dispute(
        published_shop.deps, ana.id, dispute.id, Settlement("t1", DisputeState.MODEL_FIX, " We add the feature. ", 1)
    )
    assert (settled.state, settled.steps[-1].words, settled.steps[-1].version) == (
        DisputeState.MODEL_FIX,
        "We add the feature.",
        1,
    )
    say(published_shop.deps, ben, prediction, Answer.DIFFERENT, "still")
    say(published_shop.deps, ben, prediction, Answer.AGREE, "fine now")
    assert states(published_shop.deps, prediction) == [
        [DisputeState.OPEN, DisputeState.MODEL_FIX, DisputeState.OPEN, DisputeState.WITHDRAWN]
    ]


def test_pressing_twice_settles_once(published_shop, ana, ben, prediction) -> None:
    say(published_shop.deps, ben, prediction, Answer.DIFFERENT)
    (dispute,) = read_talk(published_shop.deps, prediction).disputes
    for _ in range(2):
        settle_dispute(published_shop.deps, ana.id, dispute.id, Settlement("t", DisputeState.EXPLAINED, "The holiday."))
    assert states(published_shop.deps, prediction) == [[DisputeState.OPEN, DisputeState.EXPLAINED]]


def test_two_people_dispute_each_for_themselves(published_shop, ana, ben, prediction) -> None:
    say(published_shop.deps, ana, prediction, Answer.DIFFERENT)
    say(published_shop.deps, ben, prediction, Answer.DIFFERENT)
    say(published_shop.deps, ana, prediction, Answer.AGREE)
    assert states(published_shop.deps, prediction) == [[DisputeState.OPEN, DisputeState.WITHDRAWN], [DisputeState.OPEN]]


def test_agreeing_from_the_start_is_no_dispute(published_shop, ana, prediction) -> None:
    say(published_shop.deps, ana, prediction, Answer.AGREE)
    assert states(published_shop.deps, prediction) == []


def test_a_reviewer_cannot_settle(published_shop, ana, ben, prediction) -> None:
    say(published_shop.deps, ana, prediction, Answer.DIFFERENT)
    (dispute,) = read_talk(published_shop.deps, prediction).disputes
    with pytest.raises(NotAllowedError):
        settle_dispute(published_shop.deps, ben.id, dispute.id, Settlement("t", DisputeState.EXPLAINED, "No."))


@pytest.mark.parametrize(
    ("settlement", "fault"),
    [
        (Settlement("t", DisputeState.EXPLAINED, "  "), "words missing"),
        (Settlement("t", DisputeState.EXPLAINED, "x" * 5000), "words too long"),
        (Settlement("t", DisputeState.EXPLAINED, "a\0b"), "words have a zero byte"),
        (Settlement("t", DisputeState.WITHDRAWN, "fine"), "state not theirs"),
        (Settlement("t", DisputeState.MODEL_FIX, "fine", 99), "version unknown"),
    ],
)
def test_what_cannot_be_a_settlement_is_refused_and_changes_nothing(
    published_shop, ana, prediction, settlement, fault
) -> None:
    say(published_shop.deps, ana, prediction, Answer.DIFFERENT)
    (dispute,) = read_talk(published_shop.deps, prediction).disputes
    with pytest.raises(TalkError) as caught:
        settle_dispute(published_shop.deps, ana.id, dispute.id, settlement)
    assert caught.value.fault == fault
    assert states(published_shop.deps, prediction) == [[DisputeState.OPEN]]


def test_the_author_hears_what_others_answered_until_it_is_seen(published_shop, ana, ben, prediction) -> None:
    use_case = "shop"
    say(published_shop.deps, ben, prediction, Answer.DIFFERENT)
    (dispute,) = read_talk(published_shop.deps, prediction).disputes
    assert list_news(published_shop.deps, use_case, ben.id).count == 0

    settle_dispute(
        later(published_shop.deps, 1), ana.id, dispute.id, Settlement("t", DisputeState.EXPLAINED, "The holiday.")
    )
    comment_prediction(later(published_shop.deps, 2), ana.id, prediction, "c", "See the calendar.")
    news = list_news(published_shop.deps, use_case, ben.id)
    assert [piece.step.words for piece in news.settled] == ["The holiday."]
    assert [placed.comment.words for placed in news.comments] == ["See the calendar."]
    assert list_news(published_shop.deps, use_case, ana.id).count == 0

    see_news(later(published_shop.deps, 3), ben.id)
    assert list_news(published_shop.deps, use_case, ben.id).count == 0


def test_a_comment_is_stored_once_and_read_in_order(published_shop, ana, ben, prediction) -> None:
    for token, person, words in (("a", ana, "Why?"), ("b", ben, "School."), ("a", ana, "Why?")):
        comment_prediction(published_shop.deps, person.id, prediction, token, words)
    assert [(said.person, said.words) for said in read_talk(published_shop.deps, prediction).comments] == [
        ("Ana", "Why?"),
        ("Ben", "School."),
    ]


def test_news_say_where_a_dispute_stands_now_and_nothing_of_what_its_author_did(
    published_shop, ana, ben, prediction
) -> None:
    deps = published_shop.deps
    say(deps, ana, prediction, Answer.DIFFERENT, "school closed")
    (dispute,) = read_talk(deps, prediction).disputes
    use_case = dispute.use_case

    def settle(minutes: int, person: Person, state: DisputeState) -> None:
        settlement = Settlement(f"t{minutes}", state, f"{state.value} it is", None)
        settle_dispute(later(deps, minutes), person.id, dispute.id, settlement)

    with deps.feedback.write() as unit:
        unit.people.change(replace(ben, roles=ana.roles))
    settle(1, ben, DisputeState.EXPLAINED)
    settle(2, ben, DisputeState.MODEL_FIX)
    assert [news.step.state for news in list_news(deps, use_case, ana.id).settled] == [DisputeState.MODEL_FIX]
    settle(3, ana, DisputeState.DATA_FIX)
    assert list_news(deps, use_case, ana.id).count == 0
    settle(4, ben, DisputeState.ACCEPTED)
    assert [news.step.state for news in list_news(deps, use_case, ana.id).settled] == [DisputeState.ACCEPTED]
