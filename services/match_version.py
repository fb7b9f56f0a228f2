"""Whether a use case file still describes what a version was trained on."""

import json
from typing import TYPE_CHECKING

from domain.errors import VersionMismatchError
from domain.use_case import UseCase

if TYPE_CHECKING:
    from models.manifest import Manifest

_WORDS = frozenset({"label", "unit", "description", "values", "range", "group", "actionable"})
"""Parts of a feature that may change without training anew: they are words and limits, not numbers of the model."""


def match_version(use_case: UseCase, manifest: "Manifest") -> None:
    """Refuse to score with features that the version does not know, or that are made in another way now.

    Raises:
        VersionMismatchError: with every feature that differs.
    """
    trained = UseCase.model_validate_json(json.dumps(dict(manifest.definition)))
    changed = sorted(
        name for name in {*trained.features, *use_case.features} if _essence(trained, name) != _essence(use_case, name)
    )
    if list(trained.features) != list(use_case.features) and not changed:
        changed = ["the order of the features"]
    for part in ("keys", "task", "dates"):
        if getattr(trained, part) != getattr(use_case, part):
            changed.append(part)
    if (trained.target.source, trained.target.column, trained.target.classes, trained.link) != (
        use_case.target.source,
        use_case.target.column,
        use_case.target.classes,
        use_case.link,
    ):
        changed.append("target")
    if trained.model.offset != use_case.model.offset:
        changed.append("model.offset")
    if changed:
        raise VersionMismatchError(use_case.name, manifest.version, tuple(changed))


def same_inputs(before: UseCase, now: UseCase) -> bool:
    """Whether two use cases make the same features in the same way, so that a stored row of one is a row of the other.

    Words may differ, and so may the order of the features: rows are read by name.
    """
    if any(_essence(before, name) != _essence(now, name) for name in {*before.features, *now.features}):
        return False
    parts = ("keys", "dates", "clean", "closed")
    target = (before.target.source, before.target.column) == (now.target.source, now.target.column)
    return target and all(getattr(before, part) == getattr(now, part) for part in parts)


def _essence(use_case: UseCase, name: str) -> object:
    feature = use_case.features.get(name)
    return None if feature is None else feature.model_dump(exclude=set(_WORDS))
