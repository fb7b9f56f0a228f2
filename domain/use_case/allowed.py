"""What is allowed at a place of a use case file, said in words from the model's own schema."""

import types
import typing
from collections.abc import Mapping, Sequence
from enum import Enum

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from domain.use_case.definition import UseCase


def _models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in typing.get_args(annotation) for model in _models_in(part)]


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a part by their names in the file."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _bare(annotation: object) -> object:
    """A type without its limits, and without None where that means that the key may be left out."""
    if typing.get_origin(annotation) is typing.Annotated:
        return _bare(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        parts = [part for part in typing.get_args(annotation) if part is not type(None)]
        return _bare(parts[0]) if len(parts) == 1 else annotation
    return annotation


def _annotation_at(path: Sequence[str | int]) -> object:
    """The type at a path; a dict takes any name as the next part, a list any place."""
    annotation: object = UseCase
    for part in path:
        annotation = _branch(annotation, part)
        models = _models_in(annotation)
        origin = typing.get_origin(annotation)
        if origin is dict:
            annotation = _bare(typing.get_args(annotation)[1])
        elif origin in (list, tuple):
            annotation = _bare(typing.get_args(annotation)[0])
        elif models and str(part) in _fields(models[0]):
            annotation = _bare(_fields(models[0])[str(part)].annotation)
        else:
            return None
    return annotation


def _branch(annotation: object, part: str | int) -> object:
    """Of several possible types the one that a part leads into: a place leads into a list."""
    lists = [one for one in map(_bare, typing.get_args(annotation)) if typing.get_origin(one) is list]
    if isinstance(part, int) and lists and typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return lists[0]
    return annotation


def allowed_keys(path: Sequence[str | int]) -> list[str]:
    """The keys that may stand at a place, in the order of the documentation."""
    models = _models_in(_annotation_at(path))
    return list(_fields(models[0])) if models else []


def _choices(annotation: object) -> list[str]:
    if typing.get_origin(annotation) is typing.Literal:
        return [str(value) for value in typing.get_args(annotation)]
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return [str(member.value) for member in annotation]
    return [choice for part in typing.get_args(annotation) for choice in _choices(part)]


_KINDS = {
    int: "a whole number",
    float: "a number",
    str: "text (in quotes where it looks like something else)",
    bool: "true or false",
}


def _kind(annotation: object) -> str:
    if isinstance(annotation, type) and annotation in _KINDS:
        return _KINDS[annotation]
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _kind(_bare(annotation))
    if origin in (typing.Union, types.UnionType):
        return " or ".join(dict.fromkeys(_kind(part) for part in typing.get_args(annotation) if part is not type(None)))
    return {dict: "keys and values", list: "a list", tuple: "a list of two numbers"}.get(origin, "keys and values")  # type: ignore[arg-type]


def allowed_values(path: Sequence[str | int], fault: Mapping[str, object]) -> str:
    """What may stand at a place, for an error of pydantic's."""
    annotation = _annotation_at(path)
    choices = _choices(annotation)
    if choices:
        return "one of " + ", ".join(choices)
    if fault["type"] == "missing":
        return f"{_kind(annotation)}; this key is required"
    kind = _kind(annotation) if annotation is not None else ""
    if str(fault["type"]).endswith("_type") or str(fault["type"]).endswith("_parsing"):
        return kind or "another value"
    message = str(fault["msg"]).removeprefix("Value error, ").removeprefix("Input ")
    return f"{kind}; it {message}" if message.startswith("should") else message
