"""The address of every route, filled with what a partnership holds."""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from builders.applying import applying_parts
from builders.boards import boards_parts
from builders.choosing import choosing_parts
from builders.consultation import consultation_parts
from builders.deciding_life import deciding_parts
from builders.definition import definition_parts
from builders.delivering import delivering_parts
from builders.duty import duty_parts
from builders.evidence import evidence_parts
from builders.gaps import gaps_parts
from builders.money import money_parts
from builders.plan import plan_parts
from builders.publishing import publishing_parts
from builders.rounds import rounds_parts
from builders.services import services_parts
from builders.sharing import sharing_parts
from builders.thread import thread_parts
from headwater.web.accounts.models import User
from headwater.web.config.matrix import routes
from headwater.web.editions.models import Edition
from headwater.web.partners.models import Organisation

Parts = Mapping[str, object]
INDICATOR = "public-violence"
"""One of which the small edition tells."""
ByPrefix = tuple[tuple[str, Parts], ...]
"""By the beginning of a route, what fills its address; the first that fits is taken."""


@cache
def patterns() -> Mapping[str, str]:
    """Every route's pattern by its name."""
    return MappingProxyType(dict(routes()))


def filled(route: str, parts: Parts) -> str:
    """A route's address with its parts in their places."""
    pattern = patterns()[route].replace("^", "").replace("$", "").replace("\\Z", "")
    address = re.sub(r"\(\?P<(\w+)>[^)]*\)", lambda m: str(parts[m[1]]), pattern)
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda m: str(parts[m[1]]), address)


def parts_of(route: str) -> tuple[str, ...]:
    """The names of a route's parts."""
    return tuple(re.findall(r"<(?:\w+:)?(\w+)>", patterns()[route].replace("(?P<", "<")))


def fill(organisation: Organisation, person: User, rows: Mapping[str, Any]) -> dict[str, Parts]:
    """For each route with more than a workspace in its address, what fills it."""
    by_prefix: ByPrefix = (
        *_people_parts(organisation, person, rows),
        *_work_parts(rows),
        *_supply_parts(rows),
        *_assessment_parts(rows),
        *_insight_parts(rows),
        *_account_parts(rows),
        *boards_parts(rows),
        *definition_parts(rows),
        *consultation_parts(rows),
        *sharing_parts(rows),
        *duty_parts(rows),
        *services_parts(rows),
        *money_parts(rows),
        *publishing_parts(rows),
        *delivering_parts(rows),
        *evidence_parts(rows),
        *applying_parts(rows),
        *rounds_parts(rows),
        *deciding_parts(rows),
        *plan_parts(rows),
        *gaps_parts(rows),
        *choosing_parts(rows),
        *thread_parts(rows),
        *_public_parts(rows),
    )
    found: dict[str, Parts] = {}
    for route in patterns():
        names = set(parts_of(route)) - {"workspace"}
        found[route] = next(
            (
                {name: parts[name] for name in names}
                for prefix, parts in by_prefix
                if names and route.startswith(prefix) and names <= set(parts)
            ),
            {},
        )
    return found


def _people_parts(organisation: Organisation, person: User, rows: Mapping[str, Any]) -> ByPrefix:
    """Bodies, organisations and people of the partnership."""
    somebody: Parts = {"reference": person.reference}
    return (
        ("partners:correct_owner", {"reference": rows["planned"].reference}),
        ("partners:undo_owner", {"reference": rows["planned"].reference}),
        ("partners:end_role", {"reference": rows["membership"].reference}),
        ("partners:person", somebody),
        ("partners:invite_again", somebody),
        ("partners:grant", somebody),
        ("partners:reset_factor", somebody),
        ("partners:close_account", somebody),
        ("partners:reopen_account", somebody),
        ("partners:leave", somebody),
        ("partners:", {"reference": organisation.reference}),
    )


def _work_parts(rows: Mapping[str, Any]) -> ByPrefix:
    """What every app posts to: the audit, documents, notices, tasks and releases."""
    return (
        ("audit:entry", {"number": rows["entry"].number}),
        ("documents:", {"reference": rows["document"].reference}),
        ("notices:", {"reference": rows["notice"].reference}),
        ("worklist:revoke", {"reference": rows["feed"].reference}),
        ("worklist:feed", {"token": rows["token"]}),
        ("releases:propose", {"reference": rows["edition"].reference}),
        ("releases:", {"reference": rows["release"].reference}),
    )


def _supply_parts(rows: Mapping[str, Any]) -> ByPrefix:
    """Files that suppliers send."""
    upload = rows["upload"]
    return (
        ("insights:upload_faults_file", {"reference": upload.reference, "kind": "csv"}),
        ("insights:upload_new", {"source": "istv_ed"}),
        ("insights:upload", {"reference": upload.reference}),
        ("insights:supply_file", {"source": "istv_ed", "name": "example.csv"}),
        ("insights:supply", {"source": "istv_ed"}),
        ("insights:quality", {"source": "istv_ed"}),
        ("insights:expected", {"reference": rows["expected"].reference}),
    )


