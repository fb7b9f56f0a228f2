"""Interventional values against brute force, against shap where shap can be trusted, and against what must hold."""

import lightgbm
import numpy as np
import pytest
import shap
from hypothesis import given, settings
from hypothesis import strategies as st

from models.tree_shap import InputError, TreeShap
from tests.tree_shap.engines import engine_of
from tests.tree_shap.oracles.agreement import CLOSE, as_matrix, magnitude, with_class_axis
from tests.tree_shap.oracles.coalitions import interventional_values
from tests.tree_shap.oracles.drawn import forests, rows
from tests.tree_shap.oracles.forest import predicted, read_forest
from tests.tree_shap.oracles.model_texts import chain
from tests.tree_shap.trained import Trained, train


@settings(max_examples=150)
@given(st.data())
def test_background_values_are_exact_on_any_tree_and_any_rows(data: st.DataObject) -> None:
    forest = data.draw(forests(most_features=5, most_leaves=10))
    row, *background = data.draw(rows(forest, least=2, most=6))
    engine = engine_of(forest, table_bits=data.draw(st.sampled_from([1, 2, 4, 12])))
    wanted = as_matrix(interventional_values(forest, row, background))
    found = with_class_axis(engine.values(np.array([row]), background=np.array(background)))[0]
    np.testing.assert_allclose(found, wanted, rtol=0, atol=CLOSE * magnitude(forest))


@settings(max_examples=40)
@given(st.data())
def test_background_values_are_the_mean_of_the_contrasts(data: st.DataObject) -> None:
    forest = data.draw(forests(most_features=30, most_leaves=40))
    row, *background = data.draw(rows(forest, least=2, most=6))
    engine = engine_of(forest, table_bits=data.draw(st.sampled_from([2, 5, 12])))
    contrasts = [np.asarray(engine.contrast(np.array(row), np.array(other))) for other in background]
    found = engine.values(np.array([row]), background=np.array(background))[0]
    np.testing.assert_allclose(found, np.mean(contrasts, axis=0), rtol=0, atol=CLOSE * magnitude(forest))


@pytest.mark.parametrize("features", [120, 70, 15])
def test_background_values_on_a_deep_chain_are_the_mean_of_the_contrasts(features: int) -> None:
    forest = chain(120, features=features)
    engine = engine_of(forest)
    drawn = np.random.default_rng(features).choice(
        [1.0, 0.4, -9.0, np.nan], p=[0.9, 0.04, 0.03, 0.03], size=(12, features)
    )
    contrasts = [[engine.contrast(row, other) for other in drawn[4:]] for row in drawn[:4]]
    found = engine.values(drawn[:4], background=drawn[4:])
    np.testing.assert_allclose(found, np.mean(contrasts, axis=1), rtol=0, atol=CLOSE * magnitude(forest))
    many = engine.values(np.repeat(drawn[:4], 5, axis=0), background=drawn[4:])
    assert np.array_equal(many[::5], found)


def test_background_values_of_every_kind_of_model_lead_from_the_mean_score_to_the_score(trained: Trained) -> None:
    engine, forest = TreeShap(trained.booster), read_forest(trained.booster.dump_model())
    explained, background = trained.rows[:20], trained.rows[20:]
    found = with_class_axis(engine.values(explained, background=background))
    scores = np.array([[float(score) for score in predicted(forest, row)] for row in trained.rows.tolist()])
    wanted = scores[:20] - scores[20:].mean(axis=0)
    np.testing.assert_allclose(found.sum(axis=1), wanted, rtol=0, atol=CLOSE * magnitude(forest))


def test_an_explanation_with_a_background_starts_from_the_mean_score(plain: Trained) -> None:
    explanation = TreeShap(plain.booster).explanation(plain.rows[:3], background=plain.rows[20:])
    mean = plain.booster.predict(plain.rows[20:], num_threads=1).mean()
    np.testing.assert_allclose(explanation.base_values, [mean] * 3, rtol=0, atol=1e-12)


def test_a_background_that_is_the_row_itself_explains_nothing(plain: Trained) -> None:
    row = plain.rows[:1]
    assert not TreeShap(plain.booster).values(row, background=np.repeat(row, 3, axis=0)).any()


