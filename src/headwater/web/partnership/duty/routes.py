"""Who may open the routes of `duty`."""

from headwater.web.accounts.access import Row
from headwater.web.partnership.duty.rules.permissions import (
    ANSWERERS,
    CORRESPONDENTS,
    MONITORS,
    READERS,
)

ROWS: tuple[Row, ...] = (
    Row("duty:home", READERS),
    Row("duty:home_csv", READERS),
    Row("duty:pack", READERS),
    Row("duty:pack_file", READERS),
    Row("duty:task", READERS),
    # A contributor answers for the organisations they speak for, a lead for all.
    Row("duty:task_answer", ANSWERERS, act=ANSWERERS),
    Row("duty:task_evidence", ANSWERERS, act=ANSWERERS),
    Row("duty:task_untie", ANSWERERS, act=ANSWERERS),
    Row("duty:readiness", READERS),
    Row("duty:readiness_csv", READERS),
    Row("duty:domain", READERS),
    Row("duty:domain_assess", MONITORS, act=MONITORS),
    Row("duty:domain_evidence", MONITORS, act=MONITORS),
    Row("duty:domain_untie", MONITORS, act=MONITORS),
    # Of these, a contributor reads what their own organisations are asked.
    Row("duty:returns", CORRESPONDENTS),
    Row("duty:returns_csv", CORRESPONDENTS),
    Row("duty:return_new", MONITORS, act=MONITORS),
    Row("duty:return", CORRESPONDENTS),
    Row("duty:return_report", CORRESPONDENTS),
    Row("duty:return_close", MONITORS, act=MONITORS),
    Row("duty:reply", CORRESPONDENTS),
    Row("duty:reply_edit", ANSWERERS, act=ANSWERERS),
    Row("duty:reply_finding", MONITORS, act=MONITORS),
    Row("duty:requests", CORRESPONDENTS),
    Row("duty:requests_csv", CORRESPONDENTS),
    Row("duty:request_new", MONITORS, act=MONITORS),
    Row("duty:request", CORRESPONDENTS),
    Row("duty:request_give", ANSWERERS, act=ANSWERERS),
    Row("duty:request_refuse", ANSWERERS, act=ANSWERERS),
    Row("duty:request_withdraw", MONITORS, act=MONITORS),
    Row("duty:concerns", CORRESPONDENTS),
    Row("duty:concerns_csv", CORRESPONDENTS),
    Row("duty:concern_new", MONITORS, act=MONITORS),
    Row("duty:concern", CORRESPONDENTS),
    Row("duty:concern_further", MONITORS, act=MONITORS),
    Row("duty:concern_end", MONITORS, act=MONITORS),
)
