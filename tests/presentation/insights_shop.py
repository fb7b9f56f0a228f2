"""A kiosk with twelve features, two of them in a group, and labels that need escaping."""

from domain.driver import Driver, drivers_of
from domain.use_case import UseCase

FEATURES = ("heat", "rain", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "kind", "f10", "f11")


def _feature(at: int, name: str) -> dict[str, object]:
    column = {"source": "sales", "name": name, "lag_days": 1}
    if name == "kind":
        return {"label": "Kind", "type": "category", "column": column}
    label = {"heat": "Heat <b>", "rain": "Rain"}.get(name, f"Feature {at + 1}")
    more = {"group": "weather", "unit": "°C"} if name == "heat" else {"group": "weather"} if name == "rain" else {}
    return {"label": label, "column": column, **more}


def shop_of(objective: str = "squared", offset: str | None = None, task: str = "regression") -> UseCase:
    """The kiosk; `poisson` has the log link."""
    classes = {"0": "no", "1": "yes"} if task == "binary" else {}
    return UseCase.model_validate(
        {
            "name": "kiosk",
            "title": "Kiosk",
            "task": task,
            "keys": ["store"],
            "target": {
                "source": "sales",
                "column": "sold",
                "label": "Sold",
                "unit": "" if classes else "cups",
                "classes": classes,
            },
            "sources": {"sales": {"path": "sales.csv", "date": "day", "keys": ["store"]}},
            "batch": {"seen_within_days": 28},
            "groups": {"weather": "Weather"},
            "features": {name: _feature(at, name) for at, name in enumerate(FEATURES)},
            "model": {"objective": objective, "offset": offset},
        }
    )


def drivers() -> tuple[Driver, ...]:
    """Every feature."""
    return drivers_of(shop_of(), grouped=False)
