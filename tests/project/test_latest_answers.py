"""What was taken back is seen nowhere: whoever reads reviews or steps of disputes asks which of them count."""

import ast
from pathlib import Path

READ = {"ReviewRow": {"COUNTS", "STANDING"}, "DisputeStepRow": {"STEP_COUNTS"}}
"""SQL class -> the conditions of `feedback_db.latest_answers`, at least one of which its readers must use."""

NO_READERS = {
    "tables.py",  # the classes themselves
    "talk_tables.py",
    "latest_answers.py",  # the definition
    "review_rows.py",  # makes reviews of rows that somebody else chose
}


def names(path: Path) -> set[str]:
    return {node.id for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Name)}


def test_every_reader_of_answers_asks_which_of_them_count(project: Path) -> None:
    readers = [path for path in sorted((project / "feedback_db").glob("*.py")) if path.name not in NO_READERS]
    wrong = [
        f"{path.name}: {table}"
        for path in readers
        for table, conditions in READ.items()
        if table in (used := names(path)) and not used & conditions
    ]
    assert wrong == []
    assert sum("ReviewRow" in names(path) for path in readers) >= 3
