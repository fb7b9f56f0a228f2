"""Small series that are predicted together get their shares back: of the value that counts, exactly, and by what was known."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from domain.errors import NotFoundError, PredictionFileError
from domain.finding import Finding, Severity
from domain.review import Answer
from domain.run import Run, RunState
from domain.shares import SharedOut
from intake.prepared import PreparedBatch
from prediction_store.frames import load_members
from prediction_store.members import MEMBERS
from presentation.reports.shared_table import shares_csv
from presentation.words.findings import finding_sentence
from services.export_shares import run_shares_back, share_table
from services.open_prediction import open_prediction
from services.record_review import GivenAnswer, record_review
from services.share_back import share_prediction, share_run, shares_back
from tests.services.made_up_shop import STORES
from tests.services.outcomes import finding
from tests.services.shop import Shop, copy_shop
from tests.services.small_tarts import TARTS, WITHIN, tart_template

__all__ = ["tart_template"]

NORTH, SOUTH = STORES


@pytest.fixture
def tarts(tart_template: Path, tmp_path: Path) -> Iterator[Shop]:
    shop = copy_shop(tart_template, tmp_path / "tarts")
    yield shop
    shop.close()


def of_store(shop: Shop, run: Run, store: str = NORTH) -> SharedOut:
    (found,) = [one for one in share_run(shop.deps, run) if one.entity[0] == store]
    return found


def test_shares_add_up_to_the_published_value_and_go_to_whom_the_morning_knew(tarts: Shop) -> None:
    run = tarts.published()
    north, south = share_run(tarts.deps, run)
    for shared in (north, south):
        published = tarts.deps.predictions.prediction(run, shared.row).queue
        assert published.entity == shared.entity == (shared.entity[0], "Tarts")
        assert sum(share.predicted for share in shared.shares) == shared.predicted == published.value
        assert (shared.decided, shared.decided_by, shared.days) == (shared.predicted, None, WITHIN)
    sold = {share.member.entity[1]: (share.member.days, share.member.sold) for share in north.shares}
    assert sold == {TARTS[0]: (2, 9.0), TARTS[1]: (1, 3.0), TARTS[2]: (3, 3.0)}
    assert [share.weight for share in north.shares] == [0.6, 0.2, 0.2]
    assert [member.entity for member in north.without] == [(NORTH, TARTS[3])]
    assert [share.member.entity for share in south.shares] == [(SOUTH, TARTS[1])]


def test_the_finding_says_that_they_are_shared_back_and_who_gets_nothing(tarts: Shop) -> None:
    told = finding_sentence(finding(tarts.daily(), "series_together"), tarts.loaded.use_case)
    assert told.endswith(
        "Each gets a share of the prediction, by what it sold in the last 60 days. "
        "1 more had no sale in these days and gets none."
    )


def test_what_somebody_entitled_decided_is_shared_instead_and_what_others_say_is_not(tarts: Shop) -> None:
    run = tarts.published()
    row = of_store(tarts, run).row
    ana, ben = tarts.person("Ana"), tarts.person("Ben", may_decide=False)
    for person, value in ((ana, "7"), (ben, "50")):
        given = GivenAnswer(
            f"token-{person.id}", f"{run.id}-{row}", person.id, Answer.DIFFERENT, own_value=value, reason="event"
        )
        record_review(tarts.deps, given)
    shared = of_store(tarts, run)
    assert (shared.decided, shared.decided_by) == (7, "Ana")
    assert [share.decided for share in shared.shares] == [4, 2, 1]
    assert sum(share.predicted for share in shared.shares) == shared.predicted
    opened = open_prediction(tarts.deps, f"{run.id}-{row}")
    assert shares_back(opened)
    assert share_prediction(tarts.deps, opened) == shared
    assert of_store(tarts, run, SOUTH).decided_by is None


def test_the_table_has_every_member_and_text_that_stays_text(tarts: Shop) -> None:
    run = tarts.published()
    table = share_table(tarts.deps, run)
    rows = list(table.rows())
    assert table.count == len(rows) == 5
    head, *lines = csv.reader(io.StringIO(shares_csv(table).decode("utf-8-sig")))
    assert head[:4] == ["Day", "Predicted together as", "Store", "Product"]
    assert {line[3] for line in lines} == {"'" + TARTS[0], *TARTS[1:]}
    (unsold,) = [line for line in lines if line[3] == TARTS[3]]
    assert unsold[4:] == ["0.0", "0", "", "", "", ""]


def test_only_predictions_together_of_a_run_that_asks_for_it_are_shared(tarts: Shop, shop: Shop) -> None:
    run = tarts.published()
    row = of_store(tarts, run).row
    alone = open_prediction(tarts.deps, f"{run.id}-{0 if row else 1}")
    assert not shares_back(alone)
    assert share_prediction(tarts.deps, alone) is None
    plain = shop.published()
    assert not run_shares_back(shop.deps, plain)
    assert list(share_run(shop.deps, plain)) == []
    with pytest.raises(NotFoundError):
        share_table(shop.deps, plain)


def test_a_run_from_before_shares_were_asked_for_opens_as_it_was(tarts: Shop) -> None:
    tarts.redefine(", share_back: true", "")
    run = tarts.published()
    assert not (tarts.deps.predictions.folder / run.location / MEMBERS).exists()
    tarts.redefine("together_as: Tarts", "together_as: Tarts, share_back: true")
    assert not run_shares_back(tarts.deps, run)
    tarts.deps.predictions.verify(run)
    assert tarts.published().id != run.id


def test_the_same_morning_gives_the_same_bytes_and_publishes_once(
    tarts: Shop, tart_template: Path, tmp_path: Path
) -> None:
    run = tarts.published()
    assert tarts.daily().repeated
    again = copy_shop(tart_template, tmp_path / "again")
    again.edit("sales", lambda rows: list(reversed(rows)))
    assert load_members(again.deps.predictions.folder / again.published().location).equals(
        load_members(tarts.deps.predictions.folder / run.location)
    )
    again.close()


# --- never in disagreement ----------------------------------------------------------------------------------------


CHANGES = {
    "another row": ("row", lambda values: [0, *values[1:]]),
    "another store": ("key_store", lambda values: [SOUTH, *values[1:]]),
    "twice": ("key_product", lambda values: [values[1], *values[1:]]),
    "predicted alone": ("key_product", lambda values: ["Brot", *values[1:]]),
    "nothing sold on some days": ("sold", lambda values: [0.0, *values[1:]]),
    "no number": ("sold", lambda values: [float("nan"), *values[1:]]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_check_finds_a_member_that_cannot_be(tarts: Shop, change: str) -> None:
    run = tarts.published()
    store, use_case = tarts.deps.predictions, tarts.loaded.use_case
    assert store.wrong_members(run.location, use_case) == 0
    path = store.folder / run.location / MEMBERS
    table = pq.ParquetFile(path).read()
    column, other = CHANGES[change]
    values = pa.array(other(table.column(column).to_pylist()), table.schema.field(column).type)
    pq.write_table(table.set_column(table.column_names.index(column), column, values), path)
    assert store.wrong_members(run.location, use_case) > 0
    with pytest.raises(PredictionFileError):
        store.verify(run)


def test_a_run_whose_members_disagree_is_held(tarts: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    right = PreparedBatch.members

    def wrong(self: PreparedBatch) -> pa.Table:
        table = right(self)
        assert table is not None
        return pa.concat_tables([table, table.slice(0, 1)])

    monkeypatch.setattr(PreparedBatch, "members", wrong)
    outcome = tarts.daily()
    assert outcome.run.state is RunState.HELD
    assert finding(outcome, "members_disagree").severity is Severity.CRITICAL


def test_a_missing_or_broken_file_is_said_and_the_prediction_still_opens(tarts: Shop) -> None:
    run = tarts.published()
    row = of_store(tarts, run).row
    path = tarts.deps.predictions.folder / run.location / MEMBERS
    path.write_bytes(b"PAR1 no longer")
    opened = open_prediction(tarts.deps, f"{run.id}-{row}")
    for fault in ("unreadable", "missing"):
        with pytest.raises(PredictionFileError) as caught:
            share_prediction(tarts.deps, opened)
        assert caught.value.fault == fault
        path.unlink(missing_ok=True)


def test_an_imported_run_is_never_shared(tarts: Shop) -> None:
    run = tarts.published()
    assert list(share_run(tarts.deps, replace(run, version=None))) == []
    assert not run_shares_back(tarts.deps, replace(run, version=None))


def test_what_training_found_is_kept_with_what_its_sentences_need(tarts: Shop) -> None:
    with tarts.deps.feedback.read() as unit:
        champion = unit.versions.champion("shop")
    assert champion is not None
    kept = champion.metrics["cleaned"]
    assert isinstance(kept, list)
    found = [Finding(severity=Severity.INFO, **{**one, "examples": tuple(one["examples"])}) for one in kept]
    assert "series_together" in {one.code for one in found}
    assert [sentence for sentence in map(finding_sentence, found) if "unknown" in sentence.lower()] == []