def test_repeating_the_background_changes_nothing(plain: Trained) -> None:
    engine, background = TreeShap(plain.booster), plain.rows[:8]
    once = engine.values(plain.rows, background=background)
    for times in (3, 4):
        assert np.array_equal(engine.values(plain.rows, background=np.tile(background, (times, 1))), once)


@pytest.mark.parametrize("objective", ["regression", "binary"])
def test_shap_agrees_on_numeric_models_with_at_most_a_hundred_rows(objective: str) -> None:
    # shap's interventional mode fails on categorical splits, and takes 100 of more rows without a word.
    trained = train(categories=False, objective=objective)
    explained, background = trained.rows[:10], trained.rows[10:]
    explainer = shap.TreeExplainer(trained.booster, background, feature_perturbation="interventional")
    told = np.asarray(explainer.shap_values(explained, check_additivity=False))
    found = TreeShap(trained.booster).values(explained, background=background)
    # Brute force agrees to 1e-12 (above); what remains here, some 1e-8, is single precision inside shap.
    np.testing.assert_allclose(found, told, rtol=0, atol=1e-6)


def test_shap_path_dependent_agrees_through_its_own_explainer(plain: Trained) -> None:
    told = np.asarray(shap.TreeExplainer(plain.booster).shap_values(plain.rows))
    np.testing.assert_allclose(TreeShap(plain.booster).values(plain.rows), told, rtol=0, atol=1e-10)


def test_a_background_in_two_parts_gives_their_weighted_mean(plain: Trained) -> None:
    engine = TreeShap(plain.booster)
    first, second = plain.rows[:20], plain.rows[20:60]
    whole = engine.values(plain.rows[:5], background=plain.rows[:60])
    parts = (
        engine.values(plain.rows[:5], background=first) / 3 + engine.values(plain.rows[:5], background=second) * 2 / 3
    )
    np.testing.assert_allclose(whole, parts, rtol=0, atol=1e-13)


def test_a_booster_of_the_scikit_learn_interface_is_taken_too(plain: Trained) -> None:
    target = np.nan_to_num(plain.rows[:, 0])
    fitted = lightgbm.LGBMRegressor(n_estimators=4, num_leaves=5, verbosity=-1, n_jobs=1, min_child_samples=5)
    fitted.fit(plain.rows, target)
    assert np.array_equal(TreeShap(fitted).values(plain.rows), TreeShap(fitted.booster_).values(plain.rows))


@pytest.mark.parametrize("name", ["regression", "three classes", "one leaf", "random forest"])
def test_an_explainer_against_a_background_can_be_asked_again_and_again(
    trained_kinds: dict[str, Trained], name: str
) -> None:
    trained = trained_kinds[name]
    engine, background = TreeShap(trained.booster), trained.rows[20:]
    against = engine.against(background)
    for asked in (trained.rows[:1], trained.rows[:20], trained.rows[:1]):
        assert np.array_equal(against.values(asked), engine.values(asked, background=background))
    shown = engine.explanation(trained.rows[:2], background=background)
    assert np.array_equal(np.tile(against.expected_value, (2, 1)).reshape(shown.base_values.shape), shown.base_values)
    # It took nothing from the engine it was made of, and may itself be asked for another background.
    assert np.array_equal(engine.values(trained.rows[:3]), TreeShap(trained.booster).values(trained.rows[:3]))
    other = engine.values(trained.rows[:3], background=trained.rows[:9])
    assert np.array_equal(against.against(trained.rows[:9]).values(trained.rows[:3]), other)


def test_a_thousand_background_rows_are_all_taken(plain: Trained) -> None:
    background = np.random.default_rng(1).permutation(np.tile(plain.rows, (17, 1)))[:1000]
    engine = TreeShap(plain.booster)
    scores = plain.booster.predict(background, num_threads=1)
    assert engine.against(background).expected_value == pytest.approx(scores.mean(), abs=1e-12)
    sums = engine.values(plain.rows, background=background).sum(axis=1)
    np.testing.assert_allclose(sums, plain.booster.predict(plain.rows, num_threads=1) - scores.mean(), atol=1e-12)


def test_an_empty_background_is_refused_by_both_ways_to_give_one(plain: Trained) -> None:
    engine = TreeShap(plain.booster)
    for ask in (engine.against, lambda rows: engine.values(plain.rows, background=rows)):
        with pytest.raises(InputError, match="no rows"):
            ask(plain.rows[:0])
