"""The assessment says of data that people know what those people would say; made worse, it says so and names the work."""

import csv
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from domain.assessment import Assessment, Fitness, Point, PointCode, Skill
from domain.use_case import UseCase
from domain.use_case.file import read_use_case
from domain.value_added import Interval
from models.table import FeatureTable, TrainingData
from presentation.reports.assessment import assessment_html, assessment_page
from presentation.words.assessment import FITNESS, SENTENCES, TITLES, point_told
from services.assess_history import gaps, labels, outliers, sparsity, stability
from services.assess_leak import leak
from services.assess_skill import MOST_ROWS, learnability, sampled
from services.assess_use_case import assess_use_case
from services.dependencies import Dependencies
from services.load_use_case import LoadedUseCase
from tests.services.shop import open_stores

USE_CASES = Path(__file__).parents[2] / "use_cases"
SALES = "restaurant_ingredients_stuttgart/sales_daily.csv"
TODAY = date(2026, 5, 1)

Assess = Callable[[str], Assessment]


def kinds(found: Assessment) -> dict[PointCode, tuple[Fitness, str]]:
    return {point.code: (point.fitness, point.kind) for point in found.points}


# --- real data ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def deps(real_data_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dependencies]:
    opened = open_stores(tmp_path_factory.mktemp("assessed"))
    yield replace(opened, variables={"VOUCH_DATA": str(real_data_folder)})
    opened.feedback.close()


def of_text(deps: Dependencies, tmp_path: Path, text: str) -> Assessment:
    path = tmp_path / "use_case.yaml"
    path.write_text(text, encoding="utf-8")
    return assess_use_case(deps, LoadedUseCase(read_use_case(path), path), TODAY)


