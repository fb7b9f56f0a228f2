"""What became of a fix, in words: settled by whom, and what today's champion says."""

from domain.agenda import Unscored, Verdict
from domain.dispute import DisputeState
from domain.opened_session import Point
from domain.session import ItemKind
from domain.use_case import UseCase
from presentation.words.catalogue import marked, text
from presentation.words.disputes import state_word
from presentation.words.features import class_text, feature_label
from presentation.words.quantities import Scale, amount

VERDICTS = {
    Verdict.RESOLVED: marked("resolved"),
    Verdict.BETTER: marked("better, but not gone"),
    Verdict.UNCHANGED: marked("unchanged"),
    Verdict.WORSE: marked("worse"),
}
UNSCORED = {
    Unscored.SAME_VERSION: marked("Model {version}, which predicted it, is still in use: nothing to compare yet."),
    Unscored.FEATURES: marked(
        "Model {version} needs other inputs, and the sources no longer have them for that day: it cannot be predicted again."
    ),
    Unscored.SOURCES: marked(
        "Its inputs have to be made anew for model {version}, and a source cannot be read now: it was not predicted again."
    ),
    Unscored.NO_CHAMPION: marked("No model is in use now: it cannot be predicted again."),
    Unscored.NO_VALUE: marked("Nobody named a value of their own: there is nothing to compare a new prediction with."),
    Unscored.MODEL_FILE: marked("The file of model {version} is gone or was changed: it cannot be predicted again."),
    Unscored.PREDICTION_FILE: marked("The stored prediction is gone or was changed: it cannot be predicted again."),
}


def verified_sentence(use_case: UseCase, point: Point, scale: Scale) -> str:
    """What became of a fix: "Settled as model fix by Ana. Model 3 now says 46: resolved."; empty for other points."""
    detail = point.item.detail
    made = detail.get("rescored")
    if point.item.kind is not ItemKind.VERIFIED or not isinstance(made, dict):
        return ""
    settled = text(
        "Settled as {state} by {person}.",
        state=state_word(DisputeState(str(detail["state"]))),
        person=detail["settled_by"],
    )
    return f"{settled} {_verified(use_case, point, made, scale)}"


def _verified(use_case: UseCase, point: Point, made: dict[str, object], scale: Scale) -> str:
    version = made.get("version")
    if made.get("why") is not None:
        return text(UNSCORED[Unscored(str(made["why"]))], version=version)
    label, value = made.get("label"), _amount(made.get("value"), scale)
    words = {
        "version": version,
        "value": f"{class_text(use_case, label)} {value}" if isinstance(label, str) else value,
        "verdict": _verdict(use_case, point),
    }
    if not made.get("rebuilt"):
        return text("Model {version} now says {value}: {verdict}.", **words)
    names = made.get("features")
    features = ", ".join(feature_label(use_case, str(name)) for name in names) if isinstance(names, list) else ""
    if not features:
        return text("With its inputs made anew, model {version} now says {value}: {verdict}.", **words)
    return text(
        "With its inputs made anew ({features}), model {version} now says {value}: {verdict}.",
        features=features,
        **words,
    )


def _verdict(use_case: UseCase, point: Point) -> str:
    """Whether the discrepancy is gone, and by what that was measured."""
    verdict = text(VERDICTS[Verdict(str(point.item.detail["verdict"]))])
    if point.item.detail.get("by") == "actual":
        return text("{verdict}, measured by what was {happened}", verdict=verdict, happened=use_case.target.happened)
    return text("{verdict}, measured by what {person} said", verdict=verdict, person=point.item.detail["author"])


def _amount(value: object, scale: Scale) -> str:
    return amount(float(value) if isinstance(value, int | float) else None, scale)
