"""A draft: a half-written answer, kept so that a reload or a dropped connection loses nothing. It is not yet said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.review import COMMENT_LIMIT, Answer
from domain.scenario import Scenario, scenario_from_json

DRAFT_DAYS = timedelta(days=30)
"""Older drafts are cleaned away: nobody comes back to half an answer on a day that far past."""

DRAFT_LIMIT = 2 * COMMENT_LIMIT
"""Characters of a draft as it is stored: the longest comment that can be saved, and as much again for everything else."""


@dataclass(frozen=True)
class DraftContent:
    """The fields of the form as they stand; `own_value` is still text ("12,5")."""

    answer: Answer | None = None
    own_value: str = ""
    own_label: str | None = None
    reason: str | None = None
    doubted: tuple[str, ...] = ()
    comment: str = ""
    scenario: Scenario | None = None

    def as_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            **vars(self),
            "answer": None if self.answer is None else self.answer.value,
            "doubted": list(self.doubted),
            "scenario": None if self.scenario is None else self.scenario.as_json(),
        }


def draft_from_json(content: Mapping[str, object]) -> DraftContent:
    """Undo `DraftContent.as_json`."""
    answer, doubted, scenario = content["answer"], content["doubted"], content["scenario"]
    assert isinstance(doubted, list)
    values = {
        **content,
        "answer": None if answer is None else Answer(str(answer)),
        "doubted": tuple(str(name) for name in doubted),
        "scenario": None if scenario is None else scenario_from_json(scenario),  # type: ignore[arg-type]
    }
    return DraftContent(**values)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Draft:
    """A stored draft and when it last changed."""

    content: DraftContent
    changed_at: datetime
