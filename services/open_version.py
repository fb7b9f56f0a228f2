"""Have a version at hand: its manifest and an engine for single rows, for What changed and What if."""

from typing import TYPE_CHECKING

from domain.errors import NotFoundError
from domain.run import Run
from services.dependencies import Dependencies

if TYPE_CHECKING:
    from models.at_hand import ModelAtHand


def open_version(deps: Dependencies, run: Run) -> "ModelAtHand":
    """The version that made a run; the ones used last stay open.

    Raises:
        NotFoundError: the catalogue does not know the version.
        ModelFileError: its files are gone or were changed.
    """
    if run.version is None:
        raise NotFoundError("version", "")
    with deps.feedback.read() as unit:
        version = unit.versions.by_number(run.use_case, run.version)

    def load() -> "ModelAtHand":
        from models.at_hand import model_at_hand

        return model_at_hand(deps.models / version.location, version.file_hash)

    return deps.versions.take((version.location, version.file_hash), load)
