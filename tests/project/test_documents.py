"""Documents are tested: what the code has, its document names, and what a document links to is there."""

import ast
import importlib
import re
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import pytest
import typer

from domain.assessment import PointCode
from domain.use_case.definition import LATER_KEYS
from domain.use_case.file import read_use_case
from presentation.words.check_names import NAMES
from presentation.words.findings import CODES

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
EXAMPLE = re.compile(r"<!-- example: use_case\.yaml -->\n```yaml\n(.*?)```", flags=re.DOTALL)


def text_of(project: Path, name: str) -> str:
    return (project / name).read_text(encoding="utf-8")


def documents(project: Path) -> list[Path]:
    return [*sorted(project.glob("*.md")), *sorted((project / "docs").rglob("*.md"))]


def anchors(path: Path) -> set[str]:
    """Anchors of the headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(path: Path) -> list[tuple[Path, str]]:
    """Targets and anchors of a document's links to files."""
    found = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if "://" not in link]
    parts = [link.partition("#") for link in found]
    return [((path.parent / name).resolve() if name else path, anchor) for name, _, anchor in parts]


# --- links --------------------------------------------------------------------------------------------------------


def test_every_link_in_a_document_leads_somewhere(project: Path) -> None:
    broken = [
        f"{path.name}: {target.name}#{anchor}"
        for path in documents(project)
        for target, anchor in links(path)
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target))
    ]
    assert broken == []


