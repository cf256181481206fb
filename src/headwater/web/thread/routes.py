"""Who may open the routes of `thread`."""

from headwater.web.accounts.access import Row
from headwater.web.accounts.roles import WRITERS
from headwater.web.thread.rules.permissions import READERS

ROWS: tuple[Row, ...] = (
    Row("thread:home", READERS),
    Row("thread:chain", READERS),
    Row("thread:chain_csv", READERS),
    Row("thread:tie", WRITERS, act=WRITERS),
    Row("thread:untie", WRITERS, act=WRITERS),
)
