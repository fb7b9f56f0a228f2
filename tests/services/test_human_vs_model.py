"""Real people against a real model: what the service says equals a direct computation with pandas."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from domain.value_added import DIRECTION, KEY_PREFIX, MORE, PERSON
from services.import_actuals import import_actuals
from services.import_predictions import import_predictions
from services.import_reviews import import_reviews
from services.load_use_case import load_use_case
from services.measure_outcomes import last_days, measure_outcomes
from wiring import open_dependencies

pytestmark = pytest.mark.real_data

FILE = "human_vs_model_forecasts/forecasts_2021-03-08_to_2021-06-21.csv"


@pytest.fixture(scope="module")
def frame(real_data_folder: Path) -> pd.DataFrame:
    frame = pd.read_csv(real_data_folder / FILE)
    model, person = (frame[column] - frame["actual"] for column in ("ensemble_median", "human_median"))
    return frame.assign(model_error=model.abs(), gain=model.abs() - person.abs())


@pytest.fixture(scope="module")
def measured(real_data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VOUCH_HOME", str(tmp_path_factory.mktemp("human") / "home"))
        patch.setenv("VOUCH_DATA", str(real_data_folder))
        deps = open_dependencies()
        loaded, path = load_use_case(deps, "human_vs_model"), real_data_folder / FILE
        assert import_predictions(deps, loaded, path).unusable == ()
        assert import_reviews(deps, loaded, path).unusable == ()
        assert import_actuals(deps, loaded.use_case, path).unusable == ()
    period = last_days(deps, "human_vs_model", None)
    assert period is not None
    yield deps, measure_outcomes(deps, "human_vs_model", period, viewer_id=1)
    deps.predictions.close()
    deps.feedback.close()


def test_how_often_people_beat_the_model(measured, frame: pd.DataFrame) -> None:
    changes = measured[1].changes
    assert (changes.cases, changes.better) == (len(frame), (frame["gain"] > 0).sum()) == (1460, 613)
    assert changes.better / changes.cases == pytest.approx(0.42, abs=0.001)


def test_how_often_their_ranges_held(measured, frame: pd.DataFrame) -> None:
    holding = measured[1].own_ranges.holding
    inside = frame["actual"].between(frame["human_q05"], frame["human_q95"])
    assert (holding.inside, holding.bounded) == (inside.sum(), len(frame))
    assert holding.share == pytest.approx(0.608, abs=0.001)


def test_value_added_in_all_and_by_group(measured, frame: pd.DataFrame) -> None:
    outcomes = measured[1]
    assert outcomes.changes.units.mean == pytest.approx(frame["gain"].mean())
    for group in outcomes.groups[KEY_PREFIX + "target_type"]:
        of_group = frame[frame["target_type"] == group.name]["gain"]
        assert (group.cases, group.units.mean) == (len(of_group), pytest.approx(of_group.mean()))
    (more,) = [group for group in outcomes.groups[DIRECTION] if group.name == MORE]
    assert more.cases == (frame["human_median"] > frame["ensemble_median"]).sum()


def test_the_models_own_error(measured, frame: pd.DataFrame) -> None:
    once = frame.drop_duplicates(["forecast_date", "target_type", "horizon_weeks"])
    total = measured[1].total
    assert total.model.count == len(once) == 128
    assert total.model.error == pytest.approx(once["model_error"].sum())
    assert total.model.share == pytest.approx(once["model_error"].sum() / once["actual"].abs().sum())
    # Nobody of the file may decide, so what was decided is what the model said.
    assert total.decided == total.model


def test_value_added_of_a_person_is_theirs_alone(measured, frame: pd.DataFrame) -> None:
    deps, outcomes = measured
    assert [group.name for group in outcomes.groups[PERSON]] == ["1"]
    assert outcomes.hidden_people
    with deps.feedback.read() as unit:
        person = unit.people.by_id(1)
    forecaster, method = person.name.split(" · ")
    theirs = frame[(frame["forecaster"] == forecaster) & (frame["method"] == method)]["gain"]
    assert (outcomes.groups[PERSON][0].cases, outcomes.people) == (len(theirs), {1: person.name})
