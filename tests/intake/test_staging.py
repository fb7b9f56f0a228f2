"""The staging area: gone at the end, in chunks of the right size, and honest about a full disk and too little memory."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.staging import Staging, open_staging
from presentation.words.problems import explain

PROJECT = Path(__file__).resolve().parents[2]

FULL = """
import resource, signal, sys
from datetime import date
from pathlib import Path
from domain.errors import StorageFullError
from domain.use_case.file import read_use_case
from intake.prepare import Origin, Standpoint, prepare_batch
from intake.staging import open_staging

folder = Path(sys.argv[1])
use_case = read_use_case(folder / "use_case.yaml")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    with open_staging(folder / "staging") as staging:
        prepare_batch(staging, use_case, Standpoint(Origin(folder, {}), date(2024, 5, 15)), lambda step: None)
except StorageFullError as error:
    left = list((folder / "staging").iterdir())
    print("full", error.path.is_relative_to(folder / "staging"), len(left))
"""

USE_CASE = """
name: shop
title: Shop
keys: [product]
dates: {horizon_days: 0}
target: {source: sales, column: sold, label: Sold}
sources: {sales: {path: sales.csv, date: date, keys: [product], encoding: ENCODING}}
batch: {seen_within_days: 14}
features: {product: {label: Product, key: product}}
"""


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    with open_staging(tmp_path / "below" / "staging") as staging:
        staging.run("CREATE TABLE numbers AS SELECT range AS n FROM range(100000)")
        assert len(list((tmp_path / "below" / "staging").iterdir())) == 1
    assert list((tmp_path / "below" / "staging").iterdir()) == []


def test_nothing_is_left_behind_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), open_staging(tmp_path):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


@given(rows=st.integers(0, 5000), size=st.integers(1, 2500))
def test_chunks_hold_every_row_once_in_order_and_have_one_size(rows: int, size: int, numbers: Staging) -> None:
    chunks = list(numbers.chunks(f"SELECT n FROM numbers WHERE n < {rows} ORDER BY n", size))
    assert [n for chunk in chunks for n in chunk.column("n").to_pylist()] == list(range(rows))
    assert all(chunk.num_rows == size for chunk in chunks[:-1])


@pytest.fixture(scope="module")
def numbers(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    with open_staging(tmp_path_factory.mktemp("numbers")) as staging:
        staging.run("CREATE TABLE numbers AS SELECT range AS n FROM range(5000)")
        yield staging


# Opening the database fails, then loading the file, then copying it into UTF-8.
@pytest.mark.parametrize(("limit", "encoding"), [(4_000, "utf-8"), (300_000, "utf-8"), (300_000, "latin-1")])
def test_a_full_disk_is_told_and_nothing_is_left_behind(limit: int, encoding: str, tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk: the system refuses to write in the same place."""
    (tmp_path / "use_case.yaml").write_text(USE_CASE.replace("ENCODING", encoding))
    lines = (f"2024-05-{1 + n % 14:02},product {n * 7919 % 1000003},{n % 97}\n" for n in range(60_000))
    (tmp_path / "sales.csv").write_text("date,product,sold\n" + "".join(lines))
    command = [sys.executable, "-c", FULL, str(tmp_path), str(limit)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout == "full True 0\n", done.stderr[-2000:]


def test_a_statement_without_enough_memory_is_told_as_that_and_not_as_a_bug(tmp_path: Path) -> None:
    with open_staging(tmp_path) as staging:
        staging.run("SET memory_limit = '16MB'")
        with pytest.raises(MemoryError) as caught:
            staging.rows("SELECT max(len(numbers)) FROM (SELECT list(range) AS numbers FROM range(20_000_000))")
    problem = explain(caught.value)
    assert problem.title == "Not enough memory"
    assert problem.where.startswith("Out of Memory Error: failed to")
    assert "\n" not in problem.where
