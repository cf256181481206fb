"""Who may open the routes of the public site: everybody, but for the pages where it is written."""

from headwater.web.accounts.access import PUBLIC, Fresh, Row
from headwater.web.accounts.roles import APPROVERS, AUDITORS, LEADS
from headwater.web.public_site import indicator_urls

PAGES = (
    "home",
    "assessments",
    "assessment_latest",
    "latest",
    "assessment",
    "chapter",
    "tables",
    "table",
    "table_file",
    "picture",
    "document",
    "explain",
    "updates",
    "feed",
    "update",
    "update_number",
    "algorithms",
    "algorithm",
    "algorithm_file",
    "open_data",
    "api",
    "catalogue",
    "about_data",
    "corrections",
    "accessibility",
    "help",
    "about",
    "privacy",
    "cookies",
    "terms",
    "contact",
    "problem_thanks",
    "robots",
    "sitemap",
    "security",
)
API = (
    "openapi",
    "api-root",
    "assessments",
    "assessment",
    "table",
    "rows",
    "figure",
    "indicators",
    "indicator",
    "areas",
    "updates",
    "update",
    "algorithms",
    "algorithm",
)
READERS = LEADS | APPROVERS | AUDITORS

ROWS: tuple[Row, ...] = (
    *(Row(f"public_site:{name}", PUBLIC) for name in PAGES),
    # The API answers other methods itself, with 405 rather than the way to sign in.
    *(Row(f"public_site:api:{name}", PUBLIC, act=PUBLIC) for name in API),
    Row("public_site:report", PUBLIC, act=PUBLIC),
    Row("public_site:posts", READERS),
    Row("public_site:post", READERS),
    Row("public_site:start_post", LEADS, act=LEADS),
    Row("public_site:edit_post", LEADS, act=LEADS),
    Row("public_site:propose_post", LEADS, act=LEADS, fresh=Fresh.TO_ACT),
    Row("public_site:preview", READERS),
    Row("public_site:preview_part", READERS),
    Row("public_site:problems", LEADS),
    Row("public_site:problem", LEADS, act=LEADS),
    *indicator_urls.ROWS,
)
