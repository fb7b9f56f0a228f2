"""Whether a use case file still describes what a version was trained on."""

import json

from domain.errors import VersionMismatchError
from domain.use_case import UseCase
from models.manifest import Manifest
from services.match_recipes import changed_recipes

_WORDS = frozenset({"label", "unit", "description", "values", "range", "group", "actionable"})
"""Parts of a feature that may change without training anew: they are words and limits, not numbers of the model."""


def match_version(use_case: UseCase, manifest: Manifest) -> None:
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
    changed += changed_recipes(trained.recipes, use_case.recipes)
    if changed:
        raise VersionMismatchError(use_case.name, manifest.version, tuple(changed))


def _essence(use_case: UseCase, name: str) -> object:
    feature = use_case.features.get(name)
    return None if feature is None else feature.model_dump(exclude=set(_WORDS))
