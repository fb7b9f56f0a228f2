"""A made-up use case of sixty rows a day, for as many days as wanted."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np

ENTITIES = 60
LEARNED_DAYS = 150
FIRST_RUN = date(2025, 1, 1)


def write_small(folder: Path, days: int) -> Path:
    """Write the use case file and its CSV; returns the path of the use case file."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(2)
    lines = ["day,item,sold"]
    for offset in range(-LEARNED_DAYS, days + 1):
        day = FIRST_RUN + timedelta(days=offset)
        sold = rng.poisson(20 + 10 * (day.weekday() >= 5) + np.arange(ENTITIES) % 7)
        lines += [f"{day},item {item:02d},{amount}" for item, amount in enumerate(sold)]
    (folder / "sales.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    path = folder / "use_case.yaml"
    path.write_text(
        f"""name: small
title: Small (benchmark)
synthetic: true
keys: [item]
target: {{source: sales, column: sold, label: Sold, unit: pieces, integer: true, min: 0}}
sources:
  sales: {{path: {folder}/sales.csv, date: day, keys: [item]}}
batch: {{seen_within_days: 14}}
features:
  item: {{label: Item, key: item}}
  weekday: {{label: Weekday, calendar: weekday}}
  last_week: {{label: Last week, lag: {{days: 7}}}}
  mean: {{label: Mean of four weeks, rolling: {{window_days: 28, lag_days: 1}}}}
model: {{trees: 50}}
range: {{folds: 2}}
""",
        encoding="utf-8",
    )
    return path
