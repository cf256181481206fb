"""Who may open the routes of `partners`."""

from headwater.web.accounts.access import NOBODY, SIGNED_IN, Fresh, Row
from headwater.web.accounts.roles import ADMINISTRATORS, AUDITORS, EVERY_ROLE

ROWS: tuple[Row, ...] = (
    Row("partners:choose", look=SIGNED_IN),
    Row("partners:organisations", look=EVERY_ROLE),
    Row("partners:organisation", look=EVERY_ROLE),
    Row("partners:add_organisation", look=ADMINISTRATORS, act=ADMINISTRATORS),
    Row("partners:correct_organisation", look=ADMINISTRATORS, act=ADMINISTRATORS),
    Row(
        "partners:end_organisation",
        look=ADMINISTRATORS,
        act=ADMINISTRATORS,
        fresh=Fresh.TO_ACT,
    ),
    Row(
        "partners:follow_organisation",
        look=ADMINISTRATORS,
        act=ADMINISTRATORS,
        fresh=Fresh.TO_ACT,
    ),
    Row("partners:owner", look=EVERY_ROLE),
    Row("partners:change_owner", look=ADMINISTRATORS, act=ADMINISTRATORS, fresh=Fresh.TO_ACT),
    Row("partners:correct_owner", look=ADMINISTRATORS, act=ADMINISTRATORS, fresh=Fresh.TO_ACT),
    Row("partners:undo_owner", look=ADMINISTRATORS, act=ADMINISTRATORS, fresh=Fresh.TO_ACT),
    Row("partners:people", look=EVERY_ROLE),
    Row("partners:export_people", look=ADMINISTRATORS, act=ADMINISTRATORS, fresh=Fresh.ALWAYS),
    Row("partners:invite", look=ADMINISTRATORS, act=ADMINISTRATORS, fresh=Fresh.TO_ACT),
    Row("partners:person", look=ADMINISTRATORS | AUDITORS),
    Row("partners:invite_again", look=NOBODY, act=ADMINISTRATORS, fresh=Fresh.TO_ACT),
    Row("partners:grant", look=ADMINISTRATORS, act=ADMINISTRATORS, fresh=Fresh.TO_ACT),
    Row("partners:leave", look=ADMINISTRATORS, act=ADMINISTRATORS, fresh=Fresh.TO_ACT),
    Row("partners:reset_factor", look=ADMINISTRATORS, act=ADMINISTRATORS, fresh=Fresh.TO_ACT),
    Row("partners:close_account", look=ADMINISTRATORS, act=ADMINISTRATORS, fresh=Fresh.TO_ACT),
    Row("partners:reopen_account", look=ADMINISTRATORS, act=ADMINISTRATORS, fresh=Fresh.TO_ACT),
    Row("partners:roles", look=EVERY_ROLE),
    Row("partners:end_role", look=ADMINISTRATORS, act=ADMINISTRATORS, fresh=Fresh.TO_ACT),
)
