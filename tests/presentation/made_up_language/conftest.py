"""Words in a made-up language, and examples whose data is in Greek letters."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from domain.links import Link
from domain.prediction import PastDay
from domain.use_case import UseCase
from presentation.words import languages
from presentation.words.catalogue import speaking
from tests.presentation.pseudo_locale import LANGUAGE, greek, write_pseudo_catalogue

SATURDAY = date(2026, 11, 21)


@pytest.fixture(scope="module", autouse=True)
def _made_up_language(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("locale")
    write_pseudo_catalogue(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(languages, "LOCALE", folder)
        languages.translations.cache_clear()
        with speaking(languages.translations(LANGUAGE)):
            yield
    languages.translations.cache_clear()


def _in_greek(use_case: UseCase, **changes: object) -> UseCase:
    content = use_case.model_dump(mode="json")
    content["title"] = greek(content["title"])
    target = content["target"]
    for part in ("label", "unit", "unit_one", "happened"):
        target[part] = greek(target[part]) if target[part] else target[part]
    target["classes"] = {name: greek(word) for name, word in target["classes"].items()}
    for feature in content["features"].values():
        feature["label"] = greek(feature["label"])
        feature["unit"] = greek(feature["unit"]) if feature["unit"] else feature["unit"]
        feature["values"] = {name: greek(word) for name, word in feature["values"].items()}
    content["reviews"]["reasons"] = {code: greek(word) for code, word in content["reviews"]["reasons"].items()}
    content["groups"] = {name: greek(word) for name, word in content["groups"].items()}
    return UseCase.model_validate({**content, **changes})


@pytest.fixture(scope="module")
def greek_cases(bakery, kitchen, lateness) -> tuple[UseCase, ...]:
    # "no" keeps its letters: it is what makes "no promotion" of it, and it is not shown itself.
    cases = [_in_greek(use_case) for use_case in (bakery, kitchen, lateness)]
    features = {
        name: {**feature, "values": {"0": "no", "1": greek("running")}} if name == "promotion" else feature
        for name, feature in cases[0].model_dump(mode="json")["features"].items()
    }
    return (*cases, _in_greek(bakery, features=features))


EFFECTS = {
    "holiday_tomorrow": 9.2,
    "temperature": 3.8,
    "promotion": -3.1,
    "last_week": 5.6,
    "mean": -0.04,
    "month": 0.3,
}
VALUES = {"holiday_tomorrow": 1.0, "temperature": None, "promotion": "0", "last_week": 1.0, "mean": 37.25, "month": 5.0}
PAST = tuple(PastDay(SATURDAY - timedelta(weeks=4 - week), float(week % 2)) for week in range(4))


@pytest.fixture(scope="module")
def examples(greek_cases, make_prediction):
    """Predictions with and without range, usual value, past, reasons; rescaled, lifted to the minimum, of classes."""
    found = []
    for use_case in greek_cases[:3]:
        classes = bool(use_case.target.classes)
        link, base, size = (Link.LOGIT, -0.4, 0.1) if classes else (Link.IDENTITY, 36.9, 1.0)
        label = "1" if classes else None
        effects = {name: effect * size for name, effect in EFFECTS.items()}
        for usual in (None, 0.4 if classes else 38.0, 0.6 if classes else 52.0):
            for low, high, past in ((None, None, ()), (30.0, 61.2, PAST), (51.0, 51.0, PAST[:1])):
                span = {} if classes else {"low": low, "high": high}
                queue = {"usual": usual, "label": label, "past": past, **span}
                for some in (effects, {}, {"temperature": -60.0 * size}, {"mean": 0.04 * size, "month": 0.03 * size}):
                    found.append((use_case, make_prediction(use_case, base, some, VALUES, link=link, **queue)))
    return found
