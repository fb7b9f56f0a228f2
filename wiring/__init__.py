"""From settings to open stores: the one place that knows everything."""

from wiring.open import open_dependencies, open_language

__all__ = ["open_dependencies", "open_language"]
