"""An entity: what a prediction is about, as the values of the use case's keys."""

import json

Entity = tuple[str, ...]


def entity_text(entity: Entity) -> str:
    """The one text form of an entity, used as a database key: `["North","Rye bread"]`."""
    return json.dumps(list(entity), ensure_ascii=False, separators=(",", ":"))


def entity_from_text(text: str) -> Entity:
    """Undo `entity_text`."""
    return tuple(str(value) for value in json.loads(text))
