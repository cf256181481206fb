"""Who may open the routes of `evidence`."""

from headwater.web.accounts.access import NOBODY, Row
from headwater.web.evidence.rules.permissions import ASKERS, DECIDERS, ENDERS, EVALUATORS, READERS
from headwater.web.evidence.rules.publishing import NOTERS
from headwater.web.evidence.rules.reading import READERS_OF_THE_TOOLKIT

ROWS: tuple[Row, ...] = (
    Row("evidence:approaches", READERS),
    Row("evidence:approaches_csv", READERS),
    Row("evidence:compare", READERS),
    Row("evidence:elsewhere", READERS),
    Row("evidence:elsewhere_csv", READERS),
    Row("evidence:publications", READERS),
    Row("evidence:publications_csv", READERS),
    Row("evidence:publication_new", NOTERS, act=NOTERS),
    Row("evidence:publication", READERS),
    Row("evidence:publication_edit", NOTERS, act=NOTERS),
    Row("evidence:publication_remove", NOTERS, act=NOTERS),
    Row("evidence:publication_put_back", NOBODY, act=NOTERS),
    Row("evidence:harmful", READERS),
    Row("evidence:harmful_csv", READERS),
    Row("evidence:approach", READERS),
    Row("evidence:reading_new", READERS_OF_THE_TOOLKIT, act=READERS_OF_THE_TOOLKIT),
    Row("evidence:override_new", ASKERS, act=ASKERS),
    Row("evidence:evaluation_new", EVALUATORS, act=EVALUATORS),
    Row("evidence:evaluation", READERS),
    Row("evidence:evaluation_edit", EVALUATORS, act=EVALUATORS),
    Row("evidence:override", READERS),
    Row("evidence:override_approve", NOBODY, act=DECIDERS),
    Row("evidence:override_end", ENDERS, act=ENDERS),
)
