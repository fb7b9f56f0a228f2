"""Cases in words: what became of them against a version, and a line for each."""

from domain.agenda import Unscored, Verdict
from domain.case import RescoredCase, RescoredCases
from domain.use_case import UseCase
from presentation.words.catalogue import forms, marked, plural, text
from presentation.words.entities import entity_title
from presentation.words.features import class_text
from presentation.words.quantities import amount, scale_for

COUNTED = {
    Verdict.RESOLVED: marked("{count} resolved"),
    Verdict.BETTER: marked("{count} better"),
    Verdict.UNCHANGED: marked("{count} unchanged"),
    Verdict.WORSE: marked("{count} worse"),
}
VERDICT = {
    Verdict.RESOLVED: marked("resolved"),
    Verdict.BETTER: marked("better"),
    Verdict.UNCHANGED: marked("unchanged"),
    Verdict.WORSE: marked("worse"),
}
MEASURED_BY = {"actual": marked("by what happened"), "own": marked("by what was said")}
BECAUSE = {
    Unscored.SAME_VERSION: marked("this model predicted them itself"),
    Unscored.FEATURES: marked("it needs other inputs, and the sources no longer have them"),
    Unscored.SOURCES: marked("a source cannot be read"),
    Unscored.NO_CHAMPION: marked("no model is in use"),
    Unscored.NO_VALUE: marked("nobody named a value and nothing has happened yet"),
    Unscored.MODEL_FILE: marked("the file of the model is gone or was changed"),
    Unscored.PREDICTION_FILE: marked("the stored prediction is gone or was changed"),
}
UNSCORED = forms("{count} cannot be scored, because {why}", "{count} cannot be scored, because {why}")


def summary_sentence(found: RescoredCases) -> str:
    """`Of 14 cases: 6 resolved, 3 better, 4 unchanged, 1 worse; 1 cannot be scored, because ...`."""
    if not found.cases:
        return text("There is no case to measure model {version} by.", version=found.version)
    verdicts = ", ".join(text(words, count=f"{found.count(verdict):,}") for verdict, words in COUNTED.items())
    count = len(found.cases)
    head = plural(
        "Of {count} case against model {version}: {verdicts}",
        "Of {count} cases against model {version}: {verdicts}",
        count,
        count=f"{count:,}",
        version=found.version,
        verdicts=verdicts,
    )
    reasons = [plural(*UNSCORED, number, count=f"{number:,}", why=text(BECAUSE[why])) for why, number in found.unscored]
    return "; ".join([head, *reasons]) + "."


def verdict_word(case: RescoredCase) -> str:
    """What became of a case, in a word or two."""
    if case.verdict is None:
        return text("cannot be scored: {why}", why="" if case.why is None else text(BECAUSE[case.why]))
    by = "" if case.by is None else text(MEASURED_BY[case.by])
    return text("{verdict}, {by}", verdict=text(VERDICT[case.verdict]), by=by)


def value_text(use_case: UseCase, value: float | None, label: str | None) -> str:
    """A prediction, as the screens write it; a dash where there is none."""
    written = amount(value, scale_for(use_case.target, value))
    return written if label is None or value is None else f"{class_text(use_case, label)} {written}"


def about_text(use_case: UseCase, case: RescoredCase) -> str:
    """What a case is about."""
    return str(entity_title(use_case, case.entity))
