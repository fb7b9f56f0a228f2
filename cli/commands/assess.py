"""`vouch assess`: can this data answer this question?"""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from cli.arguments import AsJson, Day, UseCaseName, day_or_today
from cli.output import Exit, answer_json, say
from cli.progress import progress_for
from domain.assessment import Fitness
from presentation.reports.assessment import assessment_html, assessment_page
from services.assess_use_case import assess_use_case
from services.load_use_case import load_use_case
from wiring import open_dependencies


def assess(
    use_case: UseCaseName,
    html: Annotated[Path | None, typer.Option("--html", help="Write the one-page report to this .html file.")] = None,
    day: Day = None,
    as_json: AsJson = False,
) -> None:
    """Say, before modelling, whether the data can answer the question: ready, ready with work, or not ready."""
    if html is not None and (html.suffix != ".html" or not html.absolute().parent.is_dir()):
        raise typer.BadParameter(f"--html {html}: a name that ends in .html, in a folder that is there")
    deps = open_dependencies()
    loaded = load_use_case(deps, use_case)
    with progress_for(as_json=as_json) as progress:
        found = assess_use_case(deps, loaded, day_or_today(day), progress)
    page = assessment_page(loaded.use_case, found)
    if html is not None:
        html.write_text(assessment_html(page), encoding="utf-8")
    if as_json:
        answer_json({"fitness": found.fitness.value, **asdict(found), "file": None if html is None else str(html)})
    else:
        say("".join(page.verdict))
        say(page.data)
        for point in (*page.work, *page.points):
            say(f"  {point.state:<16} {point.name}: {point.told}")
            if point.yaml:
                say("".join(f"      {line}\n" for line in point.yaml.splitlines()).rstrip())
        if html is not None:
            say(f"Written to {html}.")
    raise typer.Exit(Exit.HELD if found.fitness is Fitness.NOT_READY else Exit.DONE)
