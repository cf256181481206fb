"""Who may open the routes of `applying`. Public ones ask for the applicant themselves."""

from headwater.web.accounts.access import NOBODY, PUBLIC, Row
from headwater.web.grants.applying.rules.permissions import PROPOSERS, READERS, TAKERS

ROWS: tuple[Row, ...] = (
    Row("applying:sign_in", PUBLIC, act=PUBLIC),
    Row("applying:code", PUBLIC, act=PUBLIC),
    Row("applying:sign_out", NOBODY, act=PUBLIC),
    Row("applying:signed_out", PUBLIC),
    Row("applying:privacy", PUBLIC),
    Row("applying:stay", PUBLIC),
    Row("applying:start", PUBLIC, act=PUBLIC),
    # Whoever has the secret of a link opens the one application it is for.
    Row("applying:resume", PUBLIC, act=PUBLIC),
    # From here on only for an applicant, and only what they are a member of.
    Row("applying:mine", PUBLIC),
    Row("applying:begin", PUBLIC, act=PUBLIC),
    Row("applying:application", PUBLIC),
    Row("applying:application_part", PUBLIC, act=PUBLIC),
    Row("applying:application_find", PUBLIC, act=PUBLIC),
    Row("applying:application_files", PUBLIC, act=PUBLIC),
    Row("applying:application_file", PUBLIC),
    Row("applying:application_file_remove", PUBLIC, act=PUBLIC),
    Row("applying:application_people", PUBLIC, act=PUBLIC),
    Row("applying:application_remove", PUBLIC, act=PUBLIC),
    Row("applying:application_check", PUBLIC),
    Row("applying:application_send", PUBLIC, act=PUBLIC),
    Row("applying:application_sent", PUBLIC),
    Row("applying:application_late", PUBLIC, act=PUBLIC),
    Row("applying:application_withdraw", PUBLIC, act=PUBLIC),
    Row("applying:application_show", PUBLIC),
    Row("applying:application_copy", PUBLIC),
    # Of the partnership.
    Row("applying:late", READERS),
    Row("applying:late_csv", READERS),
    Row("applying:late_one", READERS, act=PROPOSERS),
    Row("applying:late_take", TAKERS, act=TAKERS),
)
