"""Who may open the routes of `consultation`."""

from headwater.web.accounts.access import Row
from headwater.web.partnership.consultation.rules.permissions import KEEPERS, READERS

ROWS: tuple[Row, ...] = (
    Row("consultation:register", READERS),
    Row("consultation:consultees", READERS),
    Row("consultation:consultees_csv", READERS),
    Row("consultation:consultee_new", KEEPERS, KEEPERS),
    Row("consultation:take_in", KEEPERS, KEEPERS),
    Row("consultation:consultee", READERS),
    Row("consultation:consultee_edit", KEEPERS, KEEPERS),
    Row("consultation:consultee_end", KEEPERS, KEEPERS),
    Row("consultation:give_action", KEEPERS, KEEPERS),
    Row("consultation:request_new", KEEPERS, KEEPERS),
    Row("consultation:requests", READERS),
    Row("consultation:requests_csv", READERS),
    Row("consultation:request", READERS, KEEPERS),
    Row("consultation:round_new", KEEPERS, KEEPERS),
    Row("consultation:round", READERS),
    Row("consultation:round_csv", READERS),
    Row("consultation:paper", READERS),
    Row("consultation:round_edit", KEEPERS, KEEPERS),
    Row("consultation:ask", KEEPERS, KEEPERS),
    Row("consultation:undo", KEEPERS, KEEPERS),
    Row("consultation:remind", KEEPERS, KEEPERS),
    Row("consultation:close", KEEPERS, KEEPERS),
    Row("consultation:entry", READERS),
    Row("consultation:reply", KEEPERS, KEEPERS),
    Row("consultation:no_reply", KEEPERS, KEEPERS),
)
