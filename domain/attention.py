"""Why a prediction deserves a second look. Codes are stored with the run; words come from `presentation.words`."""

from dataclasses import dataclass
from enum import StrEnum


class ReasonCode(StrEnum):
    """The reasons that can put a prediction on top of the queue."""

    BIG_CHANGE = "big_change"
    WIDE_RANGE = "wide_range"
    UNUSUAL_INPUT = "unusual_input"
    UNSEEN_CATEGORY = "unseen_category"
    MISSING_INPUT = "missing_input"
    LITTLE_HISTORY = "little_history"
    EARLIER_DISPUTE = "earlier_dispute"
    IMPUTED_INPUT = "imputed_input"
    PREDICTED_TOGETHER = "predicted_together"


@dataclass(frozen=True)
class AttentionReason:
    """One reason; `feature` names the input concerned where there is one."""

    code: ReasonCode
    feature: str | None = None

    def __str__(self) -> str:
        """The stored form: `unusual_input:temperature` or `big_change`."""
        return f"{self.code.value}:{self.feature}" if self.feature else self.code.value


def reason_from_text(text: str) -> AttentionReason:
    """Undo `str(reason)`."""
    code, _, feature = text.partition(":")
    return AttentionReason(ReasonCode(code), feature or None)
