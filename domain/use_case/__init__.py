"""The use case: one prediction task, described by one YAML file."""

from domain.use_case.definition import UseCase
from domain.use_case.feature import CalendarFeature, Feature
from domain.use_case.source import Source

__all__ = ["CalendarFeature", "Feature", "Source", "UseCase"]
