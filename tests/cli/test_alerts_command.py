"""`vouch alerts` and what `vouch daily` says of a channel that fails."""

import pytest

from tests.cli.conftest import Vouch
from tests.services.alert_post import PostOffice, post_office
from tests.services.made_up_shop import MORNING
from tests.services.shop import Shop

__all__ = ["post_office"]

DEAD = "json://127.0.0.1:9/x?cto=1&rto=1"


def test_daily_tells_and_alerts_lists_it(
    shop: Shop, vouch: Vouch, post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOUCH_ALERTS", post_office.address)
    answered = vouch("daily", "shop", "--date", MORNING.isoformat(), "--json", on=shop)
    assert answered.json["alerts_failed"] == []
    assert len(post_office.letters) == 1
    listed = vouch("alerts", "shop", "--json", on=shop).json
    assert [alert["kind"] for alert in listed["alerts"]] == ["published"]
    assert listed["alerts"][0]["told_at"] is not None
    assert "published" in vouch("alerts", "shop", on=shop).out


def test_a_failing_channel_is_said_and_the_run_is_published_all_the_same(
    shop: Shop, vouch: Vouch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOUCH_ALERTS", DEAD)
    answered = vouch("daily", "shop", "--date", MORNING.isoformat(), on=shop)
    assert answered.code == 0
    assert "could not be sent to json://127.0.0.1:9" in answered.out
    assert "failed at" in vouch("alerts", "shop", on=shop).out


def test_the_test_message_says_how_it_went_with_each_channel(
    shop: Shop, vouch: Vouch, post_office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert vouch("alerts", "shop", "--test", on=shop).code == 1
    monkeypatch.setenv("VOUCH_ALERTS", f"{post_office.address} {DEAD}")
    answered = vouch("alerts", "shop", "--test", "--json", on=shop)
    assert [channel["ok"] for channel in answered.json["channels"]] == [True, False]
    assert answered.code == 1
    monkeypatch.setenv("VOUCH_ALERTS", post_office.address)
    assert vouch("alerts", "shop", "--test", on=shop).code == 0
