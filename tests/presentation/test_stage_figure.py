"""The lines of the stages are drawn to one scale where they are at one level, so that equal steps look equal."""

from datetime import date, timedelta

from domain.jump import TARGET, Reading, StageLine, Trace
from domain.normal_range import Normal
from domain.stage import Stage
from domain.use_case import UseCase
from presentation.charts.palette import LIGHT
from presentation.charts.stage_lines import stage_lines_figure

DAY = date(2026, 11, 20)


def line(stage: Stage, values: list[float], room: float) -> StageLine:
    days = [DAY + timedelta(days=place) for place in range(len(values))]
    readings = (
        Reading(day, day, value, Normal(value - room, value, value + room, room / 4))
        for day, value in zip(days, values, strict=True)
    )
    return StageLine(stage, "sales", "sold", tuple(readings))


def test_stages_at_one_level_share_a_scale_and_others_have_their_own(bakery: UseCase) -> None:
    lines = (
        line(Stage.RECEIVED, [40, 50, 45], 20),
        line(Stage.CLEANED, [40, 50, 45], 0.1),
        line(Stage.FEATURES, [520, 560, 540], 30),
    )
    drawn = stage_lines_figure(bakery, Trace(TARGET, {"mean": lines}, None), "mean", LIGHT).layout
    assert tuple(drawn.yaxis.range) == tuple(drawn.yaxis2.range)
    assert drawn.yaxis.range[1] < drawn.yaxis3.range[0]
    assert drawn.yaxis.range[0] < 20 < 70 < drawn.yaxis.range[1], "bands are whole"
