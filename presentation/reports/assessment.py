"""The assessment of a use case on one page: the verdict, the work with the lines that do it, and everything that was looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from domain.assessment import Assessment, Fitness
from domain.use_case import UseCase
from presentation.words.assessment import (
    data_sentence,
    fitness_word,
    point_name,
    point_told,
    rule_name,
    skill_rows,
    verdict_sentence,
)
from presentation.words.catalogue import text

if TYPE_CHECKING:
    from jinja2 import Template

_TONES = {Fitness.READY: "", Fitness.WORK: "work", Fitness.NOT_READY: "not"}


@dataclass(frozen=True)
class ToldPoint:
    """A point in words: what was looked at, how it stands, what was seen, and the lines that would do the work."""

    name: str
    state: str
    told: str
    yaml: str


@dataclass(frozen=True)
class AssessmentPage:
    """The assessment in words.

    Attributes:
        verdict: the sentence in parts; every second one is to stand out.
        tone: empty, "work" or "not".
        work: the points with work, the gravest first; points: those that are ready.
        folds: first day, error of the small model and of the best simple rule of each stretch of unseen days.
    """

    title: str
    description: str
    verdict: tuple[str, ...]
    tone: str
    data: str
    headings: Mapping[str, str]
    work: tuple[ToldPoint, ...]
    point_heads: tuple[str, ...]
    points: tuple[ToldPoint, ...]
    fold_heads: tuple[str, ...]
    folds: tuple[tuple[str, ...], ...]
    closing: str


def assessment_page(use_case: UseCase, found: Assessment) -> AssessmentPage:
    """The words of the one page, for HTML and for the screen alike."""
    told = [
        (point, ToldPoint(point_name(point), fitness_word(point.fitness), point_told(use_case, point), point.work))
        for point in found.points
    ]
    gravest = (Fitness.NOT_READY, Fitness.WORK)
    work = tuple(words for fitness in gravest for point, words in told if point.fitness is fitness)
    rule = "" if found.skill is None else rule_name(found.skill)
    return AssessmentPage(
        title=text("Can this data answer the question? {title}", title=use_case.title),
        description=use_case.description,
        verdict=tuple(verdict_sentence(found).split("*")),
        tone=_TONES[found.fitness],
        data=data_sentence(found),
        headings={
            "work": text("What is to be done"),
            "points": text("What is ready"),
            "folds": text("Tried on days that the model had not seen"),
        },
        work=work,
        point_heads=(text("What"), text("What was seen")),
        points=tuple(words for point, words in told if point.fitness is Fitness.READY),
        fold_heads=(text("From"), text("Small model is off by"), text("“{rule}” is off by", rule=rule)),
        folds=() if found.skill is None else tuple(skill_rows(found.skill)),
        closing=text(
            "A small model was tried, not the one that will be used. Nothing was changed in the data or in the file."
        ),
    )


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("presentation", "reports"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("assessment.html.j2")


def assessment_html(page: AssessmentPage, language: str = "en") -> str:
    """The page as HTML that needs nothing else; every text in it is escaped."""
    return _template().render(page=page, language=language)
