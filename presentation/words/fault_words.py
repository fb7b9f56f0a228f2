"""The words of every fault that an error can name: (title, what happened, what to do)."""

from collections.abc import Mapping

Words = tuple[str, str, str]

SOURCE_FAULTS: Mapping[str, Words] = {
    "missing": ("A file is missing", "There is nothing at this place.",
                "Put the file there, or correct `path` in the use case file. Then run the command again."),
    "empty": ("A source is empty", "It was read, but it has no rows.",
              "Ask whoever delivers it for a complete copy. Then run the command again."),
    "separator": ("A table has one wide column", "Its columns are separated by another character than stated.",
                  "Set `separator` of this source in the use case file, for example `separator: \";\"`."),
    "column": ("A column is missing", "The use case names a column that this source does not have.",
               "Correct the name in the use case file, or add it under `rename`. The columns found are listed."),
    "values": ("A column holds none of what it should", "Not one of its values could be read as the date or the number that it should be.",
               "Set `date_format`, `decimal` or `separator` of this source in the use case file. The values found are listed."),
    "encoding": ("A file has another encoding", "It holds bytes that the stated encoding does not know.",
                 "Set `encoding` of this source in the use case file, for example `encoding: cp1252`."),
    "malformed": ("A file is not the table it should be", "Its content does not fit its header or its format.",
                  "Open the file and look at the place named. Ask for a correct copy."),
    "unreachable": ("A source does not answer", "The database or the address could not be reached.",
                    "Check the network, the address and the password. Then run the command again."),
    "query": ("A query was refused", "The database did not accept the query of this source.",
              "Try the query in the database's own tool, and correct it in the use case file."),
    "variable": ("A setting is missing", "The path of this source names a variable that nobody set.",
                 "Set the variable before the command, for example `export NAME=value`."),
}  # fmt: skip

NOT_FOUND: Mapping[str, Words] = {
    "use case": ("No such use case", "Nothing goes by this name.",
                 "Check the spelling, or give the path of a use case file."),
    "run": ("No such run", "There is no run with this name or for this day.",
            "Choose another day, or list the runs with `vouch runs`."),
    "prediction": ("No such prediction", "The link names a prediction that does not exist.",
                   "Check that the link is complete. Or open the day and search for the prediction there."),
    "version": ("No such version", "No model of this use case has this number.",
                "Choose one of the versions listed, or train one with `vouch train`."),
    "person": ("Nobody by this name", "No person with this name or number is known.",
               "Check the spelling, or sign in once with that name."),
    "ingredient": ("No such ingredient", "The link names an ingredient that does not exist.",
                   "Check that the link is complete. Or open the day and search for the ingredient there."),
    "champion": ("No model in use yet", "No version of this use case has been promoted, so nothing can be predicted.",
                 "Train one with `vouch train`. The first version is used at once; for another, use `vouch promote`."),
}  # fmt: skip

MODEL_FILE: Mapping[str, Words] = {
    "missing": ("A model file is gone", "The version is known, but its file is not there. Nothing was predicted.",
                "Bring the file back from a backup, or train again with `vouch train`."),
    "tampered": ("A model file was changed", "It is not the file that was written, so it was not loaded.",
                 "Find out who changed it. Bring it back from a backup, or train again with `vouch train`."),
    "unreadable": ("A model file cannot be read", "It is damaged, or from a newer Vouch. It was not loaded.",
                   "Update Vouch, bring the file back from a backup, or train again with `vouch train`."),
}  # fmt: skip

PREDICTION_FILE: Mapping[str, Words] = {
    "missing": ("Stored predictions are gone", "The run was published, but its file is not there. Answers are safe.",
                "Bring the file back from a backup, or run that day again with `vouch daily --date`."),
    "tampered": ("Stored predictions were changed", "They are not what was published, so they are not shown. Answers are safe.",
                 "Find out who changed them. Bring the file back from a backup, or run that day again with `vouch daily --date`."),
    "unreadable": ("Stored predictions cannot be read", "The file is damaged. Answers are safe.",
                   "Bring the file back from a backup, or run that day again with `vouch daily --date`."),
}  # fmt: skip

