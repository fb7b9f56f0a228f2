"""Real dirt: everything that the data's README counts comes out by its reason, from the YAML file alone."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from domain.finding import Finding
from domain.shares import Member, share_members
from domain.use_case import UseCase
from domain.use_case.file import read_use_case
from intake.cleaning.changes import change_findings
from intake.features.wanted import want_batch
from intake.members import make_members, members
from intake.prepare import Origin, Window, known_actuals
from intake.staging import open_staging

pytestmark = pytest.mark.real_data

AFTER = date(2011, 9, 1)

FILE = Path(__file__).parents[2] / "use_cases" / "online_retail" / "use_case.yaml"


@pytest.fixture(scope="module")
def use_case() -> UseCase:
    return read_use_case(FILE)


@dataclass(frozen=True)
class Prepared:
    """The findings, the daily quantities that are left, and who is behind the prediction together in which row."""

    findings: tuple[Finding, ...]
    actuals: pd.DataFrame
    members: tuple[Member, ...]
    together: tuple[int, ...]


@pytest.fixture(scope="module")
def prepared(use_case: UseCase, real_data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    origin = Origin(FILE.parent, {"VOUCH_DATA": str(real_data_folder)})
    with open_staging(tmp_path_factory.mktemp("staging")) as staging:
        actuals = known_actuals(staging, use_case, origin, Window(AFTER, None), lambda step: None).to_pandas()
        want_batch(staging, use_case, AFTER)
        # Features are dear and of no matter here: the rows of the batch are enough.
        staging.run("CREATE TABLE prepared AS SELECT * FROM wanted")
        make_members(staging, use_case)
        found = staging.table(members(use_case)).to_pylist()
        rows = staging.rows("SELECT _row FROM prepared WHERE product = 'Small products'")
        return Prepared(
            tuple(change_findings(staging, AFTER)),
            actuals,
            tuple(Member(row["row"], (row["product"],), row["days"], row["sold"]) for row in found),
            tuple(int(str(row)) for (row,) in rows),
        )


@pytest.fixture(scope="module")
def raw(real_data_folder: Path) -> pd.DataFrame:
    path = real_data_folder / "online_retail_transactions" / "transactions_2010-12_to_2011-08.csv.gz"
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    return frame.assign(
        quantity=frame.Quantity.astype(float), price=frame.UnitPrice.astype(float), day=frame.InvoiceDate.str[:10]
    )


def finding(findings: tuple[Finding, ...], code: str, reason: str | None = None) -> Finding:
    (found,) = [f for f in findings if f.code == code and f.detail.get("reason") == reason]
    return found


def test_every_count_of_the_readme_comes_out_by_reason(prepared: Prepared, raw: pd.DataFrame) -> None:
    findings = prepared.findings
    code, name = raw.StockCode, raw.Description
    matched = {f.detail["reason"]: f.detail["matched"] for f in findings if f.code == "row_dropped"}
    assert matched["Negative quantity"] == (raw.quantity < 0).sum() == 6_772
    assert matched["Cancellation"] == raw.InvoiceNo.str.startswith("C").sum() == 5_847
    assert matched["Description missing"] == (name.str.strip() == "").sum() == 1_161
    assert matched["Price of zero or less"] == (raw.price <= 0).sum() == 1_799
    assert matched["More units than anybody ordered"] == (raw.quantity == 74_215).sum() == 1
    assert finding(findings, "identical_rows").count == raw.iloc[:, :8].duplicated().sum() == 2_483
    cases = code.groupby(code.str.upper()).nunique()
    assert finding(findings, "case_changed").detail["codes"] == (cases > 1).sum() == 94
    names = name[name != ""].groupby(code[name != ""]).nunique()
    assert finding(findings, "name_unified").detail["codes"] == (names > 1).sum() == 331
    days = raw[raw.quantity > 0].groupby("StockCode").day.nunique()
    detail = finding(findings, "series_together").detail
    assert (detail["received"], detail["received_of"]) == ((days < 10).sum(), len(days)) == (885, 3_645)


@pytest.fixture(scope="module")
def kept(raw: pd.DataFrame, use_case: UseCase) -> tuple[pd.DataFrame, dict[str, int]]:
    """What pandas leaves of the rows, and how many went for which reason, in the stated order."""
    left = raw[~raw.iloc[:, :8].duplicated()]
    gone = {"": len(raw) - len(left)}
    columns = {"product": left.StockCode, "UnitPrice": left.price, "Quantity": left.quantity}
    for drop in use_case.clean["transactions"].drop.values():
        value = columns.get(drop.column, left.get(drop.column)).loc[left.index]
        text = value.astype(str).str.split().str.join(" ")
        if drop.matches is not None:
            hit = text.str.fullmatch(drop.matches) & (text != "")
        elif drop.values:
            hit = value == float(drop.values[0])
        elif drop.missing:
            hit = text == ""
        else:
            limits = ((drop.below, value.lt), (drop.at_most, value.le), (drop.above, value.gt))
            hit = next(compare(limit) for limit, compare in limits if limit is not None)
        gone[drop.reason] = int(hit.sum())
        left = left[~hit]
    return left, gone


def test_what_is_left_is_what_pandas_leaves_in_the_stated_order(
    prepared: Prepared, kept: tuple[pd.DataFrame, dict[str, int]]
) -> None:
    findings, actuals = prepared.findings, prepared.actuals
    left, gone = kept
    dropped = {f.detail.get("reason", ""): f.count for f in findings if f.code in ("identical_rows", "row_dropped")}
    assert dropped == {reason: count for reason, count in gone.items() if reason in dropped}
    assert sum(dropped.values()) == sum(gone.values())
    assert actuals.target.sum() == left.quantity.sum()
    assert actuals.groupby("day").target.sum().tolist() == left.groupby("day").quantity.sum().tolist()
    assert actuals["product"].nunique() <= left.StockCode.str.upper().nunique()
    assert not actuals.duplicated(["day", "product"]).any()


def test_the_shares_of_a_morning_are_of_exactly_the_small_ones_and_add_up(
    prepared: Prepared, kept: tuple[pd.DataFrame, dict[str, int]]
) -> None:
    left, found = kept[0], prepared.members
    daily = left.groupby([left.StockCode.str.upper(), "day"]).quantity.sum()
    known = daily[daily.index.get_level_values("day") < AFTER.isoformat()]
    series = known[known > 0].groupby(level=0).agg(["count", "sum"])
    small = series[series["count"] < 10]
    assert {m.entity[0]: (m.days, m.sold) for m in found} == {
        product: (days, sold) for product, days, sold in small.itertuples()
    }
    assert len(small) > 700
    assert len(prepared.together) == 1
    assert {m.row for m in found} == set(prepared.together)
    for total in (0, 1, 593, 25_112):
        shares, without = share_members(found, total, total)
        assert not without
        assert sum(share.predicted for share in shares) == total
        of_all = sum(small["sum"])
        assert all(abs(share.predicted - total * share.member.sold / of_all) < 1 for share in shares)
