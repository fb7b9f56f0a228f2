"""What a visitor tries in What if, kept in the session and nowhere else: the inputs as they stand, and named scenarios."""

from dataclasses import dataclass, field

import streamlit as st

from domain.errors import AnswerError
from domain.scenario import ScenarioInput, Tried

TRIED = "tried"
"""Session key: per prediction what is tried."""


@dataclass
class Attempt:
    """What is being tried on one prediction.

    Attributes:
        values: by the name of the input; what is not named is as it was.
        refused: what was typed and cannot be used, by the name of the input.
        kept: named scenarios, each with its values.
        version: goes up when the inputs are to show other values than those last typed.
    """

    values: dict[str, Tried] = field(default_factory=dict)
    refused: dict[str, AnswerError] = field(default_factory=dict)
    kept: dict[str, dict[str, Tried]] = field(default_factory=dict)
    version: int = 0


def attempt_on(prediction: str) -> Attempt:
    """What this visitor tries on a prediction."""
    attempts: dict[str, Attempt] = st.session_state.setdefault(TRIED, {})
    return attempts.setdefault(prediction, Attempt())


def put(attempt: Attempt, item: ScenarioInput, value: Tried) -> None:
    """Try a value; the value that was there already is no change."""
    attempt.refused.pop(item.name, None)
    if value == item.value:
        attempt.values.pop(item.name, None)
    else:
        attempt.values[item.name] = value


def show(attempt: Attempt, values: dict[str, Tried]) -> None:
    """Let the inputs show other values: none tried, or those of a kept scenario."""
    attempt.values = dict(values)
    attempt.refused.clear()
    attempt.version += 1
