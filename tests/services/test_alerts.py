"""Alerts through the real apprise to a server on loopback: at once, in one digest a day, never twice, and never in the way."""

import socket
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.alert import AlertKind, NewAlert
from domain.finding import Finding, Severity
from domain.run import RunState
from services.dependencies import Dependencies
from services.list_alerts import list_alerts
from services.publish_run import RunOutcome
from services.raise_alerts import alerts_of, raise_alerts
from services.tell_alerts import tell_alerts
from tests.services.alert_post import PostOffice, post_office
from tests.services.shop import Shop
from wiring.channels import AppriseChannels

__all__ = ["post_office"]


def told_by(shop: Shop, *addresses: str, days: int = 0) -> Dependencies:
    later = shop.deps.now() + timedelta(days=days)
    return replace(
        shop.deps, channels=AppriseChannels(addresses), address="https://vouch.example.org/", now=lambda: later
    )


def held(shop: Shop) -> RunOutcome:
    shop.edit("plan", lambda rows: rows[:5])
    outcome = shop.daily()
    assert outcome.run.state is RunState.HELD
    return outcome


def late(outcome: RunOutcome, found: str) -> RunOutcome:
    """The run, whose weather has not come since a day."""
    detail = {"expected": "2026-05-20", "found": found}
    return replace(outcome, findings=(Finding("source_late", Severity.WARNING, "weather", count=2, detail=detail),))


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_held_run_is_told_at_once_with_its_reason_and_a_link(shop: Shop, post_office: PostOffice) -> None:
    outcome = held(shop)
    raise_alerts(told_by(shop, post_office.address), shop.loaded.use_case, outcome)
    (letter,) = post_office.letters
    assert letter["title"] == f"{shop.loaded.use_case.title}: predictions are held back"
    assert "held back; nothing of them is shown" in letter["message"]
    day = outcome.run.target_date.isoformat()
    assert f"https://vouch.example.org/data?use_case=shop&date={day}" in letter["message"]


def test_what_was_told_is_not_told_again(shop: Shop, post_office: PostOffice) -> None:
    outcome = held(shop)
    deps = told_by(shop, post_office.address)
    for _ in range(3):
        raise_alerts(deps, shop.loaded.use_case, outcome)
    assert len(post_office.letters) == 1


def test_the_rest_waits_for_one_digest_a_day(shop: Shop, post_office: PostOffice) -> None:
    use_case, outcome = shop.loaded.use_case, shop.daily()
    deps = told_by(shop, post_office.address)
    raise_alerts(deps, use_case, outcome)
    assert [letter["title"] for letter in post_office.letters] == [f"{use_case.title}: 1 piece of news"]

    drift = Finding("distribution_shift", Severity.WARNING, "batch", "price", 6)
    raise_alerts(deps, use_case, replace(outcome, findings=(drift,)))
    assert len(post_office.letters) == 1, "the digest of this day is out"

    tell_alerts(told_by(shop, post_office.address, days=1), use_case)
    assert len(post_office.letters) == 2, "the next day has its own"


def test_the_same_delay_is_told_once_and_a_new_one_again(shop: Shop, post_office: PostOffice) -> None:
    use_case, deps = shop.loaded.use_case, told_by(shop, post_office.address)
    outcome, urgent = shop.daily(), f"{shop.loaded.use_case.title}: a source is late"
    for found, letters in (("2026-05-16", 1), ("2026-05-16", 1), ("2026-05-19", 2)):
        raise_alerts(deps, use_case, late(outcome, found))
        assert [letter["title"] for letter in post_office.letters].count(urgent) == letters


@pytest.mark.parametrize("fault", ["closed", "refuses", "unknown"])
def test_a_channel_that_fails_stops_nothing_is_shown_and_is_tried_again(
    fault: str, shop: Shop, post_office: PostOffice
) -> None:
    broken = {
        "closed": f"json://127.0.0.1:{closed_port()}/",
        "refuses": post_office.address,
        "unknown": "pigeon://loft.example.org",
    }[fault]
    post_office.refuses = True
    use_case, outcome = shop.loaded.use_case, held(shop)
    told = raise_alerts(told_by(shop, broken), use_case, outcome)
    assert len(told.failed) == 1
    log = list_alerts(told_by(shop, broken), "shop")
    assert [alert.told_at for alert in log.alerts] == [None]
    assert [sending.delivery.fault != "" for sending in log.failing] == [True]

    post_office.refuses = False
    tell_alerts(told_by(shop, post_office.address), use_case)
    assert len(post_office.letters) == 1
    assert list_alerts(told_by(shop, post_office.address), "shop").failing == ()


def test_one_channel_that_fails_does_not_keep_it_from_the_others(shop: Shop, post_office: PostOffice) -> None:
    deps = told_by(shop, f"json://127.0.0.1:{closed_port()}/", post_office.address)
    told = raise_alerts(deps, shop.loaded.use_case, held(shop))
    assert [delivery.ok for delivery in told.deliveries] == [False, True]
    assert len(post_office.letters) == 1


def test_nothing_secret_of_an_address_is_kept(shop: Shop, post_office: PostOffice) -> None:
    deps = told_by(shop, post_office.address, "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/")
    raise_alerts(told_by(shop, post_office.address), shop.loaded.use_case, held(shop))
    log = list_alerts(deps, "shop")
    kept = repr((log, deps.channels.names()))
    assert not any(secret in kept for secret in ("hunter2", "secret-path", "T1JJ3T3L2", "TIiajkdnlazkcOXrIdevi7FQ"))


def test_without_a_channel_alerts_are_kept_and_a_channel_of_later_does_not_begin_with_old_news(
    shop: Shop, post_office: PostOffice
) -> None:
    raise_alerts(shop.deps, shop.loaded.use_case, held(shop))
    assert [alert.new.kind for alert in list_alerts(shop.deps, "shop").alerts] == [AlertKind.HELD]
    tell_alerts(told_by(shop, post_office.address, days=3), shop.loaded.use_case)
    assert post_office.letters == []


def test_information_is_no_alert(shop: Shop) -> None:
    outcome = shop.daily()
    told = replace(
        outcome, findings=(Finding("source_late", Severity.INFO, "weather", detail={"found": "2026-05-01"}),)
    )
    kinds: list[AlertKind] = [new.kind for new in alerts_of(shop.loaded.use_case, told)]
    assert kinds == [AlertKind.PUBLISHED]


def test_alerts_of_one_moment_are_one_message(shop: Shop, post_office: PostOffice) -> None:
    shop.daily()
    deps = told_by(shop, post_office.address)
    with deps.feedback.write() as unit:
        for number in range(5):
            unit.alerts.raise_once(
                NewAlert("shop", AlertKind.DRIFT, str(number), f"Feature {number} moved."), deps.now()
            )
    tell_alerts(deps, shop.loaded.use_case)
    (letter,) = post_office.letters
    assert [f"Feature {number} moved." in letter["message"] for number in range(5)] == [True] * 5
