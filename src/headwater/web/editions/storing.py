"""A finished edition as rows: what `edition.json` says, cut so that pages read only what they show.

The worker calls this. Numbers are stored as they were released; nothing is worked out here.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from headwater.core.errors import NotFoundError
from headwater.rulebook import suppression_profile
from headwater.web.editions.models import Chapter, Edition, Finding, Picture, Table, Working

Plain = Mapping[str, Any]

OPEN_PROFILES = frozenset({"published"})
"""Profiles of numbers that rest on nothing a supplier has not published. The default for the public
is not one: it is used for records too."""
HIDDEN = "[c]"
PASSED = "passed"
FACTS = (
    "definitions",
    "glossary",
    "attribution",
    "licence",
    "publisher",
    "contact",
    "keywords",
    "code_version",
    "seed",
    "synthetic",
)


def facts_of(plain: Plain) -> dict[str, Any]:
    """What the back pages say."""
    return {key: plain[key] for key in FACTS if key in plain}


def checks_of(plain: Plain) -> dict[str, Any]:
    """What was done about small numbers, by profile.

    An edition exists only where the attack on its tables failed: `assess` refuses to make any
    other. That is recorded here, so that whoever approves a release sees it.
    """
    tables = plain["tables"].values()
    counts = Counter(table["profile"] for table in tables)
    hidden: Counter[str] = Counter()
    for table in tables:
        hidden[table["profile"]] += _hidden(table)
    return {
        "tables": len(tables),
        "hidden": sum(hidden.values()),
        "attack": PASSED,
        "profiles": {
            profile: {"tables": count, "hidden": hidden[profile], "title": _title(profile)}
            for profile, count in sorted(counts.items())
        },
    }


def _title(profile: str) -> str:
    try:
        return suppression_profile(profile).title
    except NotFoundError:
        return profile


def is_restricted(plain: Plain) -> bool:
    """Whether any table went out under a rule for data that were not public already."""
    return any(table["profile"] not in OPEN_PROFILES for table in plain["tables"].values())


def store_rows(edition: Edition, plain: Plain, folder: Path, accepted: Mapping[str, Plain]) -> None:
    """Write everything below an edition, in place of anything an earlier attempt left."""
    for model in (Chapter, Table, Picture, Finding, Working):
        model.objects.filter(edition=edition).delete()
    Chapter.objects.bulk_create(_chapters(edition, plain))
    Table.objects.bulk_create(_tables(edition, plain), batch_size=50)
    Picture.objects.bulk_create(_pictures(edition, plain, folder))
    Finding.objects.bulk_create(_findings(edition, plain))
    Working.objects.bulk_create(_workings(edition, plain, accepted), batch_size=100)


def _chapters(edition: Edition, plain: Plain) -> Iterator[Chapter]:
    for position, chapter in enumerate(plain["chapters"], start=1):
        yield Chapter(
            edition=edition,
            position=position,
            slug=chapter["id"],
            title=chapter["title"],
            question=chapter["question"],
            blocks=chapter["blocks"],
        )


def _tables(edition: Edition, plain: Plain) -> Iterator[Table]:
    from headwater.reporting.assembly import file_name

    for slug, table in plain["tables"].items():
        yield Table(
            edition=edition,
            slug=slug,
            title=table["title"],
            columns=table["columns"],
            rows=table["rows"],
            row_count=len(table["rows"]),
            is_long=not table["in_full"],
            key_columns=table["key_columns"],
            file=f"tables/{file_name(slug)}.csv",
            profile=table["profile"],
            rule=table["rule"],
            notes=table["notes"],
            hidden=_hidden(table),
        )


def _hidden(table: Plain) -> int:
    return sum(cell == HIDDEN for row in table["rows"] for cell in row)


def _pictures(edition: Edition, plain: Plain, folder: Path) -> Iterator[Picture]:
    from headwater.reporting.assembly import file_name

    for place, drawn in (("charts", plain["charts"]), ("maps", plain["maps"])):
        for slug, picture in drawn.items():
            narrow = f"{place}/{file_name(slug)}.narrow.svg"
            yield Picture(
                edition=edition,
                slug=slug,
                kind=picture.get("kind", "map"),
                title=picture["title"],
                summary=picture["summary"],
                table=picture["table"],
                file=f"{place}/{file_name(slug)}.svg",
                narrow_file=narrow if (folder / narrow).is_file() else "",
                spec=picture,
            )


def _findings(edition: Edition, plain: Plain) -> Iterator[Finding]:
    for position, finding in enumerate(_in_order(plain), start=1):
        yield Finding(
            edition=edition,
            position=position,
            slug=finding["id"],
            sentence=finding["sentence"],
            strength=finding["strength"],
            because=finding["because"],
            cautions=finding["cautions"],
            figures=finding["figures"],
        )


def _in_order(plain: Plain) -> list[Plain]:
    """Findings as the chapters tell them; those no chapter tells come last."""
    told = [
        block["ref"]
        for chapter in plain["chapters"]
        for block in chapter["blocks"]
        if block["kind"] == "finding"
    ]
    return [plain["findings"][key] for key in dict.fromkeys([*told, *plain["findings"]])]


def _workings(edition: Edition, plain: Plain, accepted: Mapping[str, Plain]) -> Iterator[Working]:
    for key, body in plain["expressions"].items():
        yield Working(edition=edition, kind=Working.Kind.EXPRESSION, key=key, body=body)
    for key, body in plain["loads"].items():
        whole = {**body, "accepted": dict(accepted.get(key, {}))}
        yield Working(edition=edition, kind=Working.Kind.LOAD, key=key, body=whole)
