"""The JSON schema in docs/ is the one of the code, and tells editors every key with its meaning."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from domain.use_case import UseCase

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """The script behind `make docs`."""
    spec = importlib.util.spec_from_file_location("key_tables", PROJECT / "docs" / "key_tables.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    content: dict[str, Any] = json.loads((PROJECT / "docs" / "use_case.schema.json").read_text(encoding="utf-8"))
    return content


def test_the_schema_in_the_documents_is_that_of_the_code(maker: ModuleType) -> None:
    assert maker.SCHEMA.read_text(encoding="utf-8") == maker.schema_text(), "make docs"


def test_every_key_has_its_name_as_title_and_a_description(schema: dict[str, Any]) -> None:
    parts = [schema, *schema["$defs"].values()]
    keys = [(key, part) for whole in parts for key, part in whole.get("properties", {}).items()]
    assert len(keys) > 60
    assert [key for key, part in keys if part["title"] != key or len(part["description"]) < 10] == []


def test_unknown_keys_are_marked_and_known_ones_offered(schema: dict[str, Any]) -> None:
    parts = [schema, *(part for part in schema["$defs"].values() if part["type"] == "object")]
    assert all(part["additionalProperties"] is False for part in parts)
    assert set(schema["properties"]) == set(UseCase.model_fields)
    assert schema["properties"]["task"]["enum"] == ["regression", "binary", "multiclass"]


@pytest.mark.parametrize(
    "path", sorted((PROJECT / "use_cases").glob("*/use_case.yaml")), ids=lambda path: path.parent.name
)
def test_a_shipped_file_names_the_schema_for_editors(path: Path) -> None:
    named = path.read_text(encoding="utf-8").partition("$schema=")[2].split()
    assert not named or (path.parent / named[0]).resolve() == PROJECT / "docs" / "use_case.schema.json"
