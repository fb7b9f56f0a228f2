"""Data Docs of Great Expectations: static pages on what was expected and what was found, made when somebody asks.

They are about the rows as they were checked, those that were left out included, and hold all of them in memory.
"""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa

from domain.use_case.expectations import Expectation, asked_expectations
from domain.use_case.known_expectations import COMPARED_COLUMNS
from intake.expectations.answers import asked_of
from intake.expectations.ask import left_out_table
from intake.expectations.judge import INDEX, Asked, made, new_context
from intake.expectations.looked_at import LookedAt, Standing, looked_at
from intake.expectations.quiet import quiet_gx
from intake.quoting import name
from intake.staging import Staging

SITE = "vouch"


def write_data_docs(staging: Staging, standing: Standing, folder: Path) -> Path:
    """Write the pages into a folder; the front page, to open in a browser.

    Args:
        staging: holds a batch whose stages have been made and checked.
        standing: the morning.
        folder: made if it is not there; pages of earlier times stay beside the new ones.
    """
    with quiet_gx():
        context = _context(folder)
        for title, several in _by_table(standing):
            looked = _with_left_out(staging, looked_at(staging, standing, several[0]))
            _validate(context, title, _rows(staging, looked), [asked_of(looked, each) for each in several])
        context.build_data_docs(site_names=[SITE])
    return folder / "index.html"


def _context(folder: Path) -> Any:
    context = new_context()
    store = {"class_name": "TupleFilesystemStoreBackend", "base_directory": str(folder.resolve())}
    index = {"class_name": "DefaultSiteIndexBuilder"}
    site: Any = {"class_name": "SiteBuilder", "site_index_builder": index, "store_backend": store}
    context.add_data_docs_site(SITE, site)
    return context


def _by_table(standing: Standing) -> list[tuple[str, list[Expectation]]]:
    def table(each: Expectation) -> tuple[str, str, int]:
        return each.looks_at, each.source or "", each.days or 0

    asked = [
        each
        for each in asked_expectations(standing.use_case)
        if not each.type.startswith(COMPARED_COLUMNS) and each.kwargs.get("column_index") is None
    ]
    return [(_title(*key), list(several)) for key, several in groupby(sorted(asked, key=table), table)]


def _title(stage: str, source: str, days: int) -> str:
    told = f"{source} as {stage}" if source else "features of the batch"
    return f"{told}, last {days} days" if days else told


def _with_left_out(staging: Staging, looked: LookedAt) -> LookedAt:
    gone = left_out_table(looked.table)
    if not staging.count("SELECT count(*) FROM duckdb_tables() WHERE table_name = ?", [gone.strip('"')]):
        return looked
    whole = f"(SELECT * FROM {looked.table} UNION ALL BY NAME SELECT * FROM {gone})"
    return LookedAt(
        looked.table, looked.key, looked.rows.replace(f"FROM {looked.table}", f"FROM {whole}"), looked.columns
    )


def _rows(staging: Staging, looked: LookedAt) -> pa.Table:
    columns = "".join(f", {name(column)}" for column in dict.fromkeys(looked.columns.values()))
    return staging.table(f"SELECT _line AS {INDEX}{columns} FROM ({looked.rows}) ORDER BY 1")


def _validate(context: Any, title: str, table: pa.Table, asked: Sequence[Asked]) -> None:
    from great_expectations import ExpectationSuite, ValidationDefinition

    suite = context.suites.add(ExpectationSuite(name=title, expectations=[made(each, {}) for each in asked]))
    asset = context.data_sources.add_pandas(title).add_dataframe_asset(title)
    definition = ValidationDefinition(name=title, data=asset.add_batch_definition_whole_dataframe(title), suite=suite)
    frame = table.to_pandas(date_as_object=True).set_index(INDEX).rename_axis(None)
    context.validation_definitions.add(definition).run(batch_parameters={"dataframe": frame}, result_format="SUMMARY")
