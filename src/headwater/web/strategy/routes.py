"""Who may open the routes of `strategy`."""

from headwater.web.accounts.access import NOBODY, Fresh, Row
from headwater.web.strategy.rules.permissions import ADOPTERS, PLANNERS, READERS, TELLERS

ROWS: tuple[Row, ...] = (
    Row("strategy:plan", READERS),
    Row("strategy:priority_new", PLANNERS, act=PLANNERS),
    Row("strategy:priority_edit", PLANNERS, act=PLANNERS),
    Row("strategy:outcome_new", PLANNERS, act=PLANNERS),
    Row("strategy:outcome_edit", PLANNERS, act=PLANNERS),
    Row("strategy:actions", READERS),
    Row("strategy:actions_csv", READERS),
    Row("strategy:board", READERS),
    Row("strategy:timeline", READERS),
    Row("strategy:action_new", PLANNERS, act=PLANNERS),
    Row("strategy:action", READERS),
    Row("strategy:action_edit", PLANNERS, act=PLANNERS),
    Row("strategy:action_tell", TELLERS, act=TELLERS),
    Row("strategy:action_move", NOBODY, act=TELLERS),
    Row("strategy:milestone_add", TELLERS, act=TELLERS),
    Row("strategy:milestone_correct", TELLERS, act=TELLERS),
    Row("strategy:milestone_remove", TELLERS, act=TELLERS),
    Row("strategy:withhold", PLANNERS, act=PLANNERS),
    Row("strategy:disclose", PLANNERS, act=PLANNERS),
    Row("strategy:promises", READERS),
    Row("strategy:promises_csv", READERS),
    Row("strategy:versions", READERS),
    Row("strategy:version_new", PLANNERS, act=PLANNERS),
    Row("strategy:version", READERS),
    Row("strategy:version_edit", PLANNERS, act=PLANNERS),
    Row("strategy:version_put", NOBODY, act=PLANNERS),
    Row("strategy:version_take_back", NOBODY, act=PLANNERS),
    Row("strategy:version_adopt", ADOPTERS, act=ADOPTERS),
    Row("strategy:version_review", PLANNERS, act=PLANNERS),
    Row("strategy:version_propose", PLANNERS, act=PLANNERS, fresh=Fresh.TO_ACT),
    Row("strategy:version_paper", READERS),
)
