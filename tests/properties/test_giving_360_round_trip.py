"""Grants go into sheets and come back equal, and whatever the schema refuses is refused here."""

import copy
import csv
import gzip
import io
import json
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from headwater.core.plain_cells import RISKY_STARTS
from headwater.sources.giving_360 import codes
from headwater.sources.giving_360.fields import (
    CLASSIFICATION,
    DOCUMENT,
    EVENT,
    GRANT,
    LOCATION,
    ORGANISATION,
    PACKAGE,
    PERSON,
    PROGRAMME,
    TO_INDIVIDUALS,
    TRANSACTION,
    Field,
    Kind,
)
from headwater.sources.giving_360.reading import GrantsFile, GrantsRefusedError, read_grants
from headwater.sources.giving_360.writing import csv_text, json_text

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-1e9, 1e9) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
SEEDS = st.integers(0, 2**32)
AWKWARD = ["", "null", "[]", "{}", '"', '""', "=1+1", "'=1+1", "''-", "3500", "true", "a;b", ";"]
LETTERS = "ab,;:/\"'=+-@ \t\r\n0{}[]éª\x85\u2028\ufeff🂡"
OWN_NAMES = [
    *("Website/Decision Notes", "a:b", "Title ", "title", "0", "id/x", "Recipient Org", "0/1"),
    *("recipientOrganization/0", "Recipient Org:0", "beneficiaryLocation:name"),
]


def text_of(draw: Random) -> str:
    if draw.random() < 0.4:
        return draw.choice(AWKWARD)
    return "".join(draw.choices(LETTERS, k=draw.randrange(9)))


def json_of(draw: Random, depth: int = 2) -> Any:
    kind = draw.randrange(8 if depth else 6)
    plain: list[Any] = [None, True, draw.randrange(-9, 9), draw.random() * 1e6, text_of(draw), ""]
    if kind < 6:
        return plain[kind]
    if kind == 6:
        return [json_of(draw, depth - 1) for _ in range(draw.randrange(3))]
    return {text_of(draw): json_of(draw, depth - 1) for _ in range(draw.randrange(3))}


def day_of(draw: Random) -> str:
    day = date.fromordinal(draw.randrange(1, 3_000_000))
    return f"{day}" if draw.random() < 0.5 else f"{day}T23:59:59+01:00"


def value_of(draw: Random, field: Field) -> Any:
    """A value that the standard allows in a field."""
    if field.nullable and draw.random() < 0.2:
        return None
    if field.kind is Kind.PARTS:
        least = field.least or 0
        return [said(draw, field.inside) for _ in range(draw.randrange(least, least + 3))]
    if field.kind is Kind.PART:
        return said(draw, field.inside)
    if field.choices:
        codes = draw.choices(sorted(field.choices), k=2)
        return codes if field.kind is Kind.TEXTS else codes[0]
    return {
        Kind.TEXT: lambda: text_of(draw),
        Kind.NUMBER: lambda: draw.choice([0, 3500, 0.1, 99.5, draw.random() * 1e6, 1e22]),
        Kind.DAY: lambda: day_of(draw),
        Kind.ROUGH_DAY: lambda: draw.choice(["2024", "2024-05", day_of(draw)]),
        Kind.MOMENT: lambda: "2024-02-29T00:00:00Z",
        Kind.ADDRESS: lambda: "https://fund.example/a?b=c",
        Kind.TEXTS: lambda: [text_of(draw) for _ in range(draw.randrange(4))],
    }[field.kind]()


def said(draw: Random, fields: tuple[Field, ...]) -> dict[str, Any]:
    """An object that the standard allows, with names of the publisher's own."""
    made = {
        field.name: value_of(draw, field)
        for field in fields
        if field.required or draw.random() < 0.3
    }
    known = {field.name for field in fields}
    for name in (text_of(draw), draw.choice(OWN_NAMES)):
        if name not in known and draw.random() < 0.4:
            made[name] = json_of(draw)
    return made


def grant_of(draw: Random, number: int = 0) -> dict[str, Any]:
    """A grant that the standard allows."""
    made = said(draw, GRANT)
    made.pop("recipientIndividual", None)
    made["recipientOrganization"] = [said(draw, ORGANISATION) for _ in range(draw.choice([1, 2]))]
    return made | {"id": f"{number}{text_of(draw)}"}


