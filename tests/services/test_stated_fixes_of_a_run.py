"""What is put right by rule reaches the screen: the row says what stands in, and small series are one row with all that a row has."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from domain.attention import AttentionReason, ReasonCode
from presentation.words.findings import finding_sentence
from presentation.words.reasons import reason_chip, reason_sentence
from services.record_actuals import record_actuals
from services.train_version import train_version
from tests.services.made_up_shop import MORNING, PRODUCTS, USE_CASE, read_table
from tests.services.outcomes import TARGET_DAY, finding
from tests.services.shop import Shop, copy_shop, prepare_template

CAKE = PRODUCTS[2]
SEEN_ON = (TARGET_DAY - timedelta(days=4)).isoformat()
"""The day whose temperature the run of MORNING uses."""

DEFINITION = USE_CASE.replace(
    "lag_days: 4}}\n", "lag_days: 4}, missing: {rule: median, within_days: 28}}\n"
).replace("batch: {source: plan}", "batch: {seen_within_days: 14}") + (
    "clean: {sales: {aggregate: {key: product, fewer_than_days: 20, within_days: 60, together_as: Small cakes}}}\n"
)  # fmt: skip


@pytest.fixture(scope="module")
def mended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """A shop that sells cake on a few days only, and that knows what to do about it."""
    root = tmp_path_factory.mktemp("mended")
    opened = copy_shop(prepare_template(root / "template", DEFINITION), root / "shop")
    opened.edit(
        "sales",
        lambda rows: [r for r in rows if r["product"] != CAKE or r["date"] <= "2026-01-20" or r["date"].endswith("7")],
    )
    opened.edit("weather", lambda rows: [{**r, "temperature": ""} if r["date"] == SEEN_ON else r for r in rows])
    train_version(opened.deps, opened.loaded, MORNING)
    yield opened
    opened.close()


def test_the_row_says_what_stands_in_and_small_series_are_one_row_with_a_range_and_an_outcome(mended: Shop) -> None:
    outcome = mended.daily()
    use_case, run = mended.loaded.use_case, outcome.run
    rows = [mended.deps.predictions.prediction(run, row) for row in range(run.row_count)]
    names = {row.queue.entity: row for row in rows}
    assert {entity[1] for entity in names} == {*PRODUCTS[:2], "Small cakes"}
    filled = AttentionReason(ReasonCode.IMPUTED_INPUT, "temperature")
    assert all(filled in row.queue.reasons for row in rows)
    assert reason_chip(use_case, filled) == "temperature filled in"
    assert reason_sentence(use_case, filled) == "“Temperature” was missing; the median of the last 28 days was used."
    assert finding_sentence(finding(outcome, "imputed"), use_case) == (
        "“Temperature” was missing in 6 rows (100 %); the median of the last 28 days was used."
    )
    together = AttentionReason(ReasonCode.PREDICTED_TOGETHER)
    assert {entity[1] for entity, row in names.items() if together in row.queue.reasons} == {"Small cakes"}
    small = names["North", "Small cakes"]
    assert small.queue.low is not None
    assert small.queue.high is not None
    assert small.queue.low <= small.explanation.prediction <= small.queue.high
    told = finding_sentence(finding(outcome, "series_together"), use_case)
    assert told.startswith(
        "2 series of 6 had sales on fewer than 20 days; they are predicted together as “Small cakes”."
    )


def test_actuals_of_a_few_days_go_to_the_series_that_were_predicted(mended: Shop) -> None:
    since = MORNING - timedelta(days=10)
    record_actuals(mended.deps, mended.loaded, MORNING, since)
    sold = [row for row in read_table(mended.folder / "sales.csv") if row["sold"]]
    cakes = {row["date"]: float(row["sold"]) for row in sold if row["product"] == CAKE and row["store"] == "North"}
    day = date(2026, 4, 27)
    assert since <= day < MORNING
    with mended.deps.feedback.read() as unit:
        known = unit.actuals.latest("shop", day)
    assert {entity[1] for entity in known} == {*PRODUCTS[:2], "Small cakes"}
    assert known["North", "Small cakes"].value == cakes[day.isoformat()]
