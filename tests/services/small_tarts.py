"""The made-up shop with tarts that are sold on few days: they are predicted together, and shared back."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from services.train_version import train_version
from tests.services.made_up_shop import MORNING, STORES, USE_CASE, Row
from tests.services.shop import Shop, copy_shop, prepare_template

WITHIN = 60
TARTS = ("=Tart", "Tart 2", "Tart 3", "Tart 4")
"""One of them is named like a formula."""

SOLD = {
    (STORES[0], TARTS[0]): {2: 5, 9: 4},
    (STORES[0], TARTS[1]): {3: 3},
    (STORES[0], TARTS[2]): {4: 1, 5: 1, 6: 1},
    (STORES[0], TARTS[3]): {80: 2},
    (STORES[1], TARTS[1]): {2: 7},
}
"""How many of a tart were sold so many days before the morning; on all other days none."""

DEFINITION = USE_CASE.replace("batch: {source: plan}", "batch: {seen_within_days: 14}") + (
    "clean: {sales: {aggregate: {key: product, fewer_than_days: 20, within_days: 60, together_as: Tarts, share_back: true}}}\n"
)


def sell_tarts(shop: Shop) -> None:
    """Write the tarts into the sales."""

    def more(rows: list[Row]) -> list[Row]:
        return [
            *rows,
            *(
                tart(keys, MORNING - timedelta(days=back), count)
                for keys, days in SOLD.items()
                for back, count in days.items()
            ),
        ]

    shop.edit("sales", more)


def tart(keys: tuple[str, str], day: date, count: int) -> Row:
    return {
        "date": day.isoformat(),
        "store": keys[0],
        "product": keys[1],
        "sold": str(count),
        "demand": "low",
        "busy": "no",
    }


@pytest.fixture(scope="session")
def tart_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop with tarts and a champion, not to be changed."""
    root = tmp_path_factory.mktemp("tarts")
    shop = copy_shop(prepare_template(root / "plain", DEFINITION), root / "template")
    sell_tarts(shop)
    train_version(shop.deps, shop.loaded, MORNING)
    shop.close()
    return root / "template"
