"""The base of every part of a use case file: an unknown key is refused, nothing is changed after reading."""

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """Refuses unknown keys; immutable; keys are documented by `Field(description=...)`."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)
