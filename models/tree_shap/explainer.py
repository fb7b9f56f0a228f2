"""The public class: a LightGBM model in, exact SHAP values out."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from models.tree_shap.errors import BrokenModelError, InputError
from models.tree_shap.inputs import rows_of
from models.tree_shap.model_text import TreeModel, read_model
from models.tree_shap.table_limits import TABLE_BITS, TABLE_MEGABYTES, check_limits

if TYPE_CHECKING:
    import shap
    from lightgbm import Booster, LGBMModel

    from models.tree_shap.engine import Engine

Floats = npt.NDArray[np.float64]
LOG = logging.getLogger(__name__)


class TreeShap:
    """Exact SHAP values of a LightGBM model, on the link scale, in float64.

    Contributions and `expected_value` add up to `booster.predict(X, raw_score=True)`. Values are those of LightGBM's
    `pred_contrib=True` (path-dependent TreeSHAP, Lundberg et al. 2020); with a background they are interventional. Rows do
    not influence each other: any order, number of threads or block size gives the same bytes.

    In random-forest mode they add up to the mean over the iterations, which is what `predict` starts from; LightGBM's
    `raw_score` and `pred_contrib` are sums over the iterations there.

    An object is immutable and may be shared by threads.
    """

    def __init__(
        self,
        booster: "Booster | LGBMModel",
        *,
        num_iteration: int | None = None,
        table_bits: int = TABLE_BITS,
        table_megabytes: float = TABLE_MEGABYTES,
    ) -> None:
        """Read a trained model and fill its tables.

        Args:
            booster: a `lightgbm.Booster`, or a fitted model of LightGBM's scikit-learn interface.
            num_iteration: use so many iterations; None: the best iteration, where there is one, as `predict` does; 0 or
                less: all.
            table_bits: 1 to 16; a smaller number takes less memory and more time per row.
            table_megabytes: keep tables of so many at most; less memory costs time, and changes no bit of a result.

        Raises:
            UnsupportedModelError: linear trees, nodes without cover, or over 65,000 thresholds on a feature.
            InputError: `booster` is something else, or a number is out of range.
        """
        trained = getattr(booster, "booster_", booster)
        if not hasattr(trained, "model_to_string"):
            raise InputError(f"a trained LightGBM model is needed, not {type(booster).__name__}", "booster")
        # With None, LightGBM writes the trees up to the best iteration: the choice that its own `predict` makes.
        text = trained.model_to_string(num_iteration=num_iteration)
        self._build(text, "booster", None, (table_bits, table_megabytes))

    @classmethod
    def from_text(
        cls,
        text: str,
        *,
        num_iteration: int | None = None,
        table_bits: int = TABLE_BITS,
        table_megabytes: float = TABLE_MEGABYTES,
    ) -> "TreeShap":
        """Read the text of a model, without importing lightgbm; arguments and errors as for the class.

        Raises:
            BrokenModelError: the text is cut off, damaged, or no LightGBM model.
        """
        made = cls.__new__(cls)
        made._build(text, "model text", num_iteration, (table_bits, table_megabytes))
        return made

    @classmethod
    def from_file(
        cls,
        path: str | Path,
        *,
        num_iteration: int | None = None,
        table_bits: int = TABLE_BITS,
        table_megabytes: float = TABLE_MEGABYTES,
    ) -> "TreeShap":
        """Read what `Booster.save_model` wrote, without importing lightgbm; arguments and errors as for the class.

        Raises:
            BrokenModelError: the file is cut off, damaged, or no LightGBM model.
            OSError: the file cannot be read.
        """
        made = cls.__new__(cls)
        try:
            text = Path(path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise BrokenModelError("this is not a LightGBM model: it is not UTF-8 text", str(path)) from None
        made._build(text, str(path), num_iteration, (table_bits, table_megabytes))
        return made

    def _build(self, text: str, where: str, num_iteration: int | None, tables: tuple[int, float]) -> None:
        check_limits(*tables)
        model = read_model(text, num_iteration=num_iteration, where=where)
        # Importing the engine imports numba and, the first time, compiles; that is owed here and not at import.
        from models.tree_shap import compiling
        from models.tree_shap.engine import engine_of

        compiling.wait_for_others()
        if not compiling.is_kept():
            LOG.warning("compiling the explainer of %s; this takes up to a minute, once per installation", where)
        self._engine: Engine = engine_of(model, tables[0], tables[1] * 1e6, where)

    @property
    def model(self) -> TreeModel:
        """The model as its text has it."""
        return self._engine.model

    @property
    def feature_names(self) -> tuple[str, ...]:
        """The names of the features, in the order of the contributions."""
        return self.model.feature_names

    @property
    def table_bytes(self) -> int:
        """The memory of the tables, in bytes."""
        return self._engine.prepared.tables.nbytes

    @property
    def expected_value(self) -> float | Floats:
        """What an explanation starts from, on the link scale; shape (classes,) for several classes."""
        return _base_of(self._engine)

    def values(self, X: Any, background: Any = None) -> Floats:  # noqa: N803 - the name that shap and scikit-learn use
        """Explain rows.

        Args:
            X: (n, features): a pandas frame (category columns with the categories of training or in another order), a
                numpy array, an Arrow table or record batch, anything with the Arrow stream interface, or a scipy sparse
                matrix. NaN and null are missing; infinite values are compared like numbers.
            background: rows as X; then values are interventional, against the mean over these rows.

        Returns:
            (n, features), or (n, features, classes) for several classes.

        Raises:
            InputError: the rows do not fit the model; says which column and row.
        """
        from models.tree_shap.blocks import explain_rows

        engine = self._engine if background is None else self._against(background, keeps_tables=False)
        return self._shaped(explain_rows(engine, rows_of(X, self.model)))

    def explanation(self, X: Any, background: Any = None) -> "shap.Explanation":  # noqa: N803 - as above
        """Explain rows as a `shap.Explanation` for shap's plots; arguments and errors as for `values`."""
        import shap

        from models.tree_shap.blocks import explain_rows

        engine = self._engine if background is None else self._against(background, keeps_tables=False)
        rows = rows_of(X, self.model)
        base = _base_of(engine)
        return shap.Explanation(
            self._shaped(explain_rows(engine, rows)),
            base_values=np.tile(base, (len(rows), 1)) if isinstance(base, np.ndarray) else np.full(len(rows), base),
            data=rows.shown(),
            feature_names=list(self.feature_names),
        )

    def contrast(self, x: Any, reference: Any) -> Floats:
        """Why rows score differently from one reference row (interventional, exact).

        Features that are equal contribute exactly 0; contributions add up to score(x) - score(reference).

        Args:
            x: one row as (features,), or rows as for `values`.
            reference: one row.

        Returns:
            As `values`; without the first dimension where x was (features,).

        Raises:
            InputError: the rows do not fit the model, or there are several references.
        """
        from models.tree_shap.contrast import contrast_rows

        single = np.ndim(x) == 1
        rows, against = rows_of(_as_table(x), self.model), rows_of(_as_table(reference), self.model)
        if len(against) != 1:
            raise InputError(f"one reference row is needed, not {len(against):,}", "reference")
        shape = (self.model.features, self.model.classes)
        flat = contrast_rows(self._engine.prepared.trees, shape, rows.block(0, len(rows)), against.block(0, 1))
        result = self._shaped(flat * self._engine.scale)
        return result[0] if single else result

    def against(self, background: Any) -> "TreeShap":
        """An explainer of the same model whose values are interventional, against the mean over these rows.

        `values(X, background=B)` gives the same bits; this keeps its tables, for many calls with the same background.

        Args:
            background: rows as for `values`, at least one; their order has no influence.

        Raises:
            InputError: the rows do not fit the model, or there are none.
        """
        made = TreeShap.__new__(TreeShap)
        made._engine = self._against(background, keeps_tables=True)
        return made

    def warm(self, progress: Callable[[str], None] | None = None) -> None:
        """Compile everything that explaining needs, ahead of the first visitor; seconds once, then kept on disk.

        Args:
            progress: is told, in words, what happens.
        """
        from models.tree_shap.warming import warm

        warm(progress)

    def _against(self, background: Any, *, keeps_tables: bool) -> "Engine":
        from models.tree_shap.background import with_background

        rows = rows_of(background, self.model)
        if len(rows) == 0:
            raise InputError("it has no rows, so there is nothing to compare with", "background")
        return with_background(self._engine, rows.block(0, len(rows)), keeps_tables=keeps_tables)

    def _shaped(self, flat: Floats) -> Floats:
        classes = self.model.classes
        return flat if classes == 1 else flat.reshape(len(flat), self.model.features, classes)


def _base_of(engine: "Engine") -> float | Floats:
    return float(engine.base[0]) if engine.model.classes == 1 else engine.base.copy()


def _as_table(row: Any) -> Any:
    return np.asarray(row).reshape(1, -1) if np.ndim(row) == 1 else row
