"""Great Expectations in a process of its own, for those who must not import it (the dashboard).

Tables go over as Arrow files in the staging folder, questions and answers as lines of JSON.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO

import pyarrow as pa
from pyarrow import feather

from intake.expectations.judge import Asked, Judge, Said, judge

PROJECT = Path(__file__).resolve().parents[2]
TABLE = "expectations.arrow"


@contextmanager
def judge_here_or_apart(folder: Path) -> Iterator[Judge]:
    """Within the block somebody answers: this process where it has Great Expectations already, else another one."""
    if "great_expectations" in sys.modules:
        yield judge
        return
    with judge_apart(folder) as other:
        yield other


@contextmanager
def judge_apart(folder: Path) -> Iterator[Judge]:
    """Within the block the other process answers; at its end it is gone.

    Args:
        folder: where tables are handed over.
    """
    paths = os.pathsep.join([str(PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])])
    with subprocess.Popen(  # noqa: S603 (our own module, run by our own interpreter)
        [sys.executable, "-m", "intake.expectations.apart", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    ) as process:
        questions, answers = process.stdin, process.stdout
        assert questions is not None
        assert answers is not None

        def ask(table: pa.Table, asked: Sequence[Asked]) -> list[Said]:
            feather.write_feather(table, folder / TABLE, compression="uncompressed")
            _send(questions, [asdict(each) for each in asked])
            line = answers.readline()
            if not line:
                raise ChildProcessError(f"{__name__} ended with {process.wait()}")
            return [Said(**said) for said in json.loads(line)]

        try:
            yield ask
        finally:
            questions.close()


def _send(stream: IO[str], content: object) -> None:
    stream.write(json.dumps(content) + "\n")
    stream.flush()


def answer_all(folder: Path, questions: IO[str], answers: IO[str]) -> None:
    """Answer every line of questions with a line of answers, until there are no more."""
    for line in questions:
        asked = [Asked(**each) for each in json.loads(line)]
        table = feather.read_table(folder / TABLE, memory_map=False)
        _send(answers, [asdict(said) | {"failing": list(map(int, said.failing))} for said in judge(table, asked)])


if __name__ == "__main__":
    spoken, sys.stdout = sys.stdout, sys.stderr
    answer_all(Path(sys.argv[1]), sys.stdin, spoken)
