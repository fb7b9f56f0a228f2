"""Use cases, predictions and strategies from the production constructors."""

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import strategies as st

from domain.attention import AttentionReason, ReasonCode
from domain.explanation import Adjustment, Contribution, Explanation
from domain.links import Link, effects, inverse
from domain.prediction import PastDay, Prediction, QueueRow
from domain.use_case import UseCase

SATURDAY = date(2026, 11, 21)
FEATURES = {
    "store": {"label": "Store", "key": "store"},
    "product": {"label": "Product", "key": "product"},
    "weekday": {"label": "Weekday", "calendar": "weekday"},
    "month": {"label": "Month", "calendar": "month"},
    "holiday_tomorrow": {
        "label": "Holiday tomorrow",
        "values": {"0": "no", "1": "yes"},
        "column": {"source": "calendar", "name": "holiday", "lag_days": -1},
    },
    "promotion": {
        "label": "Promotion",
        "type": "category",
        "values": {"0": "no", "1": "running"},
        "column": {"source": "calendar", "name": "promotion"},
    },
    "temperature": {"label": "Temperature", "unit": "°C", "column": {"source": "weather", "name": "t", "lag_days": 4}},
    "floor_space": {"label": "Floor space", "unit": "m²", "column": {"source": "stores", "name": "area"}},
    "last_week": {"label": "Sold last Saturday", "lag": {"days": 7}},
    "mean": {"label": "Mean of four weeks", "rolling": {"window_days": 28, "lag_days": 2}},
    "open_days": {
        "label": "Days sold in four weeks",
        "rolling": {"statistic": "count", "window_days": 28, "lag_days": 2},
    },
}


def _use_case(target, **more):
    return UseCase.model_validate(
        {
            "name": "bakery",
            "title": "Bakery",
            "keys": ["store", "product"],
            "dates": {"horizon_days": 1},
            "target": {"source": "sales", "column": "sold", "label": "Sold", **target},
            "sources": {
                "sales": {"path": "sales.csv", "date": "date", "keys": ["store", "product"]},
                "calendar": {"path": "c.csv", "date": "date", "keys": ["store"], "available_after_days": -366},
                "weather": {"path": "w.csv", "date": "date", "available_after_days": 3},
                "stores": {"path": "s.csv", "keys": ["store"]},
            },
            "batch": {"seen_within_days": 30},
            "features": FEATURES,
            "reviews": {"reasons": {"school_closed": "School closed", "sum": "=SUM(A1)"}},
            **more,
        }
    )


@pytest.fixture(scope="session")
def bakery():
    target = {"unit": "loaves", "unit_one": "loaf", "happened": "sold", "integer": True, "min": 0}
    return _use_case(target, synthetic=True)


@pytest.fixture(scope="session")
def grouped():
    """The bakery with its features in groups; some stay by themselves."""
    groups = {"sales": "Past sales", "weather": "Weather", "calendar": "Calendar"}
    members = {
        "last_week": "sales",
        "mean": "sales",
        "open_days": "sales",
        "temperature": "weather",
        "weekday": "calendar",
        "month": "calendar",
        "holiday_tomorrow": "calendar",
    }
    features = {
        name: {**feature, **({"group": members[name]} if name in members else {})} for name, feature in FEATURES.items()
    }
    target = {"unit": "loaves", "unit_one": "loaf", "happened": "sold", "integer": True, "min": 0}
    return _use_case(target, groups=groups, features=features)


@pytest.fixture(scope="session")
def kitchen():
    """A target in kilograms: not whole, without a least value."""
    return _use_case({"unit": "kg"}, title="Kitchen")


@pytest.fixture(scope="session")
def lateness():
    """A binary task."""
    return _use_case({"classes": {"0": "on time", "1": "late"}}, task="binary", title="Deliveries")


@pytest.fixture(scope="session")
def make_prediction():
    """A prediction from its base and effects; adjustments are made as the daily job makes them."""

    def make(use_case, base, parts, values=None, link=Link.IDENTITY, **queue):
        contributions = list(parts.values())
        if link is Link.IDENTITY:
            start, shares = base, contributions
        else:
            raw = np.array([base + sum(contributions)])
            start = float(inverse(link, np.array([base]))[0])
            shares = effects(link, np.array([base]), raw, np.array([contributions]))[0].tolist()
        items = tuple(
            Contribution(name, (values or {}).get(name, 1.0), raw, effect)
            for (name, raw), effect in zip(parts.items(), shares, strict=True)
        )
        value, adjustments = _adjusted(use_case, start + math.fsum(shares))
        explanation = Explanation(link, start, items, adjustments, value)
        past = queue.pop("past", ())
        row = {"low": None, "high": None, "usual": None, "label": None, **queue}
        reasons = (AttentionReason(ReasonCode.BIG_CHANGE),)
        entry = QueueRow(0, 1, ("North", "Rye bread"), value, needs_look=True, reasons=reasons, **row)
        return Prediction("20261120-abc", SATURDAY, entry, explanation, past)

    return make


def _adjusted(use_case, value):
    adjustments = []
    least = use_case.target.min
    if least is not None and value < least:
        adjustments.append(Adjustment("minimum", least - value))
        value = least
    if use_case.target.integer:
        whole = float(math.floor(value + 0.5))
        adjustments.append(Adjustment("whole", whole - value))
        value = whole
    return value, tuple(adjustments)


@pytest.fixture(scope="session")
def bread(bakery, make_prediction):
    """The example of the design: 52 loaves instead of the usual 38."""
    effects = {"holiday_tomorrow": 9.2, "temperature": 3.8, "promotion": -3.1, "product": 5.6, "mean": -0.3}
    values = {"holiday_tomorrow": 1.0, "temperature": 14.0, "promotion": "0", "product": "Rye bread", "mean": 37.25}
    past = tuple(
        PastDay(SATURDAY - timedelta(weeks=8 - i), float(v)) for i, v in enumerate((35, 37, 36, 44, 38, 36, 38, 41))
    )
    return make_prediction(bakery, 36.9, effects, values, usual=38.0, low=43.6, high=61.2, past=past)


@pytest.fixture(scope="session")
def predictions(bakery, grouped, kitchen, lateness, make_prediction):
    """Strategy of (use case, prediction): any size, any signs, ties, zeros, effects too small to show."""

    @st.composite
    def draw(pick):
        use_case = pick(st.sampled_from((bakery, grouped, kitchen, lateness)))
        names = pick(st.lists(st.sampled_from(sorted(FEATURES)), unique=True))
        values = {
            name: pick(st.one_of(st.none(), st.floats(-50, 50), st.sampled_from(["0", "1", "North"]))) for name in names
        }
        if use_case.task == "binary":
            effects = {name: pick(st.floats(-2, 2)) for name in names}
            base, link, top = pick(st.floats(-6, 6)), Link.LOGIT, 1.0
            label = "1"
        else:
            size = pick(st.sampled_from([0.01, 1.0, 10.0, 100.0, 1e5]))
            effects = {name: pick(st.sampled_from([0.0, 0.5, -0.5]) | st.floats(-1, 1)) * size for name in names}
            base, link, top = pick(st.floats(0, 3)) * size, Link.IDENTITY, 4 * size
            label = None
        usual = pick(st.none() | st.floats(0, top))
        made = make_prediction(use_case, base, effects, values, link=link, usual=usual, label=label)
        if label is None and pick(st.booleans()):
            spread = pick(st.floats(0, top))
            row = made.queue
            queue = {"low": row.value - spread, "high": row.value + spread, "usual": usual}
            made = make_prediction(use_case, base, effects, values, **queue)
        return use_case, made

    return draw()
