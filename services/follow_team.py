"""How far the team is with the predictions of a day: counted from keys and answered rows, never from a list of predictions.

Assignments count as they stand now, whichever day is looked at.
"""

from domain.assignment import Part, names, parts_by_owner
from domain.run import Run
from domain.team_progress import TeamProgress, add_up
from services.dependencies import Dependencies


def follow_team(deps: Dependencies, run: Run) -> TeamProgress:
    """The progress of everybody who looks at something, and what is nobody's.

    Raises:
        PredictionFileError: the files of the run are gone or broken.
    """
    with deps.feedback.read() as unit:
        standing = unit.assignments.standing(run.use_case)
        answered = unit.reviews.reviewed_rows(run.id)
    keys = deps.predictions.use_case(run).keys
    owned = {person: known for person, parts in parts_by_owner(standing).items() if (known := known_parts(parts, keys))}
    called = names(standing)
    cells = deps.predictions.cells(run, list(owned.values()), answered)
    return add_up([(person, called[person]) for person in owned], cells)


def team_stamp(deps: Dependencies, run: Run) -> tuple[object, ...]:
    """What changes whenever `follow_team` may have another answer."""
    with deps.feedback.read() as unit:
        standing = unit.assignments.standing(run.use_case)
        answered = unit.reviews.reviewed_rows(run.id)
    who = tuple((assignment.id, assignment.owner, assignment.owner_here) for assignment in standing)
    return who, len(answered), hash(answered)


def own_parts(deps: Dependencies, run: Run, person_id: int) -> tuple[Part, ...]:
    """What a person looks at in a run; empty for somebody without an assignment."""
    with deps.feedback.read() as unit:
        standing = unit.assignments.standing(run.use_case)
    parts = parts_by_owner(standing).get(person_id, ())
    return known_parts(parts, deps.predictions.use_case(run).keys) if parts else ()


def known_parts(parts: tuple[Part, ...], keys: list[str]) -> tuple[Part, ...]:
    """The parts that a run can have predictions of: with another key than it has, there are none."""
    return tuple(part for part in parts if all(key in keys for key, _ in part))
