"""Whether two use case files make a feature in the same way; known without opening a model."""

from domain.use_case import UseCase

_WORDS = frozenset({"label", "unit", "description", "values", "range", "group", "actionable"})
"""Parts of a feature that may change without training anew: they are words and limits, not numbers of the model."""


def same_inputs(before: UseCase, now: UseCase) -> bool:
    """Whether two use cases make the same features in the same way, so that a stored row of one is a row of the other.

    Words may differ, and so may the order of the features: rows are read by name.
    """
    if any(essence(before, name) != essence(now, name) for name in {*before.features, *now.features}):
        return False
    parts = ("keys", "dates", "clean", "closed")
    target = (before.target.source, before.target.column) == (now.target.source, now.target.column)
    return target and all(getattr(before, part) == getattr(now, part) for part in parts)


def essence(use_case: UseCase, name: str) -> object:
    """What a feature is made of, without its words; None for one that the use case does not have."""
    feature = use_case.features.get(name)
    return None if feature is None else feature.model_dump(exclude=set(_WORDS))


def other_features(before: UseCase, now: UseCase) -> tuple[str, ...]:
    """The features that `now` has and `before` lacks or makes in another way."""
    return tuple(name for name in now.features if essence(before, name) != essence(now, name))