def grants_of(seed: int) -> list[dict[str, Any]]:
    draw = Random(seed)
    return [grant_of(draw, number) for number in range(draw.choice([1, 2, 3]))]


@given(SEEDS)
def test_grants_come_back_equal_from_a_sheet(seed: int) -> None:
    grants = grants_of(seed)
    found = read_grants(csv_text(grants).encode(), name="grants.csv")
    assert list(found.grants) == grants
    assert found.faults == ()


@given(SEEDS)
def test_grants_come_back_equal_from_json(seed: int) -> None:
    package = {"version": "1.4", "own": {"kept": [1]}, "grants": grants_of(seed)}
    found = read_grants(json_text(package).encode(), name="grants.json")
    assert found.package == package


@given(SEEDS)
def test_no_cell_of_a_sheet_begins_a_formula(seed: int) -> None:
    lines = io.StringIO(csv_text(grants_of(seed)), newline="")
    for cell in (cell for row in csv.reader(lines, strict=True) for cell in row):
        assert not cell.startswith(RISKY_STARTS) or is_number(cell), cell


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def refusal_of(raw: bytes) -> str:
    try:
        read_grants(raw, name="a")
    except GrantsRefusedError as error:
        return str(error)
    return ""


@given(JSON)
def test_any_json_is_read_or_refused_in_words(document: Any) -> None:
    assert refusal_of(json.dumps(document).encode())[-1:] in ("", ".")
    assert refusal_of(json.dumps({"grants": [document]}).encode())[-1:] in ("", ".")


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused_in_words(raw: bytes) -> None:
    assert refusal_of(raw)[-1:] in ("", ".")
    assert refusal_of(b"Identifier,Title\n" + raw)[-1:] in ("", ".")


# --- against the standard itself -----------------------------------------------------------------


@pytest.fixture(scope="module")
def standard(shared_data: Path) -> Path:
    return shared_data / "grants"


@pytest.fixture(scope="module")
def real(standard: Path) -> dict[str, Any]:
    """A real file, published by A B Charitable Trust under CC BY 4.0."""
    package: dict[str, Any] = json.loads(
        gzip.decompress((standard / "360g_abct_grants.json.gz").read_bytes())
    )
    return package


@pytest.fixture(scope="module")
def official(standard: Path) -> Draft202012Validator:
    schema = json.loads((standard / "360-giving-schema.json").read_text())
    return Draft202012Validator(schema, format_checker=formats())


@pytest.fixture(scope="module")
def official_package(standard: Path) -> Draft202012Validator:
    schema = json.loads((standard / "360-giving-package-schema.json").read_text())
    schema["properties"]["grants"]["items"] = {}
    return Draft202012Validator(schema, format_checker=formats())


def formats() -> FormatChecker:
    """The formats the schema names, as the standard library knows them."""
    checker = FormatChecker(formats=())

    @checker.checks("date-time", raises=ValueError)
    def is_moment(value: object) -> bool:
        if not isinstance(value, str):
            return True
        found = datetime.fromisoformat(value.upper())
        return "T" in value.upper() and found.tzinfo is not None

    @checker.checks("uri", raises=ValueError)
    def is_address(value: object) -> bool:
        if not isinstance(value, str):
            return True
        return bool(urlsplit(value).scheme) and " " not in value

    return checker


def read_real(package: dict[str, Any]) -> GrantsFile:
    return read_grants(json.dumps(package).encode(), name="real.json")


def test_the_real_file_has_no_fault_and_comes_back_equal(real: dict[str, Any]) -> None:
    found = read_real(real)
    assert found.faults == ()
    assert found.package == real
    assert json.loads(json_text(found.package)) == real


def test_the_real_file_comes_back_equal_from_a_sheet(real: dict[str, Any]) -> None:
    back = read_grants(csv_text(real["grants"]).encode(), name="real.csv")
    assert list(back.grants) == real["grants"]
    assert back.faults == ()


def test_the_real_file_is_what_the_schema_allows(
    real: dict[str, Any], official: Draft202012Validator
) -> None:
    assert all(official.is_valid(grant) for grant in real["grants"])


WRONG = (None, True, "", "x y", 7, -1, [], {}, [None], [{}], "2024-13-01", {"id": 1})


