"""The words of every fault that an error can name: (title, what happened, what to do)."""

from collections.abc import Mapping

from presentation.words.catalogue import marked

Words = tuple[str, str, str]

SOURCE_FAULTS: Mapping[str, Words] = {
    "missing": (marked("A file is missing"), marked("There is nothing where the use case file says that it is."),
                marked("Put the file there, or correct `path` in the use case file. Then run the command again.")),
    "empty": (marked("A source is empty"), marked("It was read, but it has no rows."),
              marked("Ask whoever delivers it for a complete copy. Then run the command again.")),
    "separator": (marked("A table has one wide column"), marked("Its columns are separated by another character than stated."),
                  marked("Set `separator` of this source in the use case file, for example `separator: \";\"`.")),
    "column": (marked("A column is missing"), marked("The use case names a column that this source does not have."),
               marked("Correct the name in the use case file, or in the suite that stands beside it, or add it under `rename`. The columns found are listed.")),
    "values": (marked("A column holds none of what it should"), marked("Not one of its values could be read as the date or the number that it should be."),
               marked("Set `date_format`, `decimal` or `separator` of this source in the use case file. The values found are listed.")),
    "encoding": (marked("A file has another encoding"), marked("It holds bytes that the stated encoding does not know."),
                 marked("Set `encoding` of this source in the use case file, for example `encoding: cp1252`.")),
    "malformed": (marked("A file is not the table it should be"), marked("Its content does not fit its header or its format."),
                  marked("Open the file and look at the place named. Ask for a correct copy.")),
    "changing": (marked("A file is still being written"), marked("It changed while it was read, so nobody knows which rows are whole."),
                 marked("Wait until it is complete, then run the command again. Best is to write it under another name and rename it when it is done.")),
    "unreachable": (marked("A source does not answer"), marked("The database or the address could not be reached."),
                    marked("Check the network, the address and the password. Then run the command again.")),
    "query": (marked("A query was refused"), marked("The database did not accept the query of this source."),
              marked("Try the query in the database's own tool, and correct it in the use case file.")),
    "variable": (marked("A setting is missing"), marked("The path of this source names a variable that nobody set."),
                 marked("Set the variable before the command, for example `export NAME=value`.")),
}  # fmt: skip

NOT_FOUND: Mapping[str, Words] = {
    "assignment": (marked("No such assignment"), marked("Nobody was ever assigned under this number."),
                   marked("Choose one of the list.")),
    "dispute": (marked("No such dispute"), marked("There is no dispute with this number."),
                marked("Open the prediction and look there.")),
    "session": (marked("No such session"), marked("There is no session with this number."),
                marked("Choose one of the list.")),
    "bulk action": (marked("No such bulk action"), marked("There is no bulk action with this number."),
                    marked("Choose one of your own below the list.")),
    "item": (marked("No such point"), marked("The agenda has no point with this number."),
             marked("Choose one of the agenda.")),
    "action": (marked("No such action"), marked("No session agreed on an action with this number."),
               marked("Choose one of the list.")),
    "use case": (marked("No such use case"), marked("Nothing goes by this name."),
                 marked("Check the spelling, or give the path of a use case file.")),
    "run": (marked("No such run"), marked("There is no run with this name or for this day."),
            marked("Choose another day, or list the runs with `vouch runs`.")),
    "prediction": (marked("No such prediction"), marked("The link names a prediction that does not exist."),
                   marked("Check that the link is complete. Or open the day and search for the prediction there.")),
    "version": (marked("No such version"), marked("No model of this use case has this number."),
                marked("Choose one of the versions listed, or train one with `vouch train`.")),
    "person": (marked("Nobody by this name"), marked("No person with this name or number is known."),
               marked("Check the spelling, or sign in once with that name.")),
    "explanation": (marked("No reasons"), marked("These predictions were imported, and whatever made them gave no reasons with them."),
                    marked("Choose a run of a model, or export the rows.")),
    "shares": (marked("No shares"), marked("This run shares nothing out: its use case does not ask for it, or did not yet when it was made."),
               marked("Write `share_back: true` under `aggregate` in the use case file; the next run then has shares.")),
    "champion": (marked("No model in use yet"), marked("No version of this use case has been promoted, so nothing can be predicted."),
                 marked("Train one with `vouch train`. The first version is used at once; for another, use `vouch promote`.")),
    "ingredient": (marked("No such ingredient"), marked("The link names an ingredient that does not exist."),
                   marked("Check that the link is complete. Or open the day and search for the ingredient there.")),
}  # fmt: skip

MODEL_FILE: Mapping[str, Words] = {
    "missing": (marked("A model file is gone"), marked("The version is known, but its file is not there. Nothing was predicted."),
                marked("Bring the file back from a backup, or train again with `vouch train`.")),
    "tampered": (marked("A model file was changed"), marked("It is not the file that was written, so it was not loaded."),
                 marked("Find out who changed it. Bring it back from a backup, or train again with `vouch train`.")),
    "unreadable": (marked("A model file cannot be read"), marked("It is damaged, or from a newer Vouch. It was not loaded."),
                   marked("Update Vouch, bring the file back from a backup, or train again with `vouch train`.")),
}  # fmt: skip

