"""Each reference source publishes a schema that says what its reader asks for."""

import pytest

from headwater.lake.contracts import contract
from headwater.sources.base import Source
from headwater.sources.reference import (
    SOURCES,
    areas,
    deprivation,
    local_authorities,
    residents,
    tidy_indicators,
    travel_times,
)
from headwater.sources.table_schema import parse

TABLES = tuple(source for source in SOURCES if "fields" in source.schema)
REQUIRED = {
    "areas": areas.LIST_COLUMNS[:4],
    "residents": residents.TIDY_COLUMNS,
    "deprivation": deprivation.TIDY_COLUMNS[:4],
    "la_indicators": tidy_indicators.REQUIRED,
    "travel_times": travel_times.REQUIRED,
    "local_authorities": local_authorities.REQUIRED[:2],
}


def test_each_source_has_a_name_of_its_own() -> None:
    assert len({source.id for source in SOURCES}) == len(SOURCES)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)
def test_a_source_fills_tables_the_lake_promises(source: Source) -> None:
    assert all(contract(table).columns for table in source.tables)
    assert source.schema["headwater:table"] in source.tables
    assert source.schema["name"] == source.id
    assert source.schema["title"] == source.title


@pytest.mark.parametrize("source", TABLES, ids=lambda source: source.id)
def test_a_table_schema_is_one_the_templates_can_print(source: Source) -> None:
    schema = parse(source.schema)
    assert schema.key
    assert set(schema.key) <= set(schema.names)
    assert all(field.description and field.title for field in schema.fields)
    assert schema.file_pattern.search(schema.file_name.replace("<", "").replace(">", ""))


@pytest.mark.parametrize(("source", "required"), REQUIRED.items())
def test_a_schema_requires_what_the_reader_requires(source: str, required: tuple[str, ...]) -> None:
    (found,) = [each for each in SOURCES if each.id == source]
    fields = parse(found.schema).fields
    needed = {field.name for field in fields if field.required}
    assert needed - {"LA Name", "value"} == set(required) - {"LA Name", "value"}


@pytest.mark.parametrize("source", ["residents", "deprivation", "la_indicators", "travel_times"])
def test_words_a_schema_allows_are_the_words_the_reader_allows(source: str) -> None:
    allowed = {
        "residents": {"sex": residents.SEXES},
        "deprivation": {"domain": deprivation.DOMAINS},
        "la_indicators": {
            "unit": tidy_indicators.UNITS,
            "polarity": tidy_indicators.POLARITIES,
        },
        "travel_times": {"mode": travel_times.MODES},
    }
    (found,) = [each for each in SOURCES if each.id == source]
    schema = parse(found.schema)
    for name, words in allowed[source].items():
        assert set(schema.field(name).enum) == set(words)
