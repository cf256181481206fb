"""Who may open the routes of `design_system`."""

from headwater.web.accounts.access import PUBLIC, Row

ROWS: tuple[Row, ...] = (
    Row("design_system:look", look=PUBLIC, act=PUBLIC),
    Row("design_system:gallery", look=PUBLIC),
    Row("design_system:gallery_errors", look=PUBLIC),
)
