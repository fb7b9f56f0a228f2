"""What a prediction is about, in the order in which people name it: "Rye bread, North"."""

from dataclasses import dataclass

from domain.entity import Entity
from domain.use_case import Feature, UseCase
from presentation.words.catalogue import text
from presentation.words.features import value_word


@dataclass(frozen=True)
class Title:
    """The two parts of an entity's name; `rest` is empty where the use case has one key or none."""

    main: str
    rest: str

    def __str__(self) -> str:
        """Both parts: "Rye bread, North"."""
        return f"{self.main}, {self.rest}" if self.rest else self.main


def _feature_of_key(use_case: UseCase, key: str) -> Feature | None:
    return next((feature for feature in use_case.features.values() if feature.key == key), None)


def key_label(use_case: UseCase, key: str) -> str:
    """A key's name in business words: the label of the feature built from it, else the key written as words."""
    feature = _feature_of_key(use_case, key)
    if feature is not None:
        return feature.label
    words = key.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def key_labels(use_case: UseCase) -> tuple[str, ...]:
    """The names of all keys."""
    return tuple(key_label(use_case, key) for key in use_case.keys)


def key_value_text(use_case: UseCase, key: str, value: str) -> str:
    """The value of a key, with the words that the use case has for it; an empty one is named."""
    feature = _feature_of_key(use_case, key)
    known = value_word(feature, value) if feature is not None else None
    if known is not None:
        return known
    return value if value.strip() else text("no {label}", label=key_label(use_case, key).lower())


def entity_title(use_case: UseCase, entity: Entity) -> Title:
    """The entity's name: the value of the last key, then the others; the use case's title where there are no keys."""
    if not use_case.keys:
        return Title(use_case.title, "")
    values = [key_value_text(use_case, key, value) for key, value in zip(use_case.keys, entity, strict=True)]
    return Title(values[-1], ", ".join(reversed(values[:-1])))