def broken(grant: dict[str, Any], draw: Random) -> dict[str, Any]:
    """A grant with one thing changed, taken away or added somewhere inside."""
    made = copy.deepcopy(grant)
    places: list[dict[str, Any]] = []
    todo: list[Any] = [made]
    while todo:
        each = todo.pop()
        if isinstance(each, dict):
            places.append(each)
            todo += each.values()
        elif isinstance(each, list):
            todo += each
    place = draw.choice(places)
    name = draw.choice(list(place) or [""])
    act = draw.randrange(4)
    if act == 0:
        place.pop(name, None)
    elif act == 1:
        place[name] = copy.deepcopy(draw.choice(WRONG))
    else:
        field = draw.choice((*GRANT, *ORGANISATION, *LOCATION, *TRANSACTION, *EVENT))
        inside = made if field in GRANT else place
        inside[field.name] = copy.deepcopy(draw.choice(WRONG))
    return made


@pytest.mark.parametrize("seed", range(6))
def test_what_the_schema_refuses_is_refused_here(
    seed: int, real: dict[str, Any], official: Draft202012Validator
) -> None:
    draw = Random(seed)
    made = [broken(draw.choice(real["grants"]), draw) for _ in range(150)]
    refused = [grant for grant in made if not official.is_valid(grant)]
    assert len(refused) > 40
    for grant in refused:
        assert read_grants(json.dumps({"grants": [grant]}).encode(), name="a").faults, grant


@pytest.mark.parametrize("seed", range(20))
def test_what_is_allowed_here_the_schema_allows(seed: int, official: Draft202012Validator) -> None:
    grant = grant_of(Random(seed))
    assert official.is_valid(grant), [error.message for error in official.iter_errors(grant)]


@pytest.mark.parametrize("name", [field.name for field in PACKAGE])
@pytest.mark.parametrize("wrong", [None, 7, [], {}, "x y", ["a", "a"], [1]])
def test_what_the_schema_refuses_of_a_package_is_refused_here(
    name: str, wrong: Any, real: dict[str, Any], official_package: Draft202012Validator
) -> None:
    package = {name: wrong, "grants": real["grants"][:1]}
    if not official_package.is_valid(package):
        assert read_real(package).faults


def test_every_field_and_title_of_the_standard_is_known(standard: Path) -> None:
    schema = json.loads((standard / "360-giving-schema.json").read_text())
    parts = schema["$defs"]
    ours = {
        "Location": LOCATION,
        "Classification": CLASSIFICATION,
        "GrantProgramme": PROGRAMME,
        "Event": EVENT,
        "Person": PERSON,
        "Organization": ORGANISATION,
        "Documents": DOCUMENT,
        "Transaction": TRANSACTION,
    }
    individuals = schema["properties"]["toIndividualsDetails"]["properties"]
    pairs = [(schema["properties"], GRANT), (individuals, TO_INDIVIDUALS)]
    pairs += [(parts[name]["properties"], fields) for name, fields in ours.items()]
    for official, fields in pairs:
        assert set(official) == {field.name for field in fields}
        titles = {name: said["title"] for name, said in official.items() if "title" in said}
        assert titles.items() <= {field.name: field.title for field in fields}.items() | {
            ("currency", "Currency")
        }


@pytest.mark.parametrize(
    ("file", "known"),
    [
        ("regrantType", codes.REGRANT_TYPES),
        ("locationScope", codes.LOCATION_SCOPES),
        ("grantToIndividualsPurpose", codes.PURPOSES),
        ("grantToIndividualsReason", codes.REASONS),
        ("countryCode", codes.COUNTRIES),
    ],
)
def test_codes_are_those_of_the_standard(file: str, known: Any, standard: Path) -> None:
    assert set(known) == codes_of(standard, file)


def test_currencies_and_kinds_of_area_are_among_those_of_the_standard(standard: Path) -> None:
    assert set(codes.CURRENCIES) <= codes_of(standard, "currency")
    kinds = {*codes.GEOGRAPHIES.values(), *codes.GEOGRAPHIES_OF_LOAMSHIRE.values()}
    assert kinds <= codes_of(standard, "geoCodeType")


def codes_of(standard: Path, file: str) -> set[str]:
    with (standard / "codelists" / f"{file}.csv").open(encoding="utf-8-sig", newline="") as rows:
        return {row["Code"] for row in csv.DictReader(rows)}
