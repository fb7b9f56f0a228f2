"""Find and read a use case by name (a folder in `use_cases/`) or by the path of its file."""

from dataclasses import dataclass
from pathlib import Path

from domain.errors import FilePlace, NotFoundError, UseCaseFileError
from domain.use_case import UseCase
from domain.use_case.file import read_use_case
from intake.prepare import Origin
from services.dependencies import Dependencies
from services.list_use_cases import FILE_NAME, names_at_hand


@dataclass(frozen=True)
class LoadedUseCase:
    """A use case and the file it came from."""

    use_case: UseCase
    path: Path


def load_use_case(deps: Dependencies, name_or_path: str) -> LoadedUseCase:
    """The use case of a name or a path.

    Raises:
        NotFoundError: no folder of this name.
        UseCaseFileError: the file has faults.
    """
    path = _find(deps, name_or_path)
    return LoadedUseCase(read_named(path, deps.use_cases), path)


def read_named(path: Path, use_cases: Path) -> UseCase:
    """The use case of a file; in `use_cases/` it must go by the name of its folder, or two would be taken for one.

    Raises:
        UseCaseFileError: the file has faults, or another name.
    """
    use_case = read_use_case(path)
    folder = path.resolve().parent
    if folder.parent == use_cases.resolve() and folder.name != use_case.name:
        raise UseCaseFileError(path, (_name_place(path, use_case.name, f"{folder.name}, the name of its folder"),))
    return use_case


def _name_place(path: Path, name: str, allowed: str) -> FilePlace:
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next((number for number, text in enumerate(lines, start=1) if text.startswith("name:")), 1)
    return FilePlace(line, "name", name, allowed)


def register(deps: Dependencies, loaded: LoadedUseCase) -> None:
    """Write the use case into the catalogue, so that the dashboard shows it."""
    use_case = loaded.use_case
    with deps.feedback.write() as unit:
        unit.use_cases.register(
            use_case.name, use_case.title, use_case.model_dump(mode="json"), str(loaded.path.resolve()), deps.now()
        )


def origin_of(deps: Dependencies, loaded: LoadedUseCase) -> Origin:
    """Where its sources are."""
    return Origin(loaded.path.resolve().parent, deps.variables)


def _find(deps: Dependencies, name_or_path: str) -> Path:
    if name_or_path.endswith((".yaml", ".yml")) or "/" in name_or_path:
        path = Path(name_or_path)
        return path / FILE_NAME if path.is_dir() else path
    path = deps.use_cases / name_or_path / FILE_NAME
    if path.is_file():
        return path
    raise NotFoundError("use case", name_or_path, names_at_hand(deps))
