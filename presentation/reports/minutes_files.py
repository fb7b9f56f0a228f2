"""The minutes as files: HTML that needs nothing else, Markdown, CSV, and PDF where weasyprint can run."""

import csv
import hashlib
import io
import re
from functools import cache
from typing import TYPE_CHECKING

from domain.errors import ExtraMissingError
from presentation.reports.minutes import Letter, Section
from presentation.reports.spreadsheet_text import safe_text
from presentation.words.catalogue import text

if TYPE_CHECKING:
    from jinja2 import Template

PDF_REQUIREMENTS = "requirements-pdf.txt"
"""What PDF needs besides: an extra, because weasyprint brings libraries of the system with it."""

_SESSION = re.compile(rb'<meta name="vouch-session" content="(\d{1,18})">')
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|])")


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("presentation", "reports"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("minutes.html.j2")


def minutes_html(letter: Letter, language: str = "en") -> str:
    """The minutes as one page: its style and drawings are in it, and every text is escaped."""
    return _template().render(letter=letter, language=language)


def minutes_hash(html: str | bytes) -> str:
    """SHA-256 of the HTML in UTF-8, tagged with its algorithm."""
    content = html.encode() if isinstance(html, str) else html
    return "sha256:" + hashlib.sha256(content).hexdigest()


def session_of_file(content: bytes) -> int | None:
    """The session whose minutes a file says it is; None for another file."""
    found = _SESSION.search(content)
    return int(found.group(1)) if found else None


def minutes_pdf(html: str) -> bytes:
    """The page as PDF.

    Raises:
        ExtraMissingError: weasyprint is not installed, or does not find Pango.
    """
    try:
        from weasyprint import HTML
    except (ImportError, OSError) as error:
        raise ExtraMissingError("weasyprint", PDF_REQUIREMENTS, str(error).splitlines()[0]) from error
    return bytes(HTML(string=html).write_pdf())


def _marked_down(words: str) -> str:
    """Text that Markdown leaves alone."""
    return _MARKDOWN.sub(r"\\\1", " ".join(words.split()))


def minutes_markdown(letter: Letter) -> str:
    """The minutes for a wiki or an e-mail."""
    lines = [f"# {_marked_down(letter.title)}", "", *(_marked_down(line) for line in letter.opening)]
    lines += ["", f"## {letter.headings['decided']}", ""]
    for point in letter.discussed:
        lines += _point_lines(point)
    if not letter.discussed:
        lines += [letter.headings["nothing"], ""]
    lines += _list(letter.headings["notes"], letter.notes)
    lines += [f"## {letter.headings['actions']}", ""]
    if letter.actions:
        lines += [_row(letter.action_heads), _row(("---",) * len(letter.action_heads)), *map(_row, letter.actions), ""]
    else:
        lines += [letter.headings["no_actions"], ""]
    left = tuple(f"{point.title} ({point.kind}): {' '.join(point.sentences)}" for point in letter.left)
    lines += _list(letter.headings["left"], left) + _list(letter.headings["history"], letter.history)
    return "\n".join([*lines, _marked_down(letter.closing), ""])


def _point_lines(point: Section) -> list[str]:
    where = f"{point.kind}, {point.day}" if point.day else point.kind
    head = f"### {point.number}. {_marked_down(point.title)} ({_marked_down(where)})"
    said = _marked_down(" ".join((*point.sentences, *point.quotes, point.why)))
    decided = [f"> {_marked_down(point.decided)}", ""] if point.decided else []
    listed = [f"- {_marked_down(line)}" for line in (*point.notes, *point.actions)]
    return [head, "", said, "", *decided, *listed, *([""] if listed else [])]


def _list(heading: str, lines: tuple[str, ...]) -> list[str]:
    return [f"## {heading}", "", *(f"- {_marked_down(line)}" for line in lines), ""] if lines else []


def _row(cells: tuple[str, ...]) -> str:
    written = [cell if cell == "---" else _marked_down(cell) for cell in cells]
    return f"| {' | '.join(written)} |"


def minutes_csv(letter: Letter) -> str:
    """One row per point of the agenda, for a spreadsheet; a text that would be a formula stays text."""
    named = (
        text("Number"),
        text("Why"),
        text("What"),
        text("Day"),
        text("Said"),
        text("Decided"),
        text("Notes"),
        text("Actions"),
    )
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(named)
    for point in sorted((*letter.discussed, *letter.left), key=lambda point: point.number):
        cells = (
            point.kind,
            point.title,
            point.day,
            " ".join((*point.sentences, *point.quotes)),
            point.decided,
            "\n".join(point.notes),
            "\n".join(point.actions),
        )
        writer.writerow([point.number, *map(safe_text, cells)])
    return file.getvalue()
