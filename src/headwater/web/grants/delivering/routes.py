"""Who may open the routes of `delivering`.

Those who deliver have no account of the partnership: their pages are public to the matrix and ask
for the applicant themselves. No route of the partnership reads the register.
"""

from headwater.web.accounts.access import NOBODY, PUBLIC, Row
from headwater.web.grants.delivering.rules.permissions import DECIDERS, READERS, RUNNERS

ROWS: tuple[Row, ...] = (
    Row("delivering:mine", PUBLIC),
    Row("delivering:worker", PUBLIC),
    Row("delivering:my_grant", PUBLIC),
    Row("delivering:agreement", PUBLIC, act=PUBLIC),
    Row("delivering:register", PUBLIC, act=PUBLIC),
    Row("delivering:sync", PUBLIC, act=PUBLIC),
    Row("delivering:session", PUBLIC, act=PUBLIC),
    Row("delivering:session_cancel", PUBLIC, act=PUBLIC),
    Row("delivering:people", PUBLIC),
    Row("delivering:person_new", PUBLIC, act=PUBLIC),
    Row("delivering:person", PUBLIC),
    Row("delivering:person_leave", PUBLIC, act=PUBLIC),
    Row("delivering:person_back", NOBODY, act=PUBLIC),
    Row("delivering:person_score", PUBLIC, act=PUBLIC),
    Row("delivering:person_goal", PUBLIC, act=PUBLIC),
    Row("delivering:goal", PUBLIC, act=PUBLIC),
    Row("delivering:concerns", PUBLIC, act=PUBLIC),
    Row("delivering:concern_had", NOBODY, act=PUBLIC),
    Row("delivering:my_return", PUBLIC, act=PUBLIC),
    Row("delivering:my_receipt", PUBLIC),
    Row("delivering:turn_down", PUBLIC, act=PUBLIC),
    Row("delivering:variation_ask", PUBLIC, act=PUBLIC),
    Row("delivering:grants", READERS),
    Row("delivering:grants_csv", READERS),
    Row("delivering:return", READERS),
    Row("delivering:return_accept", NOBODY, act=RUNNERS),
    Row("delivering:return_changes", RUNNERS, act=RUNNERS),
    Row("delivering:receipt", READERS),
    Row("delivering:variation", READERS, act=DECIDERS),
    Row("delivering:clawback", READERS, act=DECIDERS),
    Row("delivering:grant", READERS),
    Row("delivering:agreement_send", RUNNERS, act=RUNNERS),
    Row("delivering:condition", RUNNERS, act=RUNNERS),
    Row("delivering:rate", RUNNERS, act=RUNNERS),
    Row("delivering:suspend", RUNNERS, act=RUNNERS),
    Row("delivering:resume", RUNNERS, act=RUNNERS),
    Row("delivering:close", RUNNERS, act=RUNNERS),
    Row("delivering:recover", RUNNERS, act=RUNNERS),
)
