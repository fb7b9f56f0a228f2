"""What can go wrong, as data: what it is, and where it was met."""


class TreeShapError(ValueError):
    """A model or rows that cannot be explained.

    Attributes:
        what: one sentence that says what is wrong and, where possible, what to do.
        where: the place: a file, a tree, a column, a row.
    """

    def __init__(self, what: str, where: str) -> None:
        """Say what is wrong where."""
        super().__init__(f"{where}: {what}")
        self.what = what
        self.where = where

    def __reduce__(self) -> tuple[type["TreeShapError"], tuple[str, str]]:
        """An exception with two arguments does not survive a process pool by itself."""
        return type(self), (self.what, self.where)


class UnsupportedModelError(TreeShapError):
    """The model is sound, but this engine cannot explain it; LightGBM's `pred_contrib` can be asked instead."""


class BrokenModelError(TreeShapError):
    """The text is not a whole LightGBM model: cut off, damaged or something else altogether."""


class InputError(TreeShapError):
    """The rows do not fit the model."""
