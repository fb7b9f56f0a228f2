"""Comparisons of every kind, made from the drawn predictions of this folder."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import assume
from hypothesis import strategies as st

from domain.comparison import AdjustmentChange, Change, Comparison, ModelChange


def comparisons_of(predictions):
    """Strategy of (use case, comparison): any part of the features changed, with or without another version."""

    @st.composite
    def draw(pick):
        use_case, now = pick(predictions)
        changes = tuple(pick(_change(item)) for item in now.explanation.contributions)
        size = max([abs(change.effect) for change in changes], default=1.0)
        model = pick(st.none() | st.floats(-1, 1)) if now.queue.label is None else None
        moved = None if model is None else ModelChange(1, 2, model * size, pick(st.booleans()))
        adjustments = tuple(
            AdjustmentChange(part.code, pick(st.sampled_from([0.0, part.amount, -part.amount])), part.amount)
            for part in now.explanation.adjustments
        )
        parts = [change.effect for change in changes] + [part.amount for part in adjustments]
        start = now.explanation.prediction - sum(parts) - (moved.effect if moved else 0.0)
        assume(now.queue.label is None or 0.0 <= start <= 1.0)
        queue = replace(now.queue, value=start, entity=pick(st.sampled_from([now.queue.entity, ("South", "Soup")])))
        before = timedelta(days=pick(st.sampled_from([0, 1, 7, 9])))
        then = replace(
            now,
            queue=queue,
            target_date=now.target_date - before,
            explanation=replace(now.explanation, prediction=start),
        )
        return use_case, Comparison(now.explanation.link, then, now, start, changes, adjustments, moved)

    return draw()


@st.composite
def _change(pick, item):
    """The feature unchanged, then with no effect; or another value then, with its effect."""
    other = st.one_of(st.none(), st.floats(-50, 50), st.sampled_from(["0", "1", "South"]))
    then = pick(st.just(item.value) | other)
    return Change(item.feature, then, item.value, item.effect if then != item.value else 0.0)
