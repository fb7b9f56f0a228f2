"""Ask the expectations of a stage, and leave out the rows that they quarantine.

Where a batch is inspected all are asked. Where rows are only needed as they were then (training, actuals, a row built
anew), those that leave rows out are asked, so that everybody sees the same rows.
"""

from collections.abc import Iterator
from itertools import groupby

from domain.check_result import CheckResult
from domain.stage import Stage
from domain.use_case.expectations import Expectation, asked_expectations
from intake.expectations.answers import Places, answers, make_lines
from intake.expectations.judge import Judge
from intake.expectations.looked_at import Standing, looked_at
from intake.expectations.results import Asking, result_of
from intake.quoting import name
from intake.staging import Staging


def expectation_results(staging: Staging, standing: Standing, stage: Stage) -> list[CheckResult]:
    """What all expectations of a stage say, in the order of the use case file; quarantined rows are gone afterwards."""
    asked = _of_stage(standing, stage)
    if not asked:
        return []
    from intake.expectations.judge import judge

    found = sorted(_asked(staging, standing, asked, judge), key=lambda asking: asking.place)
    first = _first_left_out(staging, found)
    results = [result_of(staging, standing, asking, first.get(asking.place, 0)) for asking in found]
    _leave_out(staging, found)
    return results


def leave_out(staging: Staging, standing: Standing, stage: Stage) -> None:
    """Leave out what the expectations of a stage quarantine, and say nothing of it.

    Great Expectations is not imported for it: whoever calls this may be the dashboard.
    """
    quarantine = {
        place: each for place, each in _of_stage(standing, stage).items() if each.failing_rows == "quarantine"
    }
    if not quarantine:
        return
    from intake.expectations.apart import judge_here_or_apart

    with judge_here_or_apart(staging.folder) as judge:
        _leave_out(staging, list(_asked(staging, standing, quarantine, judge)))


def left_out_table(table: str) -> str:
    """Where the rows lie that were left out of a table."""
    return name("left_out_" + table.strip('"'))


def _of_stage(standing: Standing, stage: Stage) -> Places:
    every = enumerate(asked_expectations(standing.use_case))
    return {place: each for place, each in every if each.looks_at == stage.value}


def _asked(staging: Staging, standing: Standing, asked: Places, judge: Judge) -> Iterator[Asking]:
    """Expectations about the same rows together: their columns are read once."""
    make_lines(staging)

    def rows_of(item: tuple[int, Expectation]) -> tuple[str, int]:
        return item[1].source or "", item[1].days or 0

    for _, several in groupby(sorted(asked.items(), key=rows_of), rows_of):
        places = dict(several)
        looked = looked_at(staging, standing, next(iter(places.values())))
        found = answers(staging, looked, places, judge)
        yield from (Asking(place, each, looked, found[place]) for place, each in places.items())


def _first_left_out(staging: Staging, found: list[Asking]) -> dict[int, int]:
    """By place, how many rows it is the first to leave out: together they are all rows that are left out."""
    counts: dict[int, int] = {}
    for table in {asking.looked.table for asking in found if asking.leaves_out}:
        places = ", ".join(str(a.place) for a in found if a.leaves_out and a.looked.table == table)
        rows = staging.rows(
            f"SELECT place, count(*) FROM (SELECT min(place) AS place FROM expectation_lines WHERE place IN ({places}) "
            "GROUP BY line) GROUP BY place"
        )
        counts |= {int(str(place)): int(str(count)) for place, count in rows}
    return counts


def _leave_out(staging: Staging, found: list[Asking]) -> None:
    tables = {
        asking.looked.table: asking.looked.key for asking in found if asking.leaves_out and asking.answer.unexpected
    }
    for table, key in tables.items():
        places = ", ".join(str(a.place) for a in found if a.leaves_out and a.looked.table == table)
        gone = f"{key} IN (SELECT line FROM expectation_lines WHERE place IN ({places}))"
        staging.run(f"CREATE OR REPLACE TABLE {left_out_table(table)} AS SELECT * FROM {table} WHERE {gone}")
        staging.run(f"DELETE FROM {table} WHERE {gone}")
        if key == "_row":
            # The rows of a batch are numbered without gaps: its files are read by these numbers.
            staging.run(
                f"CREATE OR REPLACE TABLE {table} AS SELECT row_number() OVER (ORDER BY _row) - 1 AS _row, "
                f"* EXCLUDE (_row) FROM {table} ORDER BY 1"
            )
