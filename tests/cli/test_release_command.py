"""`vouch release`: published with a reason by somebody who may; and the process that a page starts for it."""

from collections.abc import Callable

import pytest

from domain.release import ReleaseEnd
from domain.run import Run
from services.release_run import Asked, ask_release, end_release, releases_of
from services.sign_in import sign_in_locally
from tests.cli.conftest import Vouch, settings_of
from tests.services.shop import Shop
from wiring.start_job import start_job

PATIENCE_SECONDS = 240


@pytest.fixture
def held(shop: Shop) -> Run:
    shop.redefine("rows_at_least: 1,", "rows_at_least: 50,")
    sign_in_locally(shop.deps, "Ana")
    return shop.daily().run


def test_a_held_run_is_released_with_a_reason_and_a_name(shop: Shop, held: Run, vouch: Vouch) -> None:
    words = ("release", "shop", held.id, "--reason", "The shop confirmed it.")
    assert vouch(*words, on=shop).code == 2, "without a name"
    assert vouch(*words, "--person", "Nobody", on=shop).code == 2
    shop.person("Ben")
    refused = vouch(*words, "--person", "Ben", on=shop)
    assert (refused.code, "release held runs" in refused.err) == (3, True)
    done = vouch(*words, "--person", "Ana", "--json", on=shop)
    assert (done.code, done.json["run"]["state"]) == (0, "published")
    assert done.json["run"]["findings"][0]["sentence"] == "Released by Ana: The shop confirmed it."
    assert releases_of(shop.deps, held.id)[0].end is ReleaseEnd.PUBLISHED


def test_a_run_that_is_held_again_returns_1(shop: Shop, held: Run, vouch: Vouch) -> None:
    again = vouch("release", "shop", held.id, "--reason", "x", "--person", "Ana", "--rerun", on=shop)
    assert (again.code, "held" in again.out) == (1, True)


def test_a_process_of_its_own_carries_out_what_was_asked(
    shop: Shop, held: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in settings_of(shop).items():
        monkeypatch.setenv(name, value)
    ana = sign_in_locally(shop.deps, "Ana")
    release = ask_release(shop.deps, ana.id, Asked("token", held.id, "release", "It is right."))
    ended: list[tuple[int | None, str]] = []
    arguments = ["release", "shop", held.id, "--reason=It is right.", "--person=Ana", "--token=token"]
    start_job(arguments, lambda code, words: ended.append((code, words))).join(PATIENCE_SECONDS)
    assert [code for code, _ in ended] == [0], ended
    (known,) = releases_of(shop.deps, held.id)
    assert (known.token, known.end) == (release.token, ReleaseEnd.PUBLISHED)
    end_release(shop.deps, release, ReleaseEnd.CRASHED, words="late")
    assert releases_of(shop.deps, held.id)[0].end is ReleaseEnd.PUBLISHED


def test_the_last_words_of_a_process_that_fails_are_told(vouch_home: object) -> None:
    ended: list[tuple[int | None, str]] = []
    tell: Callable[[int | None, str], None] = lambda code, words: ended.append((code, words))  # noqa: E731
    start_job(["release", "nothing"], tell).join(PATIENCE_SECONDS)
    assert ended[0][0] == 2
    assert "Missing argument" in ended[0][1]
