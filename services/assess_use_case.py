"""Can this data answer this question? An assessment before modelling, with the work that is to be done."""

from datetime import date

import numpy as np

from domain.assessment import Assessment, Fitness, Point, PointCode
from domain.errors import TooLittleDataError
from services.assess_history import gaps, labels, outliers, size_and_span, sparsity, stability
from services.assess_leak import leak
from services.dependencies import SILENT, Dependencies, Progress
from services.load_use_case import LoadedUseCase
from services.training_rows import training_rows


def assess_use_case(deps: Dependencies, loaded: LoadedUseCase, as_of: date, progress: Progress = SILENT) -> Assessment:
    """Look at everything known on a morning, and try a small model on days it has not seen.

    Raises:
        SourceError: a source cannot be read.
    """
    from services.assess_skill import learnability, measure_skill, sampled

    use_case = loaded.use_case
    try:
        rows = training_rows(deps, loaded, as_of, progress)
    except TooLittleDataError as error:
        values = {"days": 0, "needed": error.days_needed, "rows": 0}
        return Assessment(
            use_case.name, 0, 0, 0, None, None, (Point(PointCode.SIZE, Fitness.NOT_READY, "short", values),)
        )
    data = rows.data
    points = [
        *size_and_span(use_case, data),
        *sparsity(use_case, data),
        *labels(use_case, data, rows.findings),
        *outliers(use_case, data),
        *gaps(use_case, data),
        *leak(use_case, data),
        *stability(use_case, data),
    ]
    small = any(point.code is PointCode.SPARSITY and point.fitness is Fitness.WORK for point in points)
    progress.step("trying a small model")
    learned = sampled(data)
    skill = measure_skill(use_case, learned, deps.threads)
    return Assessment(
        use_case.name,
        len(data.target),
        int(np.unique(data.days).size),
        int(np.unique(data.entities.astype(str)).size),
        data.days.min().astype("datetime64[D]").item(),
        data.days.max().astype("datetime64[D]").item(),
        (*points, *learnability(skill, small_series=small)),
        skill,
        len(data.target) if len(learned.target) < len(data.target) else None,
    )
