"""Attention: each reason fires alone, more change is never less attention, and no row knows of its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.attention import ReasonCode, reason_from_text
from domain.entity import Entity
from models.inputs import InputFlags
from services.attention import (
    DISPUTE_WEIGHT,
    IMPUTED_WEIGHT,
    LITTLE_HISTORY_DAYS,
    LITTLE_HISTORY_WEIGHT,
    MISSING_WEIGHT,
    MOST,
    NEEDS_LOOK,
    TOGETHER_WEIGHT,
    UNSEEN_WEIGHT,
    UNUSUAL_WEIGHT,
    WIDE_WEIGHT,
    Attention,
    Scored,
    attention,
)

FEATURES = ("price", "weather")


@dataclass(frozen=True)
class Item:
    """One row; as it stands, nothing about it deserves attention."""

    value: float = 50.0
    half_width: float = 10.0
    usual: float = 50.0
    relative_width: float = 0.5
    past_days: int = 8
    entity: Entity = ("North",)
    unseen: tuple[bool, bool] = (False, False)
    outside: tuple[bool, bool] = (False, False)
    missing: tuple[bool, bool] = (False, False)
    imputed: bool = False
    together: bool = False
    disputed: bool = field(default=False, compare=False)


def look_at(items: Sequence[Item]) -> Attention:
    column = {
        name: np.array([getattr(item, name) for item in items], dtype=float)
        for name in ("value", "usual", "half_width", "relative_width")
    }
    rows = Scored(
        column["value"],
        column["value"] - column["half_width"],
        column["value"] + column["half_width"],
        column["usual"],
        column["relative_width"],
        np.array([item.past_days for item in items]),
        [(*item.entity, str(item.disputed)) for item in items],
        {"price": np.array([item.imputed for item in items])},
        np.array([item.together for item in items]),
    )
    flags = InputFlags(
        *(
            np.array([getattr(item, name) for item in items], dtype=bool).reshape(-1, 2)
            for name in ("unseen", "outside", "missing")
        )
    )
    disputed = {(*item.entity, str(item.disputed)) for item in items if item.disputed}
    return attention(rows, flags, FEATURES, disputed)


numbers = st.floats(0, 200, allow_nan=False)
pairs = st.tuples(st.booleans(), st.booleans())
items = st.builds(
    Item,
    value=numbers,
    half_width=st.one_of(st.just(0.0), st.floats(1e-9, 1e3), st.just(float("nan"))),
    usual=st.one_of(numbers, st.just(float("nan"))),
    relative_width=st.one_of(st.floats(0, 9), st.just(float("nan"))),
    past_days=st.integers(0, 8),
    unseen=pairs,
    outside=pairs,
    missing=pairs,
    imputed=st.booleans(),
    together=st.booleans(),
    disputed=st.booleans(),
)


# --- each reason alone --------------------------------------------------------------------------------------------

ALONE = {
    "big_change": (Item(value=65.0), 1.5),
    "wide_range": (Item(relative_width=2.0), 2.0 * WIDE_WEIGHT),
    "earlier_dispute": (Item(disputed=True), DISPUTE_WEIGHT),
    "little_history": (Item(past_days=LITTLE_HISTORY_DAYS - 1), LITTLE_HISTORY_WEIGHT),
    "unusual_input:price": (Item(outside=(True, False)), UNUSUAL_WEIGHT),
    "unseen_category:weather": (Item(unseen=(False, True)), UNSEEN_WEIGHT),
    "missing_input:price": (Item(missing=(True, False)), MISSING_WEIGHT),
    "imputed_input:price": (Item(imputed=True), IMPUTED_WEIGHT),
    "predicted_together": (Item(together=True), TOGETHER_WEIGHT),
}


@pytest.mark.parametrize("reason", ALONE)
def test_each_reason_fires_alone_with_its_weight(reason: str) -> None:
    item, weight = ALONE[reason]
    found = look_at([Item(), item, Item()])
    assert found.reasons == ["", reason, ""]
    assert found.score == pytest.approx([0.0, weight, 0.0])
    assert found.needs_look.tolist() == [False, weight >= NEEDS_LOOK, False]


def test_every_reason_of_the_vocabulary_can_fire() -> None:
    assert {reason_from_text(reason).code for reason in ALONE} == set(ReasonCode)


def test_a_change_the_range_allows_is_no_reason_but_orders_rows_alike() -> None:
    found = look_at([Item(value=51.0), Item(value=59.0)])
    assert found.reasons == ["", ""]
    assert 0 < found.score[0] < found.score[1] < NEEDS_LOOK


def test_the_usual_value_at_the_edge_of_the_range_is_a_full_reason() -> None:
    found = look_at([Item(value=60.0), Item(value=40.0)])
    assert found.reasons == ["big_change", "big_change"]
    assert found.needs_look.all()


def test_small_reasons_need_company() -> None:
    found = look_at([Item(missing=(True, True)), Item(missing=(True, False), past_days=0)])
    assert found.needs_look.tolist() == [True, False]


def test_a_range_without_width_makes_any_change_the_largest() -> None:
    found = look_at([Item(half_width=0.0, value=50.5), Item(half_width=0.0)])
    assert found.score.tolist() == [MOST, 0.0]


def test_reasons_are_named_strongest_first() -> None:
    found = look_at([Item(value=100.0, missing=(True, False), unseen=(False, True), past_days=0)])
    assert found.reasons == ["big_change,unseen_category:weather,missing_input:price,little_history"]


def test_no_rows_need_no_attention() -> None:
    assert look_at([]).reasons == []


# --- properties ---------------------------------------------------------------------------------------------------


@given(items)
def test_the_score_is_finite_and_the_reasons_explain_a_look(item: Item) -> None:
    found = look_at([item])
    assert np.isfinite(found.score).all()
    assert (found.score >= 0).all()
    assert found.needs_look[0] == (found.score[0] >= NEEDS_LOOK)
    assert not found.needs_look[0] or found.reasons[0]


@given(items, st.floats(0, 100), st.floats(0, 100))
def test_more_change_is_never_less_attention(item: Item, one: float, other: float) -> None:
    small, large = sorted((one, other))
    near, far = (Item(**{**vars(item), "usual": 50.0, "value": 50.0 + change}) for change in (small, large))
    found = look_at([near, far])
    # The step from "no reason" to a full reason goes up as well.
    assert found.score[0] <= found.score[1] + 1e-9


@given(items)
def test_up_and_down_count_alike(item: Item) -> None:
    up, down = (Item(**{**vars(item), "usual": 50.0, "value": value}) for value in (63.0, 37.0))
    found = look_at([up, down])
    assert found.score[0] == pytest.approx(found.score[1])
    assert found.reasons[0] == found.reasons[1]


@given(st.lists(items, min_size=1, max_size=12), st.integers(1, 11))
def test_a_row_is_judged_alike_in_whatever_chunk_it_comes(rows: list[Item], cut: int) -> None:
    whole = look_at(rows)
    parts = [look_at(part) for part in (rows[:cut], rows[cut:]) if part]
    assert [reason for part in parts for reason in part.reasons] == whole.reasons
    np.testing.assert_array_equal(np.concatenate([part.score for part in parts]), whole.score)
