"""What the gate's checks are called in a list of them, one name per code of `docs/checks.md`."""

from collections.abc import Mapping

from presentation.words.catalogue import marked, text

NAMES: Mapping[str, str] = {
    "malformed_line": marked("Lines fit the header"),
    "not_a_number": marked("Numbers are numbers"),
    "not_a_date": marked("Dates are dates"),
    "key_missing": marked("Every row says what it is about"),
    "identical_rows": marked("Identical rows"),
    "row_dropped": marked("Rows left out on purpose"),
    "case_changed": marked("Codes in capital and small letters"),
    "name_unified": marked("One name per code"),
    "series_together": marked("Small series taken together"),
    "text_cleaned": marked("Needless spaces"),
    "alias_applied": marked("Other spellings"),
    "unit_changed": marked("Changes of unit"),
    "impossible_value": marked("Impossible values"),
    "duplicate_rows": marked("One row per key and day"),
    "target_missing": marked("Actuals are there"),
    "unknown_class": marked("Known classes"),
    "source_unreadable": marked("The source can be read"),
    "source_rows": marked("Rows of the source"),
    "too_many_bad_values": marked("Few values that cannot be"),
    "duplicates_hold": marked("No row twice"),
    "source_late": marked("The source is on time"),
    "source_empty_for_day": marked("The source has the day"),
    "rows_too_few": marked("Rows enough to predict"),
    "no_rows": marked("Something to predict"),
    "all_closed": marked("All closed"),
    "closed_rows": marked("Closed that day"),
    "history_too_short": marked("Days enough to learn from"),
    "day_missing_in_history": marked("No day lost"),
    "feature_missing": marked("Features are there"),
    "feature_all_missing": marked("Features that are missing everywhere"),
    "out_of_range": marked("Values within their range"),
    "expectation": marked("Expectation of the use case"),
    "imputed": marked("Values put in by a rule"),
    "recipe_missing": marked("Every product has its recipe"),
    "volume": marked("As many rows as usual"),
    "missing_values": marked("As few missing values as usual"),
    "outlying_values": marked("Each value near its own past"),
    "unit_slip": marked("No slip of the unit"),
    "distribution_shift": marked("Values spread as usual"),
    "new_category": marked("Known names"),
    "fresh_source": marked("Not fresher than possible"),
    "frozen_feed": marked("The feed moves on"),
    "doubled_day": marked("No copy of another day"),
    "all_zero": marked("Not all zeros"),
    "swapped_columns": marked("Columns in their places"),
    "unseen_category": marked("Names that the model knows"),
    "outside_training": marked("Values that the model knows"),
    "rule_not_applied": marked("Rules could be applied"),
    "released": marked("Released all the same"),
    "fallback_engine": marked("Engine of the reasons"),
    "additivity_failed": marked("Reasons add up"),
    "ingredients_disagree": marked("Ingredients agree with the recipes"),
    "members_disagree": marked("Shares belong to their prediction"),
}
"""Code -> what is looked at, said so that "passed" fits behind it."""


def check_name(code: str) -> str:
    """The name of a check; one of a newer Vouch goes by its code."""
    return text(NAMES[code]) if code in NAMES else code.replace("_", " ")
