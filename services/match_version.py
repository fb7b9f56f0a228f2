"""Whether a use case file still describes what a version was trained on."""

import json

from domain.errors import VersionMismatchError
from domain.use_case import UseCase
from domain.use_case.rules import Rule
from models.manifest import Manifest
from services.match_inputs import essence
from services.match_recipes import changed_recipes


def match_version(use_case: UseCase, manifest: Manifest) -> None:
    """Refuse to score with features that the version does not know or that are made in another way, and by other rules.

    Raises:
        VersionMismatchError: with every feature and rule that differs.
    """
    trained = UseCase.model_validate_json(json.dumps(dict(manifest.definition)))
    changed = sorted(
        name for name in {*trained.features, *use_case.features} if essence(trained, name) != essence(use_case, name)
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
    changed += _changed_rules(trained, use_case)
    if changed:
        raise VersionMismatchError(use_case.name, manifest.version, tuple(changed))


def _changed_rules(trained: UseCase, use_case: UseCase) -> list[str]:
    """What changes a prediction after the model belongs to the version (docs/decisions/0007); only labels may change."""
    names = [
        name
        for name in dict.fromkeys([*trained.rules, *use_case.rules])
        if _without_label(trained.rules.get(name)) != _without_label(use_case.rules.get(name))
    ]
    changed = [f"rules.{name}" for name in names]
    if not names and list(trained.rules) != list(use_case.rules):
        changed = ["the order of the rules"]
    limits = ("min", "integer")
    return changed + [f"target.{x}" for x in limits if getattr(trained.target, x) != getattr(use_case.target, x)]


def _without_label(rule: Rule | None) -> object:
    return None if rule is None else rule.model_dump(exclude={"label"})
