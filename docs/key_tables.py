"""Renew what the documents say of the use case file from its model: `make docs`.

The tables are in docs/use_case.md, and docs/use_case.schema.json lets editors complete keys and mark faults.

A table stands between `<!-- keys: Target -->` and `<!-- end -->`; everything else in the document is written by hand.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from domain.use_case import UseCase

DOCUMENT = Path(__file__).with_name("use_case.md")
SCHEMA = Path(__file__).with_name("use_case.schema.json")
PLACE = re.compile(r"(<!-- keys: (\w+) -->\n).*?(<!-- end -->)", flags=re.DOTALL)

Schema = Mapping[str, Any]


def parts() -> dict[str, Schema]:
    """Every part of a use case file that has keys, by its name in the schema; the file itself is `UseCase`."""
    whole = UseCase.model_json_schema()
    return {"UseCase": whole, **{name: part for name, part in whole["$defs"].items() if "properties" in part}}


def _referenced(schema: Schema) -> tuple[str, Schema]:
    """Name and schema of the part that a reference names."""
    name = schema["$ref"].rsplit("/", 1)[1]
    return name, UseCase.model_json_schema()["$defs"][name]


def _meaning(schema: Schema) -> str:
    """The description of a key; pydantic leaves it out where it is the same as that of the part referred to."""
    text = schema["description"] if "description" in schema else _referenced(schema)[1]["description"]
    return str(text)


def _kind(schema: Schema) -> str:
    """What may stand there, in words."""
    if "$ref" in schema:
        name, part = _referenced(schema)
        return _kind(part) if "enum" in part else f"[{name}](#{name.lower()})"
    several = schema.get("anyOf", schema.get("oneOf"))
    if several is not None:
        return " or ".join(dict.fromkeys(_kind(part) for part in several if part.get("type") != "null"))
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if schema["type"] == "array":
        return "two numbers" if "prefixItems" in schema else f"list of {_kind(schema['items'])}"
    if schema["type"] == "object":
        inner = schema.get("additionalProperties")
        return f"names, each with {_kind(inner)}" if isinstance(inner, dict) else "keys and values"
    words = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
    return words[schema["type"]]


def _limits(schema: Schema) -> str:
    """The limits of a value, as they would be said."""
    named = {
        "minimum": "at least",
        "maximum": "at most",
        "exclusiveMinimum": "more than",
        "exclusiveMaximum": "less than",
    }
    candidates = [schema, *schema.get("anyOf", [])]
    found = [f"{word} {part[key]:g}" for part in candidates for key, word in named.items() if key in part]
    found += [f"up to {part['maxLength']} characters" for part in candidates if part.get("maxLength", 1) > 1]
    return f" ({', '.join(found)})" if found else ""


def _default(name: str, schema: Schema, part: Schema) -> str:
    if name in part.get("required", ()):
        return "required"
    value = schema.get("default")
    if value is None or value == "":
        return "–"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def table(part: Schema) -> str:
    """The keys of one part as a Markdown table."""
    rows = ["| key | what may stand there | left out | meaning |", "|---|---|---|---|"]
    for name, schema in part["properties"].items():
        cells = (f"`{name}`", _kind(schema) + _limits(schema), _default(name, schema, part), _meaning(schema))
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows) + "\n"


def renewed(text: str) -> str:
    """The document with all its tables made anew."""
    known = parts()
    return PLACE.sub(lambda match: match[1] + table(known[match[2]]) + match[3], text)


def schema_text() -> str:
    """The JSON schema of a use case file, with a title and a description at every key."""
    whole = UseCase.model_json_schema()
    for part in (whole, *whole["$defs"].values()):
        for name, schema in part.get("properties", {}).items():
            schema["title"] = name
            schema["description"] = _meaning(schema)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Use case file of Vouch"}
    return json.dumps({**whole, **head}, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    DOCUMENT.write_text(renewed(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
    SCHEMA.write_text(schema_text(), encoding="utf-8")
