"""Answers beside what happened, as `pair_outcomes` finds them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.outcome import AnswerGiven, Costs
from domain.review import Answer
from services.pair_outcomes import AnsweredRow
from services.value_added import Change, changes_of

FIRST = date(2026, 9, 1)


def pair(
    day: int = 0,
    *,
    model: float = 50.0,
    own: float | None = 45.0,
    actual: float = 46.0,
    row: int = 0,
    costs: Costs | None = None,
    **answered: Any,
) -> tuple[AnswerGiven, AnsweredRow]:
    when = FIRST + timedelta(days=day)
    given: dict[str, Any] = {
        "person_id": 1, "person": "Ana", "may_decide": True, "answer": Answer.DIFFERENT, "own_label": None, "own_low": None,
        "own_high": None, "reason": "event", "comment": "", "created_at": datetime(2026, 9, 1, tzinfo=UTC), "id": 1,
        "usual": 40.0, "label": None, "actual_label": None, "entity": ("North", "Bread"), **answered,
    }  # fmt: skip
    about = {name: given.pop(name) for name in ("usual", "label", "actual_label", "entity")}
    key = (f"run{when}", row)
    wrong = float(about["label"] != about["actual_label"]) if about["label"] is not None else abs(model - actual)
    over = model - actual
    cost = None if costs is None else costs.too_much * max(over, 0.0) + costs.too_little * max(-over, 0.0)
    return (
        AnswerGiven(run_id=key[0], row=row, own_value=own, **given),
        AnsweredRow(
            key,
            when,
            about["entity"],
            model,
            about["label"],
            about["usual"],
            actual,
            about["actual_label"],
            wrong,
            cost,
        ),
    )


def changes(*pairs: tuple[AnswerGiven, AnsweredRow], costs: Costs | None = None) -> tuple[Change, ...]:
    return changes_of(pairs, costs)
