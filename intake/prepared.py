"""A batch that is ready to be scored, and the hash that says what it is."""

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv

from domain.evidence import NO_EVIDENCE, Evidence
from domain.finding import Finding, Verdict, verdict_of
from domain.shares import sharing_rule
from domain.use_case import UseCase
from intake.failing_rows import write_failing_rows
from intake.members import members
from intake.quoting import literal, name
from intake.staging import Staging

HASH_CHUNK_ROWS = 20_000


@dataclass(frozen=True)
class PreparedBatch:
    """A batch that is ready to be scored, still in staging.

    Attributes:
        data_through: last day whose actuals were known.
        content_hash: of keys, features, comparable days and whom predictions together are shared back to, tagged with
            its algorithm; the same whatever the order of the rows in the sources.
        evidence: what the gate's checks said of each stage, and its snapshot; none where it was not asked.
    """

    staging: Staging
    use_case: UseCase
    run_date: date
    row_count: int
    data_through: date | None
    findings: tuple[Finding, ...]
    content_hash: str
    evidence: Evidence = NO_EVIDENCE

    @property
    def verdict(self) -> Verdict:
        """What the gate says."""
        return verdict_of(self.findings)

    def chunks(self, rows: int) -> Iterator[pa.RecordBatch]:
        """The rows in order, as record batches: _row, day, keys, x_<feature>, usual, past_days, past_values."""
        return self.staging.chunks("SELECT * FROM prepared", rows)

    def key_counts(self, key: str) -> Mapping[str, int]:
        """How many rows each value of a key has."""
        column = name(key)
        counted = self.staging.rows(f"SELECT {column}, count(*) FROM prepared GROUP BY 1 ORDER BY 1")
        return {str(value): int(str(rows)) for value, rows in counted}

    def members(self) -> pa.Table | None:
        """Who is behind the predictions together: row, keys, days, sold; None where nothing is shared back."""
        return None if sharing_rule(self.use_case) is None else self.staging.table(members(self.use_case))

    def write_changes(self, path: Path) -> int:
        """Write the list of every row changed, dropped or left out to a Parquet file; returns its length."""
        self.staging.run(
            f"COPY (SELECT * FROM changes ORDER BY source, code, line) TO {literal(str(path))} (FORMAT parquet)"
        )
        return self.staging.count("SELECT count(*) FROM changes")

    def write_failing_rows(self, path: Path) -> int:
        """Write every row that failed a check, with its reason, to a Parquet file; returns how many there are.

        Without a failing row there is no file.
        """
        return write_failing_rows(self.staging, path)


def content_hash(staging: Staging, use_case: UseCase) -> str:
    """SHA-256 over the rows of `prepared`, and of `members` where something is shared back, tagged with its algorithm."""
    contents = [
        "SELECT * EXCLUDE (_row, past_days, past_values), past_days::VARCHAR AS past_days, "
        "past_values::VARCHAR AS past_values FROM prepared"
    ]
    if sharing_rule(use_case) is not None:
        contents.append(members(use_case))
    digest = hashlib.sha256()
    for chunk in chain.from_iterable(staging.chunks(content, HASH_CHUNK_ROWS) for content in contents):
        text = io.BytesIO()
        pacsv.write_csv(chunk, text)
        digest.update(text.getvalue())
    return "sha256:" + digest.hexdigest()
