"""Who was planned for a day: the rows of the batch say for whom actuals can be expected."""

import numpy as np

from domain.use_case import UseCase
from intake.checks.panel import Flags, Panel
from intake.quoting import literal, name, same


def unplanned(use_case: UseCase, panel: Panel) -> Flags:
    """Entities that the batch did not name for the new day of the target: nobody misses their actuals.

    That they left the plan was told on the morning of the plan. Nobody is unplanned in another source, without a source
    for the batch, or where the plan of that day is not known.
    """
    nobody = np.zeros(len(panel.entities), dtype=np.bool_)
    plan = use_case.batch.source
    if plan in (None, panel.source) or panel.source != use_case.target.source:
        return nobody
    of_day = f"SELECT * FROM {name('clean_' + str(plan))} WHERE _day = DATE {literal(panel.day.isoformat())}"
    if not panel.staging.count(f"SELECT count(*) FROM ({of_day})"):
        return nobody
    found = panel.staging.rows(
        f"SELECT e._e FROM {name('entities_' + panel.source)} AS e "
        f"WHERE NOT EXISTS (SELECT 1 FROM ({of_day}) AS p WHERE {same(panel.keys, 'p', 'e')})"
    )
    nobody[[int(str(row[0])) for row in found]] = True
    return nobody
