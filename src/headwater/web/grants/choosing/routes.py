"""Who may open the routes of `choosing`."""

from headwater.web.accounts.access import NOBODY, Row
from headwater.web.grants.choosing.rules.permissions import CHOOSERS, READERS

ROWS: tuple[Row, ...] = (
    Row("choosing:choices", READERS),
    Row("choosing:choices_csv", READERS),
    Row("choosing:new", CHOOSERS, CHOOSERS),
    Row("choosing:choice", READERS),
    Row("choosing:choice_csv", READERS),
    Row("choosing:decide", CHOOSERS, CHOOSERS),
    Row("choosing:working", READERS),
    Row("choosing:values", READERS),
    Row("choosing:value", READERS),
    Row("choosing:value_csv", READERS),
    Row("choosing:award_value", READERS),
    Row("choosing:reckon", NOBODY, CHOOSERS),
)
