"""Where ready predictions and answers stand in files from elsewhere."""

from pydantic import Field

from domain.use_case.strict import Strict


class Imports(Strict):
    """Columns of files with ready predictions and answers (`vouch import`); dates and keys are those of the target's source."""

    prediction: str = Field("prediction", description="The predicted value; for classes the probability of the class.")
    label: str | None = Field(None, description="Classes: the predicted class. A binary one may leave it out.")
    low: str | None = Field(None, description="Lower end of the range, if the file has one.")
    high: str | None = Field(None, description="Upper end of the range.")
    usual: str | None = Field(None, description="What a simple rule would have said.")
    person: list[str] = Field(
        default_factory=lambda: ["person"],
        min_length=1,
        description="Answers: the columns that name the reviewer; the values of several are put together.",
    )
    own_value: str = Field(
        "own_value", description="Answers: the value the reviewer would decide; for classes the class."
    )
    own_low: str | None = Field(None, description="Answers: lower end of the reviewer's own range.")
    own_high: str | None = Field(None, description="Answers: upper end of the reviewer's own range.")
    reason: str | None = Field(None, description="Answers: a code of `reviews.reasons`.")
    comment: str | None = Field(None, description="Answers: a remark.")
    may_decide: bool = Field(
        default=False, description="Whether the reviewers of the file may decide: their values then count for ordering."
    )
