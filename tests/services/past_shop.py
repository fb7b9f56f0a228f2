"""The small shop with a past: runs by two versions, up to the one of MORNING."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from services.open_prediction import OpenedPrediction, open_prediction
from services.promote_version import promote_version
from services.train_version import train_version
from tests.services.made_up_shop import MORNING, USE_CASE
from tests.services.shop import Shop, copy_shop, open_stores, prepare_template

WEEK = timedelta(days=7)
YESTERDAY = MORNING - timedelta(days=1)
ROWS = range(6)
OLD_MORNINGS = (MORNING - WEEK,)
NEW_MORNINGS = (YESTERDAY, MORNING)


def prepare_past(root: Path, definition: str = USE_CASE, old: Iterable[date] = OLD_MORNINGS) -> Shop:
    """A shop with a run of every old morning by version 1, and of NEW_MORNINGS by version 2, which has fewer trees."""
    shop = Shop(open_stores(prepare_template(root, definition)))
    for morning in old:
        shop.published(morning)
    promote_next(shop, "trees: 12", "trees: 9")
    for morning in NEW_MORNINGS:
        shop.published(morning)
    return shop


def promote_next(shop: Shop, old: str, new: str) -> None:
    """Change the use case file, train, and promote the version."""
    shop.redefine(old, new)
    version = train_version(shop.deps, shop.loaded, MORNING)
    promote_version(shop.deps, shop.loaded, version.number, "a test", "Ana")


def opened(shop: Shop, morning: date, row: int = 0) -> OpenedPrediction:
    """A prediction of the run of a morning."""
    with shop.deps.feedback.read() as unit:
        run = unit.runs.current("shop", morning + timedelta(days=1))
    assert run is not None
    return open_prediction(shop.deps, f"{run.id}-{row}")


@pytest.fixture(scope="session")
def past_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop with a past, not to be changed."""
    root = tmp_path_factory.mktemp("past") / "template"
    prepare_past(root).close()
    return root


@pytest.fixture
def past_shop(past_template: Path, tmp_path: Path) -> Iterator[Shop]:
    """The shop with a past: last week by version 1, yesterday and today by version 2."""
    shop = copy_shop(past_template, tmp_path / "past_shop")
    yield shop
    shop.close()
