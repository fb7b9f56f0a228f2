"""What is expected, as clauses of a sentence: one for each expectation that people know by heart, and how it failed."""

from collections.abc import Mapping

from presentation.words.catalogue import forms, marked

SHOULD_BE: Mapping[str, str] = {
    "expect_column_values_to_be_between": marked("{column} should be {bounds}"),
    "expect_column_values_to_be_in_set": marked("{column} should be one of {values}"),
    "expect_column_values_to_be_unique": marked("{column} should be different in every row"),
    "expect_column_values_to_be_null": marked("{column} should be empty"),
    "expect_column_values_to_be_increasing": marked("{column} should be rising from row to row"),
    "expect_column_values_to_be_decreasing": marked("{column} should be falling from row to row"),
    "expect_column_value_lengths_to_be_between": marked("{column} should be {bounds} characters long"),
    "expect_column_value_lengths_to_equal": marked("{column} should be {value} characters long"),
    "expect_column_values_to_match_strftime_format": marked("{column} should be a date written as {format}"),
    "expect_column_values_to_be_dateutil_parseable": marked("{column} should be a date"),
    "expect_column_values_to_be_json_parseable": marked("{column} should be JSON"),
    "expect_column_pair_values_to_be_equal": marked("{column} and {other} should be equal"),
    "expect_column_pair_values_a_to_be_greater_than_b": marked("{column} should be larger than {other}"),
    "expect_column_pair_values_to_be_in_set": marked("{column} with {other} should be one of the named pairs"),
    "expect_compound_columns_to_be_unique": marked("{columns} together should be different in every row"),
    "expect_multicolumn_values_to_be_equal": marked("{columns} should be equal"),
    "expect_select_column_values_to_be_unique_within_record": marked("{columns} should be different from one another"),
}
"""Of rows; they are, or "3 of 1,200 rows are not"."""

SHOULD: Mapping[str, str] = {
    "expect_column_values_to_not_be_null": marked("{column} should have a value"),
    "expect_column_values_to_not_be_in_set": marked("{column} should be none of {values}"),
    "expect_column_values_to_match_regex": marked("{column} should look like {pattern}"),
    "expect_column_values_to_not_match_regex": marked("{column} should not look like {pattern}"),
    "expect_column_values_to_match_regex_list": marked("{column} should look like one of {patterns}"),
    "expect_column_values_to_not_match_regex_list": marked("{column} should look like none of {patterns}"),
    "expect_column_values_to_match_json_schema": marked("{column} should fit its JSON schema"),
    "expect_column_values_to_be_of_type": marked("{column} should be of the type {type}"),
    "expect_column_values_to_be_in_type_list": marked("{column} should be of one of the types {types}"),
    "expect_column_type_to_be": marked("{column} should be of the type {type}"),
    "expect_column_value_z_scores_to_be_less_than": marked(
        "{column} should be less than {threshold} standard deviations from its mean"),
    "expect_column_values_to_not_be_outliers": marked("{column} should have no outliers"),
    "expect_multicolumn_sum_to_equal": marked("{columns} should add up to {total}"),
    "expect_column_distinct_values_to_be_in_set": marked("All values of {column} should be among {values}"),
    "expect_column_distinct_values_to_contain_set": marked("{column} should have each of {values}"),
    "expect_column_distinct_values_to_equal_set": marked("{column} should have exactly the values {values}"),
    "expect_column_most_common_value_to_be_in_set": marked("The most frequent {column} should be one of {values}"),
    "expect_column_kl_divergence_to_be_less_than": marked(
        "{column} should be distributed as it was (divergence below {threshold})"),
    "expect_column_quantile_values_to_be_between": marked("The quantiles of {column} should be within their limits"),
    "expect_column_max_to_be_between": marked("The largest {column} should be {bounds}"),
    "expect_column_min_to_be_between": marked("The smallest {column} should be {bounds}"),
    "expect_column_mean_to_be_between": marked("The average of {column} should be {bounds}"),
    "expect_column_median_to_be_between": marked("The median of {column} should be {bounds}"),
    "expect_column_stdev_to_be_between": marked("The standard deviation of {column} should be {bounds}"),
    "expect_column_sum_to_be_between": marked("The sum of {column} should be {bounds}"),
    "expect_column_unique_value_count_to_be_between": marked(
        "The number of different values of {column} should be {bounds}"),
    "expect_column_proportion_of_unique_values_to_be_between": marked(
        "The share of different values of {column} should be {bounds}"),
    "expect_column_proportion_of_non_null_values_to_be_between": marked(
        "The share of rows with a {column} should be {bounds}"),
    "expect_column_to_exist": marked("There should be a column {column}"),
    "expect_table_row_count_to_be_between": marked("The number of rows {place} should be {bounds}"),
    "expect_table_row_count_to_equal": marked("The number of rows {place} should be {value}"),
    "expect_table_column_count_to_be_between": marked("The number of columns {place} should be {bounds}"),
    "expect_table_column_count_to_equal": marked("The number of columns {place} should be {value}"),
    "expect_table_columns_to_match_set": marked("The columns {place} should be the named ones"),
    "expect_table_columns_to_match_ordered_list": marked("The columns {place} should be the named ones in their order"),
}  # fmt: skip
"""Of rows of which something is not so, and of columns and tables as a whole."""

ANY = marked("“{name}” {place}")
"""An expectation that has no clause: its name, read aloud."""

ARE_NOT = forms("{rule}; {count} of {of} rows is not{example}.", "{rule}; {count} of {of} rows are not{example}.")
NOT_SO = forms("{rule}; in {count} of {of} rows this is not so{example}.",
               "{rule}; in {count} of {of} rows this is not so{example}.")  # fmt: skip
NOTED = forms("{note} ({count} of {of} rows{example}).", "{note} ({count} of {of} rows{example}).")
OBSERVED = marked("{rule}; it is {observed}.")
FAILED = marked("{rule}; this is not so.")
NOT_ASKED = marked("Not checked: {rule}. {why}")
EXAMPLE = marked("for example line {line}: {found}")
EXAMPLE_OF_BATCH = marked("for example {found}")
NO_VALUE = marked("no value")

WHY: Mapping[str, str] = {
    "no rows": marked("There was no row to look at."),
    "columns are not compared": marked(
        "Only the columns that the use case needs are read, and a missing one holds the run."
    ),
}
"""Why it could not be asked; another reason is told as Great Expectations says it."""