def _assessment_parts(rows: Mapping[str, Any]) -> ByPrefix:
    """An edition of the needs assessment and each piece of it."""
    edition, chapter = rows["edition"], rows["chapter"].slug
    table, picture = _first_table(edition), _first_picture(edition)
    here: Parts = {"reference": edition.reference}
    return (
        (
            "insights:assessment_resolve",
            {**here, "slug": chapter, "comment": rows["comment"].reference},
        ),
        *(
            (f"insights:assessment_{name}", {**here, "slug": slug})
            for name, slug in (
                ("chapter", chapter),
                ("narrative", chapter),
                ("history", chapter),
                ("table", table),
                ("csv", table),
                ("picture", picture),
                ("narrow_picture", picture),
                ("finding", edition.findings.all()[0].slug),
            )
        ),
        ("insights:assessment_document", {**here, "name": "json"}),
        ("insights:assessment", here),
    )


def _first_table(edition: Edition) -> str:
    return str(edition.tables.order_by("slug")[0].slug)


def _first_picture(edition: Edition) -> str:
    return str(edition.pictures.order_by("slug")[0].slug)


def _insight_parts(rows: Mapping[str, Any]) -> ByPrefix:
    """Algorithms, what is watched, and indicators."""
    algorithm: Parts = {"reference": rows["algorithm"].reference}
    ready: Parts = {"reference": rows["ready"].reference}
    return (
        ("insights:algorithm_move", {**algorithm, "verb": "suspend"}),
        ("insights:algorithm", algorithm),
        *((f"insights:watch_rule_{name}", ready) for name in ("edit", "on", "work_out")),
        ("insights:watch_rule", {"reference": rows["rule"].reference}),
        ("insights:watch_scorecard", {"reference": rows["rule"].reference}),
        ("insights:alert", {"reference": rows["alert"].reference}),
        ("insights:indicator_area", {"indicator": INDICATOR, "area": "Z99D00001"}),
        ("insights:indicator_file", {"indicator": INDICATOR, "file": "values.csv"}),
        ("insights:indicator", {"indicator": INDICATOR}),
        ("insights:area_file", {"area": "Z99D00001", "file": "spine.svg"}),
        ("insights:area", {"area": "Z99D00001"}),
    )


def _account_parts(rows: Mapping[str, Any]) -> ByPrefix:
    """What waits to be public, problems that readers met, and somebody's own account."""
    release, post = rows["release"].reference, rows["post"].reference
    return (
        ("public_site:preview_part", {"reference": release, "part": "tables"}),
        ("public_site:preview", {"reference": release}),
        ("public_site:problem", {"reference": rows["problem"].reference}),
        ("public_site:post", {"reference": post}),
        ("public_site:edit_post", {"reference": post}),
        ("public_site:propose_post", {"reference": post}),
        ("accounts:end_session", {"number": rows["session"]}),
        ("mfa_", {"pk": rows["key"]}),
    )


def _public_parts(rows: Mapping[str, Any]) -> ByPrefix:
    """What the public reads once it is released."""
    table, picture = _first_table(rows["edition"]), _first_picture(rows["edition"])
    here: Parts = {"slug": rows["release"].slug, "number": 1}
    week: Parts = {"slug": rows["warning"].slug, "number": 1}
    cards: Parts = {"slug": f"scorecards-{rows['week'].workspace.slug}", "number": 1}
    weekly, drawn = _first_table(rows["week"]), _first_picture(rows["week"])
    post: Parts = {"slug": rows["post"].slug, "number": 1}
    one = {"indicator": INDICATOR, "area": "Z99D00001", "file": "values.csv", **here}
    area: Parts = {"area": "Z99D00001", "file": "spine.svg"}
    return (
        ("public_site:warning_chapter", {**week, "name": "rising"}),
        ("public_site:warning_table", {**week, "name": weekly, "ending": "csv"}),
        ("public_site:warning_picture", {**week, "name": drawn}),
        ("public_site:warning_document", {**week, "name": "json"}),
        ("public_site:warning", week),
        ("public_site:api:warning", {**week, "table": weekly}),
        ("public_site:scorecard", cards),
        ("public_site:plan", {"slug": f"plan-{rows['week'].workspace.slug}", "number": 1}),
        ("public_site:api:scorecard", cards),
        ("public_site:chapter", {**here, "name": rows["chapter"].slug}),
        ("public_site:table", {**here, "name": table, "ending": "csv"}),
        ("public_site:picture", {**here, "name": picture}),
        ("public_site:document", {**here, "name": "json"}),
        ("public_site:update", post),
        ("public_site:algorithm", {"slug": rows["algorithm"].key}),
        ("public_site:indicator", one),
        ("public_site:area", area),
        ("public_site:api:assessment", {**here, "table": table}),
        ("public_site:api:table", {**here, "table": table}),
        ("public_site:api:rows", {**here, "table": table}),
        ("public_site:api:figure", here),
        ("public_site:api:update", post),
        ("public_site:api:algorithm", {"slug": rows["algorithm"].key}),
        ("public_site:api:indicator", {"indicator": INDICATOR}),
        ("public_site:", here),
        (
            "account_reset_password_from_key",
            {"uidb36": "1", "key": "set-password"},
        ),
    )
