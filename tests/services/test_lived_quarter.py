"""The last days of a quarter, lived through the services on real data (all 90 days are in `make bench ARGS=value-added`)."""

from pathlib import Path

import pytest

from benchmarks.lived_quarter import Lived, about_of, live
from benchmarks.simulated_quarter import REVIEWERS
from domain.opened_session import OpenedSession
from domain.session import ItemKind
from domain.value_added import PERSON

pytestmark = pytest.mark.real_data

DAYS = 8
"""As many as give numbers; mornings of real training and publishing cost half a second each."""


@pytest.fixture(scope="module")
def lived(real_data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    return live(tmp_path_factory.mktemp("quarter") / "home", real_data_folder, seed=1, days=DAYS)


def predictions(opened: OpenedSession) -> list[tuple[ItemKind, str]]:
    return [(point.item.kind, about_of(point)) for point in opened.points]


def test_the_planted_disputes_are_on_top_of_the_agenda(lived: Lived) -> None:
    top = predictions(lived.first)[: len(lived.planted)]
    assert top == [(ItemKind.DISPUTE, about) for about in lived.planted]


def test_the_fixed_dispute_is_verified_in_the_next_session_and_the_others_are_still_open(lived: Lived) -> None:
    fixed, *others = lived.planted
    found = predictions(lived.second)
    assert found[0] == (ItemKind.VERIFIED, fixed)
    assert found[1 : len(lived.planted)] == [(ItemKind.DISPUTE, about) for about in others]
    detail = lived.second.points[0].item.detail
    made = detail["rescored"]
    assert isinstance(made, dict)
    assert (made["version"], made["why"], detail["by"]) == (2, None, "actual")
    assert detail["verdict"] in ("resolved", "better", "unchanged", "worse")


def test_the_outcomes_are_those_of_a_direct_computation(lived: Lived) -> None:
    gains = [gain for _, gain in lived.gains]
    changes = lived.outcomes.changes
    assert (changes.cases, changes.better) == (len(gains), sum(gain > 0 for gain in gains))
    assert changes.units is not None
    assert changes.units.mean == pytest.approx(sum(gains) / len(gains))
    (mine,) = lived.outcomes.groups[PERSON]
    ana = [gain for name, gain in lived.gains if name == REVIEWERS[0].name]
    assert (mine.cases, mine.better) == (len(ana), sum(gain > 0 for gain in ana))
