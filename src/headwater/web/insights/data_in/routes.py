"""Who may open the routes of `data_in`.

Contributors see the uploads of their own organisations, leads and auditors all of them.
Administrators and viewers see what is expected and how good it was, never what is in a file.
"""

from headwater.web.accounts.access import Fresh, Row
from headwater.web.accounts.roles import EVERY_ROLE, LEADS, WRITERS, Role

SEERS = WRITERS | {Role.AUDITOR}

ROWS: tuple[Row, ...] = (
    Row("insights:data_in", EVERY_ROLE),
    Row("insights:supply", EVERY_ROLE),
    Row("insights:supply_file", EVERY_ROLE),
    Row("insights:uploads", SEERS, restricted=True),
    Row("insights:upload_new", WRITERS, WRITERS, restricted=True),
    Row("insights:upload", SEERS, WRITERS, restricted=True),
    Row("insights:upload_progress", SEERS, restricted=True),
    Row("insights:upload_sheet", WRITERS, WRITERS, restricted=True),
    Row("insights:upload_columns", WRITERS, WRITERS, restricted=True),
    Row("insights:upload_faults", SEERS, restricted=True),
    Row("insights:upload_faults_file", SEERS, fresh=Fresh.ALWAYS, restricted=True),
    Row("insights:upload_confirm", SEERS, WRITERS, restricted=True),
    Row("insights:upload_receipt", SEERS, restricted=True),
    Row("insights:upload_undo", WRITERS, WRITERS, restricted=True),
    Row("insights:upload_abandon", WRITERS, WRITERS, restricted=True),
    Row("insights:expected", EVERY_ROLE),
    Row("insights:expected_csv", EVERY_ROLE),
    Row("insights:expected_list", LEADS),
    Row("insights:expected_add", LEADS, LEADS),
    Row("insights:expected_change", LEADS, LEADS),
    Row("insights:expected_end", LEADS, LEADS),
    Row("insights:quality", EVERY_ROLE),
    Row("insights:quality_source", EVERY_ROLE),
    Row("insights:quality_csv", EVERY_ROLE),
    Row("insights:quality_chart", EVERY_ROLE),
)
