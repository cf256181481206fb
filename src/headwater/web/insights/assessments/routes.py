"""Who may open the routes of `assessments`.

Whoever reads assessments reads all of one: its numbers were let out by disclosure control. Taking
its documents away needs the second factor again, and so does locking it.
"""

from headwater.web.accounts.access import Fresh, Row
from headwater.web.editions.rules.permissions import COMMENTERS, READERS, RUNNERS

ROWS: tuple[Row, ...] = (
    Row("insights:assessments", READERS),
    Row("insights:assessment_start", RUNNERS, RUNNERS),
    Row("insights:assessment", READERS),
    Row("insights:assessment_progress", READERS),
    Row("insights:assessment_finding", READERS),
    Row("insights:assessment_chapter", READERS, COMMENTERS),
    Row("insights:assessment_resolve", COMMENTERS, COMMENTERS),
    Row("insights:assessment_narrative", RUNNERS, RUNNERS),
    Row("insights:assessment_history", READERS),
    Row("insights:assessment_tables", READERS),
    Row("insights:assessment_table", READERS),
    Row("insights:assessment_csv", READERS),
    Row("insights:assessment_picture", READERS),
    Row("insights:assessment_narrow_picture", READERS),
    Row("insights:assessment_number", READERS),
    Row("insights:assessment_document", READERS, fresh=Fresh.ALWAYS),
    Row("insights:assessment_compare", READERS, READERS),
    Row("insights:assessment_retry", RUNNERS, RUNNERS),
    Row("insights:assessment_lock", RUNNERS, RUNNERS, fresh=Fresh.ALWAYS),
    Row("insights:assessment_keep", RUNNERS, RUNNERS),
    Row("insights:assessment_discard", RUNNERS, RUNNERS),
)
