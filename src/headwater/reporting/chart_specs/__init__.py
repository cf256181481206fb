"""Charts as Vega-Lite specifications: plain data, made from points, drawn elsewhere.

Titles and summaries stand beside a chart in the document, so a specification holds only the
picture. Bars start at zero. Series are told apart by a label at the mark and by dash or shape as
well as colour. Cells without a number are written as their mark, never drawn as nothing.

One module for each kind of chart: `line`, `bars`, `dots`, `funnel`, `heat`, `step`. Start at
`specification`.
"""

from headwater.reporting.chart_specs.frame import NARROW, PRINT, WIDE, Frame, Spec
from headwater.reporting.chart_specs.scales import spread_apart
from headwater.reporting.chart_specs.specifications import specification

__all__ = ["NARROW", "PRINT", "WIDE", "Frame", "Spec", "specification", "spread_apart"]
