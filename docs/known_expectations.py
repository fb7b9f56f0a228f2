"""Renew the list of expectations that a use case file may name, from the installed Great Expectations: `make docs`."""

import json

from domain.use_case.known_expectations import FILE
from intake.expectations.known import known_expectations


def text() -> str:
    """The content of the list, one expectation a line."""
    lines = [f"{json.dumps(name)}: {json.dumps(about)}" for name, about in known_expectations().items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
