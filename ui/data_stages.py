"""The strip of four stages: what each held, and which one moved first."""

from html import escape

import streamlit as st

from domain.jump import Jump
from domain.stage import BATCH, STAGES, Stage, StageSnapshot
from presentation.words.catalogue import plural, text
from presentation.words.quantities import digits
from presentation.words.stages import line_state, stage_name, stage_number, traced_label
from services.open_data_day import DataDay


def draw_stage_strip(data: DataDay) -> None:
    """Four cells beside each other; below each other on a phone."""
    shots = data.of_morning()
    if not shots:
        words = text("No snapshot of the stages was kept for this run. The next daily run leaves one.")
        st.html(f'<div class="lead empty">{escape(words)}</div>')
        return
    cells = "".join(_cell(data, stage, [shot for shot in shots if shot.stage is stage]) for stage in STAGES)
    st.html(f'<div class="stages">{cells}</div>')


def _cell(data: DataDay, stage: Stage, shots: list[StageSnapshot]) -> str:
    first = data.stages.jump is not None and data.stages.jump.first.stage is stage
    mark = f' <b class="more">{escape(text("◀ first stage that moved"))}</b>' if first else ""
    name = escape(text("{number}. {stage}", number=stage_number(stage), stage=stage_name(stage)))
    return (
        f'<div class="stage{" first" if first else ""}"><div class="cap">{name}{mark}</div>'
        f'<b>{escape(_held(shots))}</b><div class="cap">{escape(_state(data, stage))}</div></div>'
    )


def _held(shots: list[StageSnapshot]) -> str:
    """How many rows there were: of the batch, or of all sources together."""
    if not shots:
        return text("not reached")
    rows = sum(shot.rows for shot in shots)
    counted = plural("{count} row", "{count} rows", rows, count=digits(rows, 0))
    if shots[0].table == BATCH:
        columns = len(shots[0].columns)
        return text("{rows}, {columns}", rows=counted, columns=plural("{count} column", "{count} columns", columns))
    return text("{rows}, {sources}", rows=counted, sources=plural("{count} source", "{count} sources", len(shots)))


def _state(data: DataDay, stage: Stage) -> str:
    jump = data.stages.jump
    if jump is not None:
        return _after(data, jump, stage)
    judged = any(trace.judged for trace in data.stages.traces)
    return text("as usual") if judged else text("nothing to compare with yet")


def _after(data: DataDay, jump: Jump, stage: Stage) -> str:
    found = next(trace for trace in data.stages.traces if trace.name == jump.name)
    line = next((line for line in found.lines[jump.measure] if line.stage is stage), None)
    if line is None:
        return text("not on the way of “{column}”", column=traced_label(data.day.use_case, jump.name))
    state = line_state(data.day.use_case, jump.name, jump, line)
    return text("{column}: {state}", column=traced_label(data.day.use_case, jump.name), state=state)
