"""A figure for a projector: the same figure with larger text, marks and rows."""

import re

import plotly.graph_objects as go

_INLINE = re.compile(r"font-size:([\d.]+)px")


def enlarge(figure: go.Figure, factor: float) -> go.Figure:
    """The figure `factor` times as high, its texts and marks as much larger; it still fills the width it is given."""
    grown = go.Figure(figure)
    layout = grown.layout
    layout.height = round(layout.height * factor)
    layout.font.size = layout.font.size * factor
    for note in layout.annotations:
        note.text = _INLINE.sub(lambda found: f"font-size:{float(found.group(1)) * factor:.1f}px", note.text)
        if note.font.size is not None:
            note.font.size = note.font.size * factor
    for trace in grown.data:
        if trace.type == "scatter" and trace.marker.size is not None:
            trace.marker.size = trace.marker.size * factor
    return grown
