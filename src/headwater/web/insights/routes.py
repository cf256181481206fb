"""Who may open the routes of the five parts of `insights`."""

from headwater.web.accounts.access import Row
from headwater.web.insights.algorithms import routes as algorithms
from headwater.web.insights.assessments import routes as assessments
from headwater.web.insights.data_in import routes as data_in
from headwater.web.insights.indicators import routes as indicators
from headwater.web.insights.watch import routes as watch

ROWS: tuple[Row, ...] = (
    *data_in.ROWS,
    *assessments.ROWS,
    *indicators.ROWS,
    *algorithms.ROWS,
    *watch.ROWS,
)