DATABASE: Mapping[str, Words] = {
    "locked": ("The database is busy", "Another program kept it locked for too long. Nothing was written.",
               "Try again in a moment. If it stays locked, end the program that holds it."),
    "unreachable": ("The database does not answer", "It could not be opened. Nothing was written.",
                    "Check that it runs and that the address is right, with `vouch doctor`."),
    "newer": ("The database is from a newer Vouch", "This version does not know its tables. Nothing was read or written.",
              "Update Vouch to the version that the others use."),
    "not upgraded": ("The database is from an older Vouch", "Its tables are not up to date yet. Nothing was written.",
                     "Make a backup. Then bring it up to date: `vouch doctor` names the command."),
    "full": ("The database has no room", "Its disk is full. Nothing was written.",
             "Make room on that disk. Then do it again: nothing is stored twice."),
    "failed": ("The database refused", "It reported an error of its own. Nothing was written.",
               "Try again. If it happens again, run `vouch doctor` and report its answer."),
}  # fmt: skip

ANSWER: Mapping[str, Words] = {
    "value missing": ("Your value is missing", "You would decide differently, but there is no value.", "Write the value you would decide."),
    "value not a number": ("That is not a number", "Your value cannot be read as one number.", "Write it plainly, for example 45 or 12,5 or 12.5."),
    "value ambiguous": ("That number can be read in two ways", "The mark may stand for thousands or for decimals.", "Write it without the mark, or with other than three decimals."),
    "value below minimum": ("That value is too small", "A value this small makes no sense here.", "Write a value that is not below the least one."),
    "value not whole": ("Only whole numbers here", "Your value lies between two whole numbers.", "Choose one of them."),
    "class unknown": ("That choice does not exist", "Your decision is not one of the possible ones.", "Choose one of those listed."),
    "value out of range": ("That value is too large", "It looks like a slip of the keyboard.", "Check the number and write it again."),
    "reason unknown": ("That reason does not exist", "The use case no longer lists it.", "Choose one of the reasons listed."),
    "feature unknown": ("That input does not exist", "The use case no longer has it.", "Choose one of the inputs listed."),
    "comment too long": ("The comment is too long", "It is longer than a comment may be.", "Shorten it, or attach the rest elsewhere and say where."),
    "comment has a zero byte": ("The comment has an unreadable character", "It holds a character that is no text (a zero byte).", "Remove it: mostly it came in by copying. Then save again."),
    "run not published": ("This run cannot be answered", "It was not published, so nobody could see it.", "Open the day again and answer what is shown there."),
}  # fmt: skip

MODEL_PARAMETER: Mapping[str, Words] = {
    "unknown": ("A model parameter is unknown", "LightGBM does not know this key of `model.parameters`.",
                "Correct its name in the use case file, or take it out."),
    "reserved": ("A model parameter is not the file's to set", "Vouch sets this key itself, so that runs can be repeated.",
                 "Take it out of `model.parameters` in the use case file."),
    "value": ("A model parameter has an impossible value", "LightGBM refused the value of this key of `model.parameters`.",
              "Correct the value in the use case file."),
}  # fmt: skip

TRAINING_DATA: Mapping[str, Words] = {
    "negative": ("The target has negative values", "The objective `poisson` learns from counts, which are never negative.",
                 "Mark negative values as impossible under `clean`, or choose another `model.objective`."),
    "all zero": ("The target is always zero", "The objective `poisson` needs at least one value above zero.",
                 "Check the source of the target, or choose another `model.objective`."),
    "one class": ("The target has one class only", "There is nothing to tell apart: every row has the same class.",
                  "Check the source of the target, or deliver history with the other classes."),
}  # fmt: skip

WANTED: Mapping[str, str] = {"training": "Training a model", "range": "Calibrating the range"}
"""What history was wanted for, at the start of a sentence."""

SOURCE_DETAIL: Mapping[str, str] = {
    "column": "Missing: {}",
    "values": "Column: {}",
    "separator": "It looks like the separator is: {}",
    "encoding": "Stated encoding: {}",
    "variable": "Variable: {}",
}
"""What the detail of a source's fault is."""
