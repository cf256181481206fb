"""Who may open the routes of `services`."""

from headwater.web.accounts.access import NOBODY, PUBLIC, Row
from headwater.web.provision.services.rules.permissions import EDITORS, KEEPERS, READERS

ROWS: tuple[Row, ...] = (
    Row("services:services", READERS),
    Row("services:services_csv", READERS),
    Row("services:services_json", READERS),
    Row("services:service_new", EDITORS, act=EDITORS),
    Row("services:files", KEEPERS, act=KEEPERS),
    Row("services:file", KEEPERS, act=KEEPERS),
    Row("services:file_drop", NOBODY, act=KEEPERS),
    Row("services:file_undo", KEEPERS, act=KEEPERS),
    Row("services:link_revoke", KEEPERS, act=KEEPERS),
    Row("services:answer", READERS, act=EDITORS),
    Row("services:answer_decline", EDITORS, act=EDITORS),
    Row("services:service", READERS),
    Row("services:service_edit", EDITORS, act=EDITORS),
    Row("services:service_confirm", NOBODY, act=EDITORS),
    Row("services:service_close", EDITORS, act=EDITORS),
    Row("services:service_link", KEEPERS, act=KEEPERS),
    # Whoever has the secret of a link may answer it once, without an account.
    Row("services:update", PUBLIC, act=PUBLIC),
    Row("services:update_thanks", PUBLIC),
)
