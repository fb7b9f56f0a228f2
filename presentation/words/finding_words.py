"""The sentences of findings, for one row and for many. What the placeholders stand for is put in by `findings`."""

from collections.abc import Mapping

from presentation.words.catalogue import forms, marked

Forms = tuple[str, str]
"""For one and for many."""

SENTENCES: Mapping[str, str | Forms] = {
    "source_rows": forms("{source}: {count} row read.", "{source}: {count} rows read."),
    "text_cleaned": forms("{count} row {place} with needless spaces in {column}. Removed.",
                          "{count} rows {place} with needless spaces in {column}. Removed."),
    "identical_rows": forms("{count} row {place} that is the same as an earlier one in every column. Left out.",
                            "{count} rows {place} that are the same as an earlier one in every column. Left out."),
    "unit_changed": forms("{count} row {place} with {column} in another unit{example}. Converted.",
                          "{count} rows {place} with {column} in another unit{example}. Converted."),
    "key_missing": forms("{count} row {place} without {column}: nobody knows what it is about. {done}",
                         "{count} rows {place} without {column}: nobody knows what they are about. {done}"),
    "target_missing": forms("{count} row {place} without an actual value. Not learned from.",
                            "{count} rows {place} without an actual value. Not learned from."),
    "unknown_class": forms("{count} row {place} with a class that nobody named{example}. Not learned from.",
                           "{count} rows {place} with a class that nobody named{example}. Not learned from."),
    "out_of_range": forms("{count} row with an unusual {column}{limits}. {done}",
                          "{count} rows with an unusual {column}{limits}. {done}"),
    "feature_missing": forms("{column} is missing in {count} row{share}. {done}",
                             "{column} is missing in {count} rows{share}. {done}"),
    "feature_all_missing": marked("{column} is missing everywhere. The predictions were made without it."),
    "unseen_category": forms("New in {column}: {values} ({count} row). The model never saw this.",
                             "New in {column}: {values} ({count} rows). The model never saw this."),
    "rows_too_few": forms("{count} row to predict; at least {needed} are expected.",
                          "{count} rows to predict; at least {needed} are expected."),
    "history_too_short": forms("{count} day of history; at least {needed} are needed.",
                               "{count} days of history; at least {needed} are needed."),
    "no_rows": marked("No rows to predict for {date}."),
    "all_closed": marked("All is closed on {date}: nothing to predict."),
    "closed_rows": forms("{count} row not predicted: closed that day.", "{count} rows not predicted: closed that day."),
    "source_late": marked("{source} ends on {found}; it should reach {expected}. What it lacks is missing."),
    "source_empty_for_day": marked("{source} has no row for {date}."),
    "additivity_failed": forms(
        "In {count} row the reasons do not add up to the prediction (off by up to {worst} of their size). Such a run is not published.",
        "In {count} rows the reasons do not add up to the prediction (off by up to {worst} of their size). Such a run is not published."),
    "ingredients_disagree": marked(
        "What the ingredients need is not what the recipes make of the products (off by up to {worst} of their size). Such a run is not published."),
    "members_disagree": forms(
        "{count} small series that is shared back does not belong to the prediction that it is named under, or would be counted twice. Such a run is not published.",
        "{count} small series that are shared back do not belong to the prediction that they are named under, or would be counted twice. Such a run is not published."),
    "recipe_missing": marked(
        "No recipe for {values}: what they need would be missing from every ingredient. "
        "Write one in line {line} of {file}, or name them under recipes.without."),
    "fallback_engine": marked("Explained with the slower engine: {reason}. The numbers are the same."),
    "released": marked("Released by {person}: {reason}"),
    "malformed_line": forms("{count} line {place} that does not fit the header. {done}",
                            "{count} lines {place} that do not fit the header. {done}"),
}  # fmt: skip
"""Code -> sentence, for the codes whose sentence is always the same."""

DAYS_MISSING = marked("Days without any row in {source}: {days}.")
DAYS_UNUSABLE = marked("Days whose rows in {source} have no {column} that can be used: {days}.")

COUNTED_BY = {"source_rows": "rows", "rows_too_few": "found", "history_too_short": "found"}
"""Code -> the detail that `{count}` stands for; else it is the number of rows concerned."""

DUPLICATES = forms("{count} row {place} with the same keys and the same date. One day of one entity must be one row.",
                   "{count} rows {place} with the same keys and the same date. One day of one entity must be one row.")  # fmt: skip
_ADDED_UP = forms("{count} row {place} with the same keys and the same date; their numbers were added up.",
                  "{count} rows {place} with the same keys and the same date; their numbers were added up.")  # fmt: skip
KEPT: Mapping[str, Forms] = {
    "first": forms("{count} row {place} with the same keys and the same date; the first was kept.",
                   "{count} rows {place} with the same keys and the same date; the first was kept."),
    "last": forms("{count} row {place} with the same keys and the same date; the last was kept.",
                  "{count} rows {place} with the same keys and the same date; the last was kept."),
    "sum": _ADDED_UP,
}  # fmt: skip
KEPT_BY_ACTION: Mapping[str, Forms] = {
    "changed": _ADDED_UP,
    "dropped": forms("{count} row {place} with the same keys and the same date; one of each was kept.",
                     "{count} rows {place} with the same keys and the same date; one of each was kept."),
}  # fmt: skip

IMPOSSIBLE = forms("{count} row {place} with an impossible {column}{why}. {done}",
                   "{count} rows {place} with an impossible {column}{why}. {done}")  # fmt: skip
THEN = {"missing": marked("Taken as missing."), "drop": marked("Left out.")}

OUTSIDE_TRAINING = forms("{count} row with a {column} that the model has not learned from: {outside}.",
                         "{count} rows with a {column} that the model has not learned from: {outside}.")  # fmt: skip
ALIAS = forms("{count} row {place} with another spelling of “{name}” in {column}. Changed.",
              "{count} rows {place} with another spelling of “{name}” in {column}. Changed.")  # fmt: skip
ALIAS_BY_EXAMPLE = forms("{count} row {place} with another spelling{example} in {column}. Changed.",
                         "{count} rows {place} with another spelling{example} in {column}. Changed.")  # fmt: skip

KINDS = {
    "not_a_number": marked("a number"),
    "not_a_date": marked("a date in the expected format"),
    "malformed_line": marked("a row"),
}
"""What a value is not."""
WRONG_KIND = forms("{count} row{share} whose {column} {place} is not {kind}{example}. {done}",
                   "{count} rows{share} whose {column} {place} is not {kind}{example}. {done}")  # fmt: skip
TOO_MANY_BAD = forms("{count} row{share} whose {column} {place} is not {kind}. At most {allowed} may be like this.",
                     "{count} rows{share} whose {column} {place} is not {kind}. At most {allowed} may be like this.")  # fmt: skip
TOO_MANY_LIKE = forms(
    "{count} row{share} whose {column} {place} is not {kind}, like {values}. At most {allowed} may be like this.",
    "{count} rows{share} whose {column} {place} is not {kind}, like {values}. At most {allowed} may be like this.",
)
