"""Who may open the routes of `deciding`."""

from headwater.web.accounts.access import NOBODY, PUBLIC, Fresh, Row
from headwater.web.grants.deciding.rules.permissions import (
    ASSESSORS,
    AWARD_READERS,
    DECIDERS,
    READERS,
    RUNNERS,
    VISITORS,
)

SETTLERS = RUNNERS | DECIDERS

ROWS: tuple[Row, ...] = (
    Row("deciding:applications", VISITORS),
    Row("deciding:applications_csv", VISITORS),
    Row("deciding:desk", ASSESSORS),
    Row("deciding:my_interests", VISITORS, act=VISITORS),
    Row("deciding:involvement_end", VISITORS, act=VISITORS),
    Row("deciding:assessment", ASSESSORS, act=ASSESSORS),
    Row("deciding:take_back", NOBODY, act=ASSESSORS),
    Row("deciding:take_off", RUNNERS, act=RUNNERS),
    Row("deciding:question_end", NOBODY, act=RUNNERS),
    Row("deciding:question_read", NOBODY, act=RUNNERS),
    Row("deciding:keeping", SETTLERS, act=RUNNERS, fresh=Fresh.TO_ACT),
    Row("deciding:keeping_decide", DECIDERS, act=DECIDERS, fresh=Fresh.TO_ACT),
    Row("deciding:panel", READERS),
    Row("deciding:several", DECIDERS, act=DECIDERS),
    Row("deciding:pack", READERS),
    Row("deciding:application", VISITORS),
    Row("deciding:file", VISITORS),
    Row("deciding:declare", VISITORS, act=VISITORS),
    Row("deciding:assessors", READERS, act=RUNNERS),
    Row("deciding:checks", READERS),
    Row("deciding:check", READERS, act=RUNNERS),
    Row("deciding:questions", READERS, act=RUNNERS),
    Row("deciding:moderation", READERS),
    Row("deciding:moderate", RUNNERS, act=RUNNERS),
    Row("deciding:to_panel", NOBODY, act=RUNNERS),
    Row("deciding:from_panel", RUNNERS, act=RUNNERS),
    Row("deciding:interests", READERS),
    Row("deciding:interest", SETTLERS, act=SETTLERS),
    Row("deciding:decide", DECIDERS, act=DECIDERS),
    Row("deciding:letter", READERS),
    Row("deciding:awards", AWARD_READERS),
    Row("deciding:awards_csv", AWARD_READERS),
    Row("deciding:award", AWARD_READERS),
    Row("deciding:withdraw", DECIDERS, act=DECIDERS),
    # Whoever applies has no account: the pages look at who signed in with a code or a link.
    Row("deciding:question", PUBLIC, act=PUBLIC),
    Row("deciding:decision", PUBLIC),
)
