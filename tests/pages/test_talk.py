"""The view Talk and the banner of news: people answer each other, and hear of it."""

import pytest

from domain.review import Answer


@pytest.fixture
def disputed(world, run):
    """Ben disputes the first prediction; Ana, who may settle it, is at the screen."""
    ben = world.sign_in("Ben")
    world.answer(run, 0, ben, Answer.DIFFERENT, own_value="40", comment="no <b>pupils</b>")
    world.sign_in("Ana")
    return run


def test_a_remark_is_read_by_everybody(visit, run, says) -> None:
    at = visit("today", view="talk", show="all")
    assert "Nobody has said anything about this prediction yet." in says(at)
    at.text_input(key=f"talk_words_{run.id}-0").set_value("Is the school closed?")
    at.button(key="talk_send").click().run()

    assert "Is the school closed?" in says(at)
    assert at.text_input(key=f"talk_words_{run.id}-0").value == ""


def test_an_empty_remark_is_refused_in_words(visit, run, says) -> None:
    at = visit("today", view="talk", show="all")
    at.button(key="talk_send").click().run()

    assert "Words are needed" in says(at)


def test_a_dispute_is_settled_and_its_author_hears_of_it(visit, world, disputed, says) -> None:
    at = visit("today", view="talk", show="all")
    assert "Dispute of Ben: open" in says(at)
    assert "no <b>pupils</b>" in says(at)
    at.text_input(key="settle_words_1").set_value("The calendar knew.").run()
    at.button(key="settle_send_1").click().run()
    assert "Dispute of Ben: explained" in says(at)

    world.sign_in("Ben")
    later = visit("today", show="all")
    assert "1 answer to you." in says(later)
    assert "is now: explained, by Ana: “The calendar knew.”" in says(later)
    later.button(key="news_seen").click().run()
    assert "answer to you" not in says(later)


def test_what_somebody_wrote_names_its_prediction_and_leads_to_its_thread(visit, disputed, world, says) -> None:
    at = visit("today", view="talk", show="all")
    for words in ("Which school?", "And until when?"):
        at.text_input(key=f"talk_words_{disputed.id}-0").set_value(words)
        at.button(key="talk_send").click().run()

    world.sign_in("Ben")
    later = visit("today", show="all")
    name = later.button(key="news0").label
    assert f"Ana on {name}: “And until when?”; Ana on {name}: “Which school?”" in says(later)
    assert [button.key for button in later.button if button.label == name] == ["news0"]
    later.button(key="news0").click().run()
    assert "Dispute of Ben: open" in says(later)


def test_a_reviewer_is_not_offered_to_settle(visit, world, disputed, says) -> None:
    world.sign_in("Ben")
    at = visit("today", view="talk", show="all")

    assert "Dispute of Ben: open" in says(at)
    assert not [button for button in at.button if button.key and button.key.startswith("settle_")]