def stuttgart_with(real_data: Path, tmp_path: Path, change: Callable[[list[list[str]]], list[list[str]]]) -> str:
    with (real_data / SALES).open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    with (tmp_path / "sales.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *change(rows)])
    text = (USE_CASES / "stuttgart" / "use_case.yaml").read_text(encoding="utf-8")
    return text.replace("${VOUCH_DATA}/" + SALES, "sales.csv")


@pytest.mark.real_data
def test_the_restaurant_is_ready(deps: Dependencies, real_data: Path) -> None:
    path = USE_CASES / "stuttgart" / "use_case.yaml"
    found = assess_use_case(deps, LoadedUseCase(read_use_case(path), path), TODAY)
    assert found.fitness is Fitness.READY, kinds(found)
    assert (found.rows, found.days, found.entities) == (5_320, 760, 7)
    assert found.skill is not None
    assert found.skill.ratio is not None
    assert found.skill.ratio.low < found.skill.error / found.skill.naive_error < found.skill.ratio.high < 1


@pytest.mark.real_data
def test_a_target_dealt_out_anew_is_no_better_than_a_simple_rule(
    deps: Dependencies, real_data: Path, tmp_path: Path
) -> None:
    def dealt(rows: list[list[str]]) -> list[list[str]]:
        values = [row[2] for row in rows]
        random.Random(20_110_105).shuffle(values)
        return [[*row[:2], value] for row, value in zip(rows, values, strict=True)]

    found = of_text(deps, tmp_path, stuttgart_with(real_data, tmp_path, dealt))
    assert found.fitness is Fitness.NOT_READY
    assert kinds(found)[PointCode.LEARNABILITY] == (Fitness.NOT_READY, "no_better")


@pytest.mark.real_data
def test_twenty_days_are_not_enough(deps: Dependencies, real_data: Path, tmp_path: Path) -> None:
    text = stuttgart_with(real_data, tmp_path, lambda rows: [row for row in rows if row[0] < "2013-10-24"])
    found = of_text(deps, tmp_path, text)
    assert (found.fitness, found.days, found.skill) == (Fitness.NOT_READY, 20, None)
    assert kinds(found)[PointCode.SIZE] == (Fitness.NOT_READY, "short")


@pytest.mark.real_data
def test_the_parts_of_a_sum_know_the_answer(deps: Dependencies, real_data: Path, tmp_path: Path) -> None:
    parts = "".join(
        f"  {name}: {{label: {name}, column: {{source: calendar, name: {name}}}}}\n"
        for name in ("casual", "registered")
    )
    text = (USE_CASES / "bike_sharing" / "use_case.yaml").read_text(encoding="utf-8")
    found = of_text(deps, tmp_path, text.replace("\nfeatures:\n", f"\nfeatures:\n{parts}"))
    (point,) = [point for point in found.points if point.code is PointCode.LEAK]
    assert point.fitness is Fitness.NOT_READY
    assert sorted(point.values["features"]) == ["casual", "registered"]  # type: ignore[call-overload]
    assert "lag_days: 1" in point.work
    clean = of_text(deps, tmp_path, text)
    assert clean.fitness is Fitness.READY, kinds(clean)


# --- single points, on made-up series -----------------------------------------------------------------------------


def made(series: list[list[float]], **columns: list[float | None]) -> TrainingData:
    """Series of daily values that end on the same day; columns are features over all rows."""
    values = np.concatenate([np.array(one, dtype=np.float64) for one in series])
    last = np.datetime64("2026-04-30")
    days = np.concatenate([last - np.arange(len(one))[::-1] for one in series])
    entities = np.concatenate([np.full(len(one), f'["{place}"]', dtype=object) for place, one in enumerate(series)])
    held = columns or {"rain": [1.0] * len(values)}
    table = pa.table({name: pa.array(column, pa.float64()) for name, column in held.items()})
    return TrainingData(FeatureTable(tuple(held), table), values, days, entities)


def only(loaded: LoadedUseCase, *names: str) -> UseCase:
    """The use case with some of its features."""
    kept = {name: feature for name, feature in loaded.use_case.features.items() if name in names}
    return loaded.use_case.model_copy(update={"features": kept})


@pytest.fixture(scope="module")
def one_key() -> LoadedUseCase:
    path = USE_CASES / "stuttgart" / "use_case.yaml"
    return LoadedUseCase(read_use_case(path), path)


def test_small_series_are_work_and_the_line_that_does_it_is_valid(one_key: LoadedUseCase, tmp_path: Path) -> None:
    few = made([[1.0] * 40, [1.0] * 40, [1.0, 0.0, 2.0] * 4])
    (point,) = sparsity(one_key.use_case, few)
    assert (point.fitness, point.values["small"], point.values["of"]) == (Fitness.WORK, 1, 3)
    text = one_key.path.read_text(encoding="utf-8")
    head, _, tail = text.partition("clean:\n  sales:\n")
    path = tmp_path / "use_case.yaml"
    path.write_text(head + point.work + tail, encoding="utf-8")
    assert [p.kind for p in sparsity(read_use_case(path), few)] == ["together"]


def test_a_value_far_above_its_series_is_work(one_key: LoadedUseCase) -> None:
    (point,) = outliers(one_key.use_case, made([[5.0] * 40, [*([4.0] * 39), 74_215.0]]))
    assert (point.fitness, point.values["value"], point.values["second"]) == (Fitness.WORK, 74_215.0, 4.0)
    assert "quantity: {max: 10}" in point.work
    (told,) = outliers(one_key.use_case, made([[5_000.0] * 40, [*([4.0] * 39), 2_000.0]]))
    assert told.fitness is Fitness.WORK
    assert told.work == "", "a limit for all series would take the usual values of another"


def test_actuals_that_are_all_alike_or_lost_are_named(one_key: LoadedUseCase) -> None:
    assert [p.kind for p in labels(one_key.use_case, made([[0.0] * 99 + [1.0]]), ())] == ["alike"]
    assert [p.kind for p in labels(one_key.use_case, made([[0.0, 1.0] * 50]), ())] == ["good"]


def test_gaps_name_the_feature_and_a_rule(one_key: LoadedUseCase) -> None:
    (point,) = gaps(one_key.use_case, made([[1.0] * 10], rain=[None, *([1.0] * 9)], temperature=[1.0] * 10))
    assert (point.values["feature"], point.fitness) == ("rain", Fitness.WORK)
    assert "missing: {rule: median" in point.work


def test_a_level_that_moved_is_work_only_where_no_feature_follows(one_key: LoadedUseCase) -> None:
    data = made([[10.0] * 75 + [30.0] * 25])
    assert [p.kind for p in stability(one_key.use_case, data)] == ["followed"]
    assert [p.fitness for p in stability(only(one_key, "rain", "weekday"), data)] == [Fitness.WORK]


def test_a_copy_of_the_answer_in_another_unit_is_a_leak_and_its_own_past_is_none(one_key: LoadedUseCase) -> None:
    answer = [float(value % 13) for value in range(100)]
    found = leak(only(one_key, "rain"), made([answer], rain=[value * 2.54 + 3 for value in answer]))
    assert [(p.kind, p.values["features"]) for p in found] == [("found", ["rain"])]
    assert leak(only(one_key, "yesterday"), made([answer], yesterday=list(answer))) == []


def test_a_class_with_few_cases_is_work(one_key: LoadedUseCase) -> None:
    target = one_key.use_case.target.model_copy(update={"classes": {"no": "No", "yes": "Yes"}})
    binary = only(one_key, "rain").model_copy(update={"task": "binary", "target": target})
    (point,) = labels(binary, made([[0.0] * 91 + [1.0] * 9]), ())
    assert (point.kind, point.values["class"], point.values["cases"]) == ("rare", "Yes", 9)
    assert [p.kind for p in labels(binary, made([[0.0] * 80 + [1.0] * 20]), ())] == ["good"]


def test_of_many_rows_whole_series_are_drawn() -> None:
    data = made([[1.0] * 400] * (MOST_ROWS // 400 + 50))
    some = sampled(data)
    assert 0.9 * MOST_ROWS < len(some.target) <= MOST_ROWS
    assert set(np.unique(some.entities, return_counts=True)[1]) == {400}


def skilled(mean: float, low: float, high: float) -> Skill:
    return Skill(mean, 1.0, "median_of_the_entity", Interval(mean, low, high), 100, 50, ())


def test_a_lead_that_may_be_chance_is_work_only_where_small_series_are_in_it() -> None:
    cases = {
        (0.90, 0.85, 0.95): (Fitness.READY, Fitness.READY),
        (0.99, 0.98, 1.01): (Fitness.NOT_READY, Fitness.WORK),
        (1.02, 1.00, 1.04): (Fitness.NOT_READY, Fitness.NOT_READY),
    }
    for interval, expected in cases.items():
        told = [learnability(skilled(*interval), small_series=small)[0].fitness for small in (False, True)]
        assert tuple(told) == expected


# --- words --------------------------------------------------------------------------------------------------------


def test_every_point_and_state_has_words() -> None:
    assert set(TITLES) == {code for code, _ in SENTENCES} == set(PointCode)
    assert set(FITNESS) == set(Fitness)


def test_the_page_escapes_what_comes_from_files_and_shows_every_work_with_its_lines(one_key: LoadedUseCase) -> None:
    use_case = one_key.use_case.model_copy(update={"title": "<b>Shop</b>"})
    values = {"feature": "rain", "share": 0.25}
    point = Point(PointCode.GAPS, Fitness.WORK, "many", values, "features: {rain: {missing: <x>}}")
    found = Assessment("shop", 10, 5, 2, date(2026, 1, 1), date(2026, 1, 5), (point,))
    html = assessment_html(assessment_page(use_case, found))
    assert "<b>Shop</b>" not in html
    assert "&lt;x&gt;" in html
    assert "Rain three days ago" in point_told(use_case, point)
    assert "25 %" in html
    assert "<script" not in html
    assert "http" not in html
