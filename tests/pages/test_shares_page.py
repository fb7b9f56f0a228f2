"""The view Shares of a prediction together, and the shares in the downloads of the decided list."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from domain.person import Person
from domain.review import Answer
from domain.run import Run
from domain.shares import SharedOut
from prediction_store.members import MEMBERS
from services.record_review import GivenAnswer, record_review
from services.share_back import share_run
from services.sign_in import sign_in_locally
from tests.pages.conftest import Visit
from tests.services.shop import Shop, copy_shop, open_stores
from tests.services.small_tarts import TARTS, tart_template
from ui import shared_out

__all__ = ["tart_template"]

Says = Callable[[AppTest], str]


@pytest.fixture
def shop(tart_template: Path, vouch_home: Path, tmp_path: Path) -> Iterator[Shop]:
    """The shop with tarts in the home that the dashboard opens."""
    copy_shop(tart_template, tmp_path / "tarts").close()
    (tmp_path / "tarts" / "home").rename(vouch_home)
    (tmp_path / "tarts" / "home").symlink_to(vouch_home)
    again = Shop(open_stores(tmp_path / "tarts"))
    yield again
    again.close()


@pytest.fixture
def ana(shop: Shop) -> Person:
    return sign_in_locally(shop.deps, "Ana")


@pytest.fixture
def day(shop: Shop, ana: Person) -> Run:
    return shop.published()


@pytest.fixture
def shared(shop: Shop, day: Run) -> SharedOut:
    return next(share_run(shop.deps, day))


def opened(visit: Visit, run: Run, row: int) -> AppTest:
    return visit("today", use_case="shop", prediction=f"{run.id}-{row}", view="shares", show="all")


def tabs(at: AppTest) -> list[str]:
    return [tab.label for tab in at.tabs]


def test_the_shares_stand_on_the_opened_prediction_and_nowhere_else(
    visit: Visit, says: Says, day: Run, shared: SharedOut
) -> None:
    at = opened(visit, day, shared.row)
    words = " ".join(says(at).split())
    assert not at.exception
    assert f"What is predicted, {shared.predicted} pieces, is shared out among 3 small series" in words
    assert "A share has no range and no reasons of its own" in words
    assert "1 more had no sale in these days and gets no share." in words
    first = shared.shares[0]
    assert f"{TARTS[0]} 9 2 60.0 % {first.predicted}" in words
    assert [button.label for button in at.get("download_button")].count("Download all as CSV") == 1

    alone = opened(visit, day, 0 if shared.row else 1)
    assert not alone.exception
    assert "Shares" in tabs(at)
    assert "Shares" not in tabs(alone)


def test_what_was_decided_is_shared_and_says_who(
    visit: Visit, says: Says, shop: Shop, ana: Person, day: Run, shared: SharedOut
) -> None:
    given = GivenAnswer("t", f"{day.id}-{shared.row}", ana.id, Answer.DIFFERENT, own_value="2", reason="event")
    record_review(shop.deps, given)
    words = " ".join(says(opened(visit, day, shared.row)).split())
    assert "What Ana decided, 2 pieces, is shared out among 3 small series" in words
    assert "1 of them gets nothing: there is too little to give to all." in words


def test_of_many_the_largest_are_shown_and_others_are_found_by_name(
    visit: Visit, says: Says, day: Run, shared: SharedOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_out, "SHOWN", 1)
    monkeypatch.setattr(shared_out, "SEARCHED_FROM", 2)
    at = opened(visit, day, shared.row)
    rest = sum(share.predicted for share in shared.shares[1:])
    assert f"and 2 others, with {rest} piece" in says(at)
    assert TARTS[1] not in says(at)

    at.text_input(key=shared_out.SEARCH).set_value("tart 2").run()
    assert TARTS[1] in says(at)
    assert "others, with" not in says(at)
    at.text_input(key=shared_out.SEARCH).set_value("<b>").run()
    assert "None of them has “<b>” in its name." in says(at)


def test_a_missing_file_is_said_and_the_rest_of_the_screen_stands(
    visit: Visit, says: Says, shop: Shop, day: Run, shared: SharedOut
) -> None:
    (shop.deps.predictions.folder / day.location / MEMBERS).unlink()
    at = opened(visit, day, shared.row)
    assert not at.exception
    assert MEMBERS in says(at)


def test_the_decided_list_offers_the_shares(visit: Visit, says: Says, day: Run) -> None:
    at = visit("decided", use_case="shop", date=day.target_date.isoformat())
    assert [button.label for button in at.get("download_button")] == ["Download CSV", "Download Excel", "Shares as CSV"]
    assert "each of them has its share on a sheet of its own in Excel" in says(at)
