"""Small by construction: the limits that projects which postponed them never could turn on."""

import tomllib
from pathlib import Path

MODULE_LIMIT = 250
PAGE_LIMIT = 79
APP_LIMIT = 29
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def python_files(files: list[Path]) -> list[Path]:
    return [path for path in files if path.suffix == ".py"]


def excepted(project: Path) -> set[Path]:
    content = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    return {project / name for name in content["tool"]["vouch"]["long_modules"]}


def test_there_are_modules_in_every_layer_to_look_at(project: Path, product_modules: list[Path]) -> None:
    found = {path.relative_to(project).parts[0] for path in product_modules}
    assert {"app.py", "pages", "ui", "cli", "wiring", "services", "presentation", "intake", "models", "domain"} <= found


def test_no_module_is_longer_than_250_lines(project: Path, project_files: list[Path]) -> None:
    too_long = {
        str(path.relative_to(project)): lines(path)
        for path in python_files(project_files)
        if lines(path) > MODULE_LIMIT and path not in excepted(project)
    }
    assert too_long == {}


def test_every_exception_to_the_length_limit_is_still_needed(project: Path) -> None:
    needless = {str(path) for path in excepted(project) if not path.exists() or lines(path) <= MODULE_LIMIT}
    assert needless == set()


def test_no_page_is_longer_than_79_lines(project: Path) -> None:
    pages = sorted((project / "pages").glob("*.py"))
    assert pages
    assert {path.name: lines(path) for path in pages if lines(path) > PAGE_LIMIT} == {}


def test_the_front_door_is_no_longer_than_29_lines(project: Path) -> None:
    assert lines(project / "app.py") <= APP_LIMIT


def test_no_module_or_folder_has_a_name_that_says_nothing(project: Path, project_files: list[Path]) -> None:
    named = {
        str(path.relative_to(project))
        for path in python_files(project_files)
        if EMPTY_NAMES & {path.stem.strip("_"), *path.relative_to(project).parts[:-1]}
    }
    assert named == set()


def test_no_test_file_shares_its_name_with_another(project: Path) -> None:
    names = [path.name for path in (project / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))


def test_every_product_module_says_why_it_exists(project: Path, product_modules: list[Path]) -> None:
    silent = [
        str(path.relative_to(project))
        for path in product_modules
        if (text := path.read_text(encoding="utf-8").strip()) and not text.startswith(('"""', 'r"""'))
    ]
    assert silent == []
