"""Make a version champion, with a reason that stays."""

from domain.version import Version
from services.dependencies import Dependencies
from services.load_use_case import LoadedUseCase


def promote_version(deps: Dependencies, loaded: LoadedUseCase, number: int, reason: str, person: str) -> Version:
    """The version becomes champion, the former champion retires; its files are checked first.

    Raises:
        NotFoundError: no such version.
        ModelFileError: its files are gone or were changed.
    """
    from models.files import load_model

    use_case = loaded.use_case.name
    with deps.feedback.read() as unit:
        version = unit.versions.by_number(use_case, number)
    load_model(deps.models / version.location, version.file_hash)
    with deps.feedback.write() as unit:
        promoted = unit.versions.promote(use_case, number, reason, deps.now())
        unit.audit.add(person, "promote", f"{use_case} version {number}", {"reason": reason}, deps.now())
    return promoted