def test_every_document_can_be_reached_from_the_readme(project: Path) -> None:
    waiting, reached = [project / "README.md"], {project / "README.md"}
    while waiting:
        found = {target for target, _ in links(waiting.pop())} - reached
        reached |= found
        waiting += [path for path in found if path.suffix == ".md" and path.exists()]
    shown = {path for path in (project / "docs").rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")}
    assert {str(path.relative_to(project)) for path in shown - reached} == set()


# --- the use case file --------------------------------------------------------------------------------------------


def test_every_key_of_the_use_case_file_stands_in_its_document(key_tables: ModuleType) -> None:
    document = key_tables.DOCUMENT.read_text(encoding="utf-8")
    assert len(key_tables.parts()) > 10
    for name, part in key_tables.parts().items():
        assert f"<!-- keys: {name} -->\n{key_tables.table(part)}<!-- end -->" in document, f"{name}: make docs"


def test_every_part_of_the_use_case_file_is_explained_under_its_own_heading(
    project: Path, key_tables: ModuleType
) -> None:
    sections = re.split(r"^#{2,3} ", text_of(project, "docs/use_case.md"), flags=re.MULTILINE)
    by_heading = {section.splitlines()[0]: section.split("<!-- keys:")[0] for section in sections}
    for name in key_tables.parts():
        words = by_heading[name].split()
        assert len(words) > 8, f"{name} has a table but no words"


def test_every_planned_key_is_named_as_refused(project: Path) -> None:
    planned = text_of(project, "docs/use_case.md").partition("## Planned keys")[2]
    assert {key for key in LATER_KEYS if f"`{key}`" not in planned} == set()


def test_the_example_in_the_document_is_a_valid_use_case_file(project: Path, tmp_path: Path) -> None:
    example = EXAMPLE.search(text_of(project, "docs/use_case.md"))
    assert example
    path = tmp_path / "use_case.yaml"
    path.write_text(example[1], encoding="utf-8")
    assert read_use_case(path).keys == ["store", "product"]


# --- checks -------------------------------------------------------------------------------------------------------


CODE = re.compile(r"[a-z]+(_[a-z]+)+")
MAKERS = {"Finding", "CheckResult", "record", "_Event"}
"""What is called with the code of a finding, or of a change that becomes one."""


def _constants(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def _given_codes(path: Path) -> set[str]:
    """Texts that look like a code and are given, among the first two arguments or as `code`, to a maker of findings."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    makers = [call for call in calls if getattr(call.func, "id", getattr(call.func, "attr", "")) in MAKERS]
    given = [
        node
        for call in makers
        for node in [*call.args[:2], *(word.value for word in call.keywords if word.arg == "code")]
    ]
    texts = [node.value for node in given if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return {text for text in texts if CODE.fullmatch(text)}


def _makers_of_findings(modules: list[Path], project: Path) -> list[Path]:
    return [path for path in modules if path.relative_to(project).parts[0] in ("intake", "models", "services")]


def test_the_document_of_checks_lists_every_code_and_no_other(project: Path) -> None:
    document = text_of(project, "docs/checks.md")
    assert set(re.findall(r"^\| `([a-z_]+)` \|", document, flags=re.MULTILINE)) == set(CODES)


def test_every_check_has_a_name_and_no_name_is_left_over(project: Path) -> None:
    listed = re.findall(r"^\| `([a-z_]+)` \|", text_of(project, "docs/checks.md"), flags=re.MULTILINE)
    assert set(NAMES) == set(listed)
    assert len(set(NAMES.values())) == len(NAMES)


def test_every_point_of_an_assessment_stands_in_the_document_of_checks(project: Path) -> None:
    part = text_of(project, "docs/checks.md").partition("## Fit for purpose")[2].partition("\n## ")[0]
    assert re.findall(r"^\| ([a-z]+) \|", part, flags=re.MULTILINE)[1:] == [code.value for code in PointCode]


def test_every_code_that_is_produced_has_words(project: Path, product_modules: list[Path]) -> None:
    produced = {code for path in _makers_of_findings(product_modules, project) for code in _given_codes(path)}
    assert {"no_rows", "duplicate_rows", "not_a_number"} <= produced
    assert produced - set(CODES) == set()


def test_every_code_that_has_words_is_produced(project: Path, product_modules: list[Path]) -> None:
    named = {text for path in _makers_of_findings(product_modules, project) for text in _constants(path)}
    assert set(CODES) - named == set()


# --- command line, settings, pages --------------------------------------------------------------------------------


def _commands() -> dict[str, object]:
    application = importlib.import_module("cli.main").app
    command = typer.main.get_command(application)
    return dict(command.commands)  # type: ignore[attr-defined]


def test_every_command_and_option_stands_in_its_document(project: Path) -> None:
    sections = re.split(r"^## ", text_of(project, "docs/cli.md"), flags=re.MULTILINE)
    by_heading = {section.splitlines()[0]: section for section in sections}
    missing = []
    for name, command in _commands().items():
        section = by_heading.get(f"vouch {name}", "")
        options = [option for parameter in command.params for option in parameter.opts if option.startswith("--")]  # type: ignore[attr-defined]
        missing += [name] if not section else [f"{name} {option}" for option in options if f"`{option}" not in section]
    assert missing == []


def test_no_command_is_documented_that_does_not_exist(project: Path) -> None:
    documented = set(re.findall(r"^## vouch (\S+)$", text_of(project, "docs/cli.md"), flags=re.MULTILINE))
    assert documented == set(_commands())


def test_the_settings_document_names_every_setting_and_no_other(project: Path) -> None:
    settings = importlib.import_module("wiring.settings").Settings
    document = text_of(project, "docs/settings.md")
    known = {field.name for field in fields(settings)}
    rows = re.findall(r"^\| `VOUCH_([A-Z_]+)` \| `([a-z_]+)` \|", document, flags=re.MULTILINE)
    assert {name.lower() for name, _ in rows} == {name for _, name in rows} == known


def test_every_page_stands_in_its_document(project: Path) -> None:
    document = text_of(project, "docs/pages.md")
    pages = [path.stem for path in (project / "pages").glob("*.py")]
    assert len(pages) > 1
    assert {name for name in pages if f"`pages/{name}.py`" not in document} == set()


# --- nothing of one workplace -------------------------------------------------------------------------------------

ABSOLUTE = re.compile(r"(?<![\w.$}~-])/(?:" + "|".join(("work", "root", "home/[a-z]+", "Users/[A-Za-z]+")) + r")/")
REGISTRIES = tuple(
    f"{name}.{end}"
    for name, end in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("anaconda", "org"), ("ghcr", "io"))
)


def readable(files: list[Path]) -> dict[Path, str]:
    found = {}
    for path in files:
        try:
            found[path] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


def test_no_file_knows_the_place_where_it_was_written(project: Path, project_files: list[Path]) -> None:
    texts = readable(project_files)
    assert {str(path.relative_to(project)) for path, text in texts.items() if ABSOLUTE.search(text)} == set()


def test_no_file_names_a_package_registry(project: Path, project_files: list[Path]) -> None:
    texts = readable(project_files)
    assert {
        str(path.relative_to(project)) for path, text in texts.items() if any(host in text for host in REGISTRIES)
    } == set()


@pytest.mark.parametrize("sample", ["/work" + "/main/x", "see /home/" + "ana/vouch", '"/root' + '/x"'])
def test_the_search_for_workplace_paths_finds_one(sample: str) -> None:
    assert ABSOLUTE.search(sample)
