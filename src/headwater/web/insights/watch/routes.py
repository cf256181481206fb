"""Who may open the routes of early warning."""

from headwater.web.accounts.access import NOBODY, Fresh, Row
from headwater.web.accounts.roles import APPROVERS
from headwater.web.insights.watch.rules.permissions import ANSWERERS, KEEPERS, READERS

ROWS: tuple[Row, ...] = (
    Row("insights:alerts", READERS),
    Row("insights:alerts_csv", READERS),
    Row("insights:alert", READERS),
    Row("insights:alert_acknowledge", ANSWERERS, act=ANSWERERS),
    Row("insights:alert_note", ANSWERERS, act=ANSWERERS),
    Row("insights:alert_judge", ANSWERERS, act=ANSWERERS),
    Row("insights:watch_scorecards", READERS),
    Row("insights:watch_scorecards_csv", READERS),
    Row("insights:watch_scorecard", READERS),
    Row("insights:watch_scorecards_propose", KEEPERS, act=KEEPERS, fresh=Fresh.TO_ACT),
    Row("insights:watch_rules", READERS),
    Row("insights:watch_rules_csv", READERS),
    Row("insights:watch_rule", READERS),
    Row("insights:watch_rule_progress", READERS),
    Row("insights:watch_rule_fairness", READERS),
    Row("insights:watch_rule_fairness_csv", READERS),
    Row("insights:watch_rule_new", KEEPERS, KEEPERS),
    Row("insights:watch_rule_edit", KEEPERS, KEEPERS),
    Row("insights:watch_rule_copy", KEEPERS, KEEPERS),
    Row("insights:watch_rule_work_out", NOBODY, KEEPERS),
    Row("insights:watch_rule_on", KEEPERS, KEEPERS),
    Row("insights:watch_rule_off", KEEPERS | APPROVERS, KEEPERS | APPROVERS),
    Row("insights:watch_weeks", READERS),
    Row("insights:watch_weeks_csv", READERS),
    Row("insights:watch_week_run", KEEPERS, act=KEEPERS),
)
