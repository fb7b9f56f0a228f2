"""Real dirt: everything that the data's README counts comes out by its reason, from the YAML file alone."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from domain.finding import Finding
from domain.use_case import UseCase
from domain.use_case.file import read_use_case
from intake.cleaning.changes import change_findings
from intake.prepare import Origin, Window, known_actuals
from intake.staging import open_staging

pytestmark = pytest.mark.real_data

AFTER = date(2011, 9, 1)

FILE = Path(__file__).parents[2] / "use_cases" / "online_retail" / "use_case.yaml"


@pytest.fixture(scope="module")
def use_case() -> UseCase:
    return read_use_case(FILE)


@pytest.fixture(scope="module")
def prepared(
    use_case: UseCase, real_data_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[tuple[Finding, ...], pd.DataFrame]:
    """The findings, and the daily quantities that are left."""
    origin = Origin(FILE.parent, {"VOUCH_DATA": str(real_data_folder)})
    with open_staging(tmp_path_factory.mktemp("staging")) as staging:
        actuals = known_actuals(staging, use_case, origin, Window(AFTER, None), lambda step: None).to_pandas()
        return tuple(change_findings(staging, AFTER)), actuals


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


def test_every_count_of_the_readme_comes_out_by_reason(
    prepared: tuple[tuple[Finding, ...], pd.DataFrame], raw: pd.DataFrame
) -> None:
    findings, _ = prepared
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


def test_what_is_left_is_what_pandas_leaves_in_the_stated_order(
    prepared: tuple[tuple[Finding, ...], pd.DataFrame], raw: pd.DataFrame, use_case: UseCase
) -> None:
    findings, actuals = prepared
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
    dropped = {f.detail.get("reason", ""): f.count for f in findings if f.code in ("identical_rows", "row_dropped")}
    assert dropped == {reason: count for reason, count in gone.items() if reason in dropped}
    assert sum(dropped.values()) == sum(gone.values())
    assert actuals.target.sum() == left.quantity.sum()
    assert actuals.groupby("day").target.sum().tolist() == left.groupby("day").quantity.sum().tolist()
    assert actuals["product"].nunique() <= left.StockCode.str.upper().nunique()
    assert not actuals.duplicated(["day", "product"]).any()
