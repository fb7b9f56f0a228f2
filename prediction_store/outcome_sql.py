"""The SQL of `prediction_store.outcomes`: predictions joined with actuals and answers, and what is summed over them."""

from collections.abc import Sequence
from pathlib import Path

from domain.agenda import PROBABLE
from domain.outcome import Costs, costs_of
from domain.use_case import UseCase


def files_sql(paths: Sequence[Path]) -> str:
    """What to read these files with; each row knows its file."""
    return f"read_parquet([{', '.join(_text(str(path)) for path in paths)}], filename = true, union_by_name = true)"


def key_column(key: str) -> str:
    """The column of a key, quoted."""
    return '"key_' + key.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def pairs_sql(use_case: UseCase, paths: Sequence[Path], most_frequent: str | None = None) -> str:
    """The temporary table `pairs`: each prediction with its actual, what was decided, and the errors and costs of both.

    `most_frequent` is the class that the simple rule always says.
    """
    keys = [key_column(key) for key in use_case.keys]
    # An entity is stored as a JSON list of the values of the keys, in their order.
    known = "".join(f", json_extract_string(entity, '$[{at}]') AS {key}" for at, key in enumerate(keys))
    same = " AND ".join(["a.day = s.day", *(f"a.{key} = s.{key}" for key in keys)])
    return f"""
CREATE TEMP TABLE pairs AS
WITH latest AS (
  SELECT day, entity, arg_max(value, revision) AS value, arg_max({{'label': label}}, revision).label AS label
  FROM actuals GROUP BY day, entity
), known AS (SELECT day, value, label{known} FROM latest),
said AS (
  SELECT r.run_id, r.day, q.row, q.prediction AS model, {_said_label(use_case)} AS label, q.prediction AS sureness, q.low, q.high, q.usual{"".join(f", q.{key}" for key in keys)}
  FROM {files_sql(paths)} AS q JOIN runs AS r ON q.filename = r.path
), joined AS (
  SELECT s.*, a.value AS actual, a.label AS actual_label, coalesce(d.value, s.model) AS decided, coalesce(d.label, s.label) AS decided_label
  FROM said AS s LEFT JOIN known AS a ON {same} LEFT JOIN decided AS d ON d.run_id = s.run_id AND d.row = s.row
)
SELECT *, {_inside(use_case)} AS is_inside, {_errors(use_case, most_frequent)} FROM joined"""


def _said_label(use_case: UseCase) -> str:
    """The class that a prediction says; a binary one is stored as the probability of the second class."""
    if use_case.task != "binary":
        return "q.label"
    first, second = (_text(name) for name in use_case.target.classes)
    return f"CASE WHEN q.prediction >= {PROBABLE} THEN {second} ELSE {first} END"


def _inside(use_case: UseCase) -> str:
    """As `domain.certainty.is_inside`: of whole numbers, inside the range as it is shown."""
    if use_case.target.integer:
        return "(actual >= floor(low + 0.5) AND actual <= floor(high + 0.5))"
    return "(actual >= low AND actual <= high)"


def _errors(use_case: UseCase, most_frequent: str | None) -> str:
    if use_case.target.classes:
        wrong = "CASE WHEN actual_label IS NOT NULL THEN CAST({} IS DISTINCT FROM actual_label AS DOUBLE) END AS {}"
        return ", ".join(
            [
                wrong.format("label", "e_model"),
                wrong.format("decided_label", "e_decided"),
                "CAST(NULL AS DOUBLE) AS e_simple"
                if most_frequent is None
                else wrong.format(_text(most_frequent), "e_simple"),
                "CASE WHEN actual_label IS NOT NULL THEN 1.0 END AS weight",
                *(f"CAST(NULL AS DOUBLE) AS c_{name}" for name in ("model", "decided", "simple")),
            ]
        )
    costs = costs_of(use_case)
    values = (("model", "model"), ("decided", "decided"), ("simple", "usual"))
    return ", ".join(
        [
            *(f"abs({value} - actual) AS e_{name}" for name, value in values),
            *(f"{_cost(value, costs)} AS c_{name}" for name, value in values),
            "abs(actual) AS weight",
        ]
    )


def _cost(value: str, costs: Costs | None) -> str:
    if costs is None:
        return "CAST(NULL AS DOUBLE)"
    difference = f"({value} - actual)"
    # `greatest` passes over NULL, so that a value that is not there would cost nothing.
    return f"CASE WHEN {difference} >= 0 THEN {costs.too_much!r} * {difference} ELSE -{costs.too_little!r} * {difference} END"


# `fsum` adds with Kahan's correction: the same sums whatever the order of the rows.
DAYS_SQL = """
SELECT day, count(*) AS predictions, count(e_model) AS n,
  fsum(e_model) AS e_model, fsum(e_decided) AS e_decided, fsum(weight) AS weight,
  count(e_simple) AS n_simple, fsum(e_simple) AS e_simple,
  fsum(e_model) FILTER (e_simple IS NOT NULL) AS e_there, fsum(weight) FILTER (e_simple IS NOT NULL) AS weight_there,
  fsum(c_model) AS c_model, fsum(c_decided) AS c_decided, fsum(c_simple) AS c_simple,
  fsum(c_model) FILTER (e_simple IS NOT NULL) AS c_there,
  count(*) FILTER (actual IS NOT NULL AND low IS NOT NULL AND high IS NOT NULL) AS bounded,
  count(*) FILTER (is_inside) AS inside
FROM pairs GROUP BY day ORDER BY day"""
