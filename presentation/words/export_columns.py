"""The columns of exported tables: what each holds, and its name for people. In files for programs they have their own names."""

from collections.abc import Iterable, Mapping

from domain.exported import Column, Content, Kind
from domain.use_case import UseCase
from presentation.words.catalogue import marked, text
from presentation.words.entities import key_label

CONTENTS: Mapping[Content, str] = {
    Content.REVIEWS: marked("Answers"),
    Content.DISPUTES: marked("Disputes"),
    Content.OUTCOMES: marked("Outcomes"),
    Content.SESSIONS: marked("Sessions"),
    Content.CASES: marked("Cases"),
}

SHEETS: Mapping[str, str] = {
    "reviews": marked("Answers"),
    "disputes": marked("Disputes"),
    "steps": marked("Steps"),
    "comments": marked("Comments"),
    "outcomes": marked("Outcomes"),
    "points": marked("Points"),
    "notes": marked("Notes"),
    "actions": marked("Actions"),
    "participants": marked("Participants"),
    "cases": marked("Cases"),
    "shares": marked("Shares"),
}
"""Name of a table -> title of its sheet."""

COLUMNS: Mapping[str, tuple[Kind, str]] = {
    "about": ("text", marked("About")),
    "action": ("text", marked("Action")),
    "action_id": ("whole", marked("Action number")),
    "actual": ("number", marked("Actual")),
    "actual_class": ("text", marked("Actual class")),
    "actual_revision": ("whole", marked("Revision of the actual")),
    "against_version": ("whole", marked("Against model")),
    "answer": ("text", marked("Answer")),
    "answered_at": ("moment", marked("Answered (UTC)")),
    "answered_by_version": ("whole", marked("Answered by model")),
    "cannot_be_scored": ("text", marked("Cannot be scored because")),
    "case": ("text", marked("Case")),
    "class": ("text", marked("Predicted class")),
    "closest": ("text", marked("Closest")),
    "comment": ("text", marked("Comment")),
    "comment_id": ("whole", marked("Comment number")),
    "cost_model": ("number", marked("Cost of the model's value")),
    "cost_decided": ("number", marked("Cost of the decided value")),
    "cost_own": ("number", marked("Cost of the own value")),
    "cost_simple": ("number", marked("Cost of the simple rule")),
    "cost_unit": ("text", marked("Unit of the cost")),
    "data_through": ("text", marked("Data through")),
    "decided": ("number", marked("Decided")),
    "decided_at": ("moment", marked("Decided (UTC)")),
    "decided_by": ("text", marked("Decided by")),
    "decided_class": ("text", marked("Decided class")),
    "decision": ("text", marked("Decision")),
    "decision_words": ("text", marked("Words of the decision")),
    "dispute_id": ("whole", marked("Dispute number")),
    "doubted": ("text", marked("Doubted inputs")),
    "due": ("date", marked("Due")),
    "error_decided": ("number", marked("Error of the decided value")),
    "error_model": ("number", marked("Error of the model")),
    "error_simple": ("number", marked("Error of the simple rule")),
    "event": ("text", marked("Event")),
    "first_day": ("date", marked("First day")),
    "high": ("number", marked("Range up to")),
    "in_bulk": ("flag", marked("Given in bulk")),
    "in_range": ("flag", marked("Inside the range")),
    "kind": ("text", marked("Kind")),
    "last_day": ("date", marked("Last day")),
    "leader": ("text", marked("Led by")),
    "low": ("number", marked("Range from")),
    "may_decide": ("flag", marked("May decide")),
    "measured_by": ("text", marked("Measured by")),
    "now": ("number", marked("Predicted now")),
    "now_class": ("text", marked("Class predicted now")),
    "opened_at": ("moment", marked("Opened (UTC)")),
    "others": ("text", marked("What others said")),
    "owner": ("text", marked("Owner")),
    "own_class": ("text", marked("Own class")),
    "own_high": ("number", marked("Own range up to")),
    "own_low": ("number", marked("Own range from")),
    "own_value": ("number", marked("Own value")),
    "person": ("text", marked("Person")),
    "point": ("whole", marked("Point")),
    "predicted": ("number", marked("Predicted")),
    "reason": ("text", marked("Reason code")),
    "reason_words": ("text", marked("Reason")),
    "rebuilt": ("flag", marked("Inputs made anew")),
    "review_id": ("whole", marked("Answer number")),
    "row": ("whole", marked("Row")),
    "run": ("text", marked("Run")),
    "scenario": ("text", marked("Scenario")),
    "seen_hash": ("text", marked("Hash of what was seen")),
    "session": ("text", marked("Session")),
    "session_id": ("whole", marked("Session number")),
    "session_state": ("text", marked("State of the session")),
    "share": ("number", marked("Share (from 0 to 1)")),
    "sold": ("number", marked("Sold in the days looked at")),
    "sold_on_days": ("whole", marked("Days with sales")),
    "state": ("text", marked("State")),
    "step": ("whole", marked("Step")),
    "superseded": ("flag", marked("Answered again later")),
    "target_date": ("date", marked("Day")),
    "together": ("text", marked("Predicted together as")),
    "undone": ("flag", marked("Undone in bulk")),
    "usual": ("number", marked("Usual value")),
    "verdict": ("text", marked("Verdict")),
    "version": ("whole", marked("Model")),
    "words": ("text", marked("Words")),
    "written_at": ("moment", marked("Written (UTC)")),
}
"""Name -> what it holds, label. A row of a table of disputes or points has the columns that its table names."""


def columns(names: Iterable[str]) -> tuple[Column, ...]:
    """Columns by name."""
    return tuple(Column(name, COLUMNS[name][0], text(COLUMNS[name][1])) for name in names)


def key_columns(use_case: UseCase) -> tuple[Column, ...]:
    """A column for each key."""
    return tuple(Column(f"key_{key}", "text", key_label(use_case, key)) for key in use_case.keys)


def input_column(name: str, use_case: UseCase | None) -> Column:
    """The column of an input as it was stored."""
    feature = None if use_case is None else use_case.features.get(name)
    kind: Kind = "text" if feature is None or feature.is_category else "number"
    return Column(f"x_{name}", kind, name if feature is None else feature.label)