CONTRAST: Mapping[str, Words] = {
    "engine": (marked("These two cannot be compared reason by reason"), marked("The explanation of a single prediction still holds, but this kind of model has no exact one of a difference."),
               marked("Look at the reasons of each prediction by itself. Or train the model without what is named above.")),
    "entity": (marked("The earlier day cannot be rebuilt"), marked("The features are made in another way now, and the sources no longer have this entry on that day. Both predictions are stored as they were."),
               marked("Compare with a later day. Or bring the rows of that day back into the sources.")),
    "classes": (marked("The earlier model knew another answer"), marked("Its version does not have the class that is predicted now, so that it gave no probability to it."),
                marked("Compare with a prediction of the same version.")),
    "sum": (marked("The stored numbers and the model do not agree"), marked("What is stored of the two predictions cannot have come from this model, so the difference is not shown."),
            marked("Restore the prediction files or the model from a backup, and look at `vouch doctor`.")),
}  # fmt: skip

PREDICTION_FILE: Mapping[str, Words] = {
    "missing": (marked("Stored predictions are gone"), marked("The run was published, but its file is not there. Answers are safe."),
                marked("Bring the file back from a backup, or run that day again with `vouch daily --date`.")),
    "tampered": (marked("Stored predictions were changed"), marked("They are not what was published, so they are not shown. Answers are safe."),
                 marked("Find out who changed them. Bring the file back from a backup, or run that day again with `vouch daily --date`.")),
    "unreadable": (marked("Stored predictions cannot be read"), marked("The file is damaged. Answers are safe."),
                   marked("Bring the file back from a backup, or run that day again with `vouch daily --date`.")),
}  # fmt: skip

DATABASE: Mapping[str, Words] = {
    "locked": (marked("The database is busy"), marked("Another program kept it locked for too long. Nothing was written."),
               marked("Try again in a moment. If it stays locked, end the program that holds it.")),
    "unreachable": (marked("The database does not answer"), marked("It could not be opened. Nothing was written."),
                    marked("Check that it runs and that the address is right, with `vouch doctor`.")),
    "newer": (marked("The database is from a newer Vouch"), marked("This version does not know its tables. Nothing was read or written."),
              marked("Update Vouch to the version that the others use.")),
    "not upgraded": (marked("The database is from an older Vouch"), marked("Its tables are not up to date yet. Nothing was written."),
                     marked("Make a backup. Then bring it up to date: `vouch doctor` names the command.")),
    "full": (marked("The database has no room"), marked("Its disk is full. Nothing was written."),
             marked("Make room on that disk. Then do it again: nothing is stored twice.")),
    "failed": (marked("The database refused"), marked("It reported an error of its own. Nothing was written."),
               marked("Try again. If it happens again, run `vouch doctor` and report its answer.")),
}  # fmt: skip

MODEL_PARAMETER: Mapping[str, Words] = {
    "unknown": (marked("A model parameter is unknown"), marked("LightGBM does not know this key of `model.parameters`."),
                marked("Correct its name in the use case file, or take it out.")),
    "reserved": (marked("A model parameter is not the file's to set"), marked("Vouch sets this key itself, so that runs can be repeated."),
                 marked("Take it out of `model.parameters` in the use case file.")),
    "value": (marked("A model parameter has an impossible value"), marked("LightGBM refused the value of this key of `model.parameters`."),
              marked("Correct the value in the use case file.")),
}  # fmt: skip

TRAINING_DATA: Mapping[str, Words] = {
    "negative": (marked("The target has negative values"), marked("The objective `poisson` learns from counts, which are never negative."),
                 marked("Mark negative values as impossible under `clean`, or choose another `model.objective`.")),
    "all zero": (marked("The target is always zero"), marked("The objective `poisson` needs at least one value above zero."),
                 marked("Check the source of the target, or choose another `model.objective`.")),
    "one class": (marked("The target has one class only"), marked("There is nothing to tell apart: every row has the same class."),
                  marked("Check the source of the target, or deliver history with the other classes.")),
}  # fmt: skip

WANTED: Mapping[str, str] = {"training": marked("Training a model"), "range": marked("Calibrating the range")}
"""What history was wanted for, at the start of a sentence."""

SOURCE_DETAIL: Mapping[str, str] = {
    "column": marked("Missing: {detail}"),
    "values": marked("Column: {detail}"),
    "separator": marked("It looks like the separator is: {detail}"),
    "encoding": marked("Stated encoding: {detail}"),
    "variable": marked("Variable: {detail}"),
}
"""What the detail of a source's fault is."""
