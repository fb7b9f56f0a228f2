"""Who is behind a prediction together, on the morning of the run: its small series, and what each of them sold lately."""

from domain.shares import sharing_rule
from domain.use_case import UseCase
from intake.quoting import literal, name, names, same
from intake.staging import Staging


def make_members(staging: Staging, use_case: UseCase) -> None:
    """Make `members` (row, keys, days, sold): the small series of every prediction together of the batch.

    `row` is the number of the prediction in the run; of what the batch does not predict there are no members.
    """
    rule = sharing_rule(use_case)
    if rule is None:
        return
    others = [key for key in use_case.keys if key != rule.key]
    staging.run(
        "CREATE OR REPLACE TABLE members AS WITH numbered AS (SELECT row_number() OVER (ORDER BY _row) - 1 AS row, "
        f"{names(use_case.keys)} FROM prepared) SELECT n.row, {names(use_case.keys, 's.')}, s.days, s.sold "
        f"FROM numbered AS n JOIN small_series AS s ON {same(others, 'n', 's')} "
        f"WHERE n.{name(rule.key)} = {literal(rule.together_as)}"
    )


def members(use_case: UseCase) -> str:
    """The query for row, keys, days, sold: the largest first, then by name, whatever the order of the sources."""
    return f"SELECT * FROM members ORDER BY row, sold DESC, {names(use_case.keys)}"
