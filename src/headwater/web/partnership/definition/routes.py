"""Who may open the routes of `definition`."""

from headwater.web.accounts.access import Row
from headwater.web.partnership.definition.rules.permissions import (
    ADOPTERS,
    READERS,
    WRITERS_OF_IT,
)

ROWS: tuple[Row, ...] = (
    Row("definition:workbench", READERS),
    Row("definition:begin", WRITERS_OF_IT, WRITERS_OF_IT),
    Row("definition:compare", READERS),
    Row("definition:version", READERS),
    Row("definition:version_csv", READERS),
    Row("definition:paper", READERS),
    Row("definition:describe", WRITERS_OF_IT, WRITERS_OF_IT),
    Row("definition:add", WRITERS_OF_IT, WRITERS_OF_IT),
    Row("definition:propose", WRITERS_OF_IT, WRITERS_OF_IT),
    Row("definition:send_back", ADOPTERS, ADOPTERS),
    Row("definition:approve", ADOPTERS, ADOPTERS),
    Row("definition:discard", WRITERS_OF_IT, WRITERS_OF_IT),
    Row("definition:assess", WRITERS_OF_IT, WRITERS_OF_IT),
    Row("definition:candidate", READERS),
    Row("definition:weigh", WRITERS_OF_IT, WRITERS_OF_IT),
    Row("definition:remove", WRITERS_OF_IT, WRITERS_OF_IT),
    Row("definition:evidence", WRITERS_OF_IT, WRITERS_OF_IT),
)
