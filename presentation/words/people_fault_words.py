"""The words of every fault in what people said and did: (title, what happened, what to do)."""

from collections.abc import Mapping

from domain.permission import Permission
from presentation.words.catalogue import marked
from presentation.words.fault_words import Words

ANSWER: Mapping[str, Words] = {
    "value missing": (marked("Your value is missing"), marked("You would decide differently, but there is no value."), marked("Write the value you would decide.")),
    "value not a number": (marked("That is not a number"), marked("Your value cannot be read as one number."), marked("Write it plainly, for example 45 or 12,5 or 12.5.")),
    "value ambiguous": (marked("That number can be read in two ways"), marked("The mark may stand for thousands or for decimals."), marked("Write it without the mark, or with other than three decimals.")),
    "value below minimum": (marked("That value is too small"), marked("A value this small makes no sense here."), marked("Write a value that is not below the least one.")),
    "value not whole": (marked("Only whole numbers here"), marked("Your value lies between two whole numbers."), marked("Choose one of them.")),
    "class unknown": (marked("That choice does not exist"), marked("Your decision is not one of the possible ones."), marked("Choose one of those listed.")),
    "value out of range": (marked("That value is too large"), marked("It looks like a slip of the keyboard."), marked("Check the number and write it again.")),
    "reason unknown": (marked("That reason does not exist"), marked("The use case no longer lists it."), marked("Choose one of the reasons listed.")),
    "feature unknown": (marked("That input does not exist"), marked("The use case no longer has it."), marked("Choose one of the inputs listed.")),
    "comment too long": (marked("The comment is too long"), marked("It is longer than a comment may be."), marked("Shorten it, or attach the rest elsewhere and say where.")),
    "comment has a zero byte": (marked("The comment has an unreadable character"), marked("It holds a character that is no text (a zero byte)."), marked("Remove it: mostly it came in by copying. Then save again.")),
    "run not published": (marked("This run cannot be answered"), marked("It was not published, so nobody could see it."), marked("Open the day again and answer what is shown there.")),
    "scenario name": (marked("The scenario needs a name"), marked("It has none, or one that is too long or cannot be shown."), marked("Give it a short name and attach it again.")),
}  # fmt: skip

BULK: Mapping[str, Words] = {
    "too many": (
        marked("Too many predictions at once"),
        marked("Nobody can say of so many that they looked at the list."),
        marked("Filter the list, and do it in parts."),
    ),
    "nothing left": (
        marked("There is nothing left to answer"),
        marked("In the meantime every one of these predictions was answered, or nothing would change on it."),
        marked("Look at the list again."),
    ),
    "reason missing": (
        marked("A reason is needed"),
        marked("A change of many predictions is kept with the one reason for it."),
        marked("Choose a reason."),
    ),
    "not its author": (
        marked("This is somebody else's bulk action"),
        marked("Only who answered takes an answer back."),
        marked("Ask its author, or answer the predictions yourself: both answers stand."),
    ),
}

TALK: Mapping[str, Words] = {
    "words missing": (
        marked("Words are needed"),
        marked("An empty field tells the others nothing."),
        marked("Write a sentence that the others can understand."),
    ),
    "words too long": (
        marked("The words are too long"),
        marked("They do not fit."),
        marked("Write less, or link to a document."),
    ),
    "words have a zero byte": (
        marked("The words cannot be stored"),
        marked("They hold a character that no database keeps."),
        marked("Remove it: it is often left over from copying."),
    ),
    "state not theirs": (
        marked("Only the author can do that"),
        marked("A dispute is opened and withdrawn by its author's own answer."),
        marked("Choose how it was settled."),
    ),
    "version unknown": (
        marked("No such model version"),
        marked("The version named does not exist."),
        marked("Name one of the versions, or none."),
    ),
}

ASSIGNMENT: Mapping[str, Words] = {
    "key unknown": (marked("Predictions are not told apart by that"), marked("An assignment names values of the keys of its use case."),
                    marked("Choose one of the keys.")),
    "key twice": (marked("One key is named twice"), marked("No prediction has two values of one key."),
                  marked("Make an assignment for each value.")),
    "owner left": (marked("This person has left"), marked("Somebody who is not here any more cannot look at predictions."),
                   marked("Choose somebody else.")),
}  # fmt: skip

RELEASE: Mapping[str, Words] = {
    "not held": (
        marked("This run is not held"),
        marked("Only a run that was held can be released or run again from here."),
        marked("Choose a held run, or use `vouch daily` for any other morning."),
    ),
    "rerun only": (
        marked("This run cannot be released"),
        marked(
            "There is no batch that could be published as it is: a source could not be read, rows cannot be told apart, or the explanations do not add up."
        ),
        marked("Correct the data where it comes from, then run the morning again."),
    ),
    "no reason": (
        marked("A reason is needed"),
        marked("Everybody who looks at these predictions will read why they were released."),
        marked("Write in a sentence why this data can be trusted all the same."),
    ),
    "no reason to rerun": (
        marked("Say what was corrected"),
        marked("Everybody who looks for what became of this morning will read why it was run again."),
        marked("Write in a sentence what was corrected."),
    ),
    "reason too long": (
        marked("The reason is too long"),
        marked("It stands above all predictions of the day and has to fit there."),
        marked("Say it in one or two sentences."),
    ),
    "reason has a zero byte": (
        marked("The reason cannot be stored"),
        marked("It holds a character that no database keeps."),
        marked("Remove it: it is often left over from copying."),
    ),
    "changed": (
        marked("The sources have changed since the run was held"),
        marked("What they give now is not the batch that was looked at and released."),
        marked("Run the morning again: the new data passes the gate, or is held with its own reasons."),
    ),
    "other use case": (
        marked("This run belongs to another use case"),
        marked("The run and the use case do not go together."),
        marked("Name the use case of the run."),
    ),
}

ACTIONS: Mapping[str, str] = {
    Permission.ANSWER: marked("answer predictions"),
    Permission.SETTLE_DISPUTES: marked("settle disputes"),
    Permission.HOLD_SESSIONS: marked("hold sessions"),
    Permission.ASSIGN: marked("assign predictions to people"),
    Permission.RECORD_ACTUALS: marked("record actuals"),
    Permission.EXPORT: marked("export what is stored"),
    Permission.EXPORT_CASES: marked("export cases"),
    Permission.MANAGE_PEOPLE: marked("manage people"),
    Permission.RELEASE_RUNS: marked("release held runs"),
}
"""What somebody may not do."""
