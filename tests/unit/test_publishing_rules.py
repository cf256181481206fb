"""What an award lacks, how it reads as a grant, what a month lists, and how money adds up."""

import doctest
import importlib
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from headwater.core.money import NOTHING
from headwater.core.periods import Month
from headwater.sources.giving_360.reading import read_grants
from headwater.web.grants.publishing.rules import files, giving, months, spending
from headwater.web.grants.publishing.rules.content import content_of, sorted_out
from headwater.web.grants.publishing.rules.giving import Publisher
from headwater.web.grants.publishing.rules.readiness import Weight, is_ready, missing_of
from headwater.web.grants.publishing.rules.record import (
    Counted,
    Days,
    LeftOut,
    Place,
    Recipient,
    Record,
    without_names,
)
from headwater.web.grants.publishing.rules.spending import Outlay
from headwater.web.grants.publishing.rules.totals import (
    PotMoney,
    awarded_by_pot,
    differences,
    totals_of,
)

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
PUBLISHER = Publisher("Loamshire Police and Crime Commissioner", "360G-loamshire")
MODULES = ("elsewhere", "files", "giving", "months", "record", "spending")


@pytest.mark.parametrize("module", MODULES)
def test_worked_examples_hold(module: str) -> None:
    found = doctest.testmod(
        importlib.import_module(f"headwater.web.grants.publishing.rules.{module}")
    )
    assert found.attempted > 0
    assert found.failed == 0


def award(**given: Any) -> Record:
    fields: dict[str, Any] = {
        "reference": "AW-1",
        "title": "Friday football",
        "description": "Football every Friday evening for young people.",
        "recipient": Recipient("Farholt Youth Club", "Charity", charity_number="1164883"),
        "places": (Place("Z99D00006", "Farholt"),),
        "amount": Decimal("3499.99"),
        "first_amount": Decimal("3499.99"),
        "asked": Decimal("3500.00"),
        "paid": Decimal("1000.00"),
        "days": Days(date(2026, 9, 14), date(2026, 10, 1), date(2027, 3, 31)),
        "state": "active",
        "state_words": "Active",
        "reasons": "Young people with somewhere to go are hurt less often.",
        "conditions": "Two coaches at every session.",
        "fund": "Youth Fund",
        "fund_reference": "FU-1",
        "round": "Autumn",
        "round_address": "autumn",
        "source": "Proceeds of crime",
        "pot": "PO-1",
        "is_proceeds": True,
        "approach": "sports_programmes",
        "approach_name": "Sports programmes",
        "level": "primary",
        "ages": (10, 17),
        "changed_at": AT,
        **given,
    }
    return Record(**fields)


def pot(**given: Any) -> PotMoney:
    fields: dict[str, Any] = {
        "reference": "PO-1",
        "name": "Proceeds",
        "year": "2026-27",
        "source": "Proceeds of crime",
        "is_proceeds": True,
        "received": Decimal("10000.00"),
        "expected": NOTHING,
        "awarded": Decimal("3499.99"),
        "paid": Decimal("1000.00"),
        "direct": NOTHING,
        "available": Decimal("6500.01"),
        **given,
    }
    return PotMoney(**fields)


def made(*records: Record) -> dict[str, Any]:
    return content_of(
        records, [pot()], PUBLISHER, at=AT, area="Loamshire", address="https://a.example/p/{}/"
    )


# --- what is missing -----------------------------------------------------------------------------


def test_an_award_with_everything_lacks_nothing() -> None:
    assert missing_of(award()) == ()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": " "}, "no title"),
        ({"description": "Football"}, "in a sentence"),
        ({"reasons": ""}, "which the law asks"),
        ({"places": ()}, "where people benefit"),
        ({"recipient": Recipient("", "Charity", "1164883")}, "no name"),
        ({"description": "Write to ann@club.example about Friday football"}, "e-mail address"),
        ({"conditions": "Ring 01632 960 123 before the first session"}, "telephone"),
    ],
)
def test_what_is_needed_is_named_and_keeps_an_award_back(given: Any, words: str) -> None:
    found = missing_of(award(**given))
    assert found[0].weight is Weight.NEEDED
    assert words in found[0].words
    assert sorted_out([award(**given)]).told == ()


def test_what_is_worth_having_keeps_nothing_back() -> None:
    said = award(conditions="", recipient=Recipient("Group", "Group", reference="YF-1"))
    assert {each.weight for each in missing_of(said)} == {Weight.WANTED}
    assert sorted_out([said]).told == (said,)


@pytest.mark.parametrize("state", ["offered", "withdrawn"])
def test_what_nobody_took_up_is_no_grant(state: str) -> None:
    found = sorted_out([award(state=state)])
    assert (found.told, len(found.not_yet)) == ((), 1)


def test_amounts_and_reference_numbers_are_no_telephone_numbers() -> None:
    assert (
        missing_of(award(conditions="Return £3,500 and quote 1164883 or 2026 on every page")) == ()
    )


# --- names ---------------------------------------------------------------------------------------


def test_a_name_is_left_out_of_every_text_and_the_reason_is_published() -> None:
    said = award(
        description="Run by Ann Other on Friday evenings.",
        reasons="ANN OTHER has run it for years without harm.",
        left_out=(LeftOut("Ann Other", "A volunteer who did not agree."),),
    )
    text = str(made(said))
    assert "ann other" not in text.casefold()
    assert text.count("[name left out]") >= 2
    assert "A volunteer who did not agree." in text


def test_a_longer_name_is_cut_before_a_shorter_one_inside_it() -> None:
    names = (LeftOut("Ann", "A volunteer who left."), LeftOut("Ann Other", "A volunteer who left."))
    said = without_names(award(conditions="Ann Other and Ann coach.", left_out=names))
    assert said.conditions == "[name left out] and [name left out] coach."


# --- as a 360Giving file -------------------------------------------------------------------------


def test_a_grant_has_no_fault_and_readers_miss_nothing() -> None:
    package = made(award())["package"]
    found = read_grants(files.grants_json(package).encode(), name="grants.json")
    assert (found.faults, found.cautions) == ((), ())


def test_a_grant_is_allowed_by_the_standards_own_schema(shared_data: Path) -> None:
    import json

    from jsonschema import Draft202012Validator

    schema = json.loads((shared_data / "grants" / "360-giving-schema.json").read_text())
    day = {"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    schema["properties"]["awardDate"]["oneOf"] = [day]
    for event in ("startDate", "endDate"):
        schema["$defs"]["Event"]["properties"][event]["oneOf"] = [day]
    grants = made(award(), award(reference="AW-2", places=(), recipient=Recipient("", "")))
    for grant in grants["package"]["grants"]:
        assert not list(Draft202012Validator(schema).iter_errors(grant))


def test_a_sheet_of_our_grants_reads_as_the_same_grants() -> None:
    grants = made(award(), award(reference="AW-2"))["package"]["grants"]
    back = read_grants(files.grants_csv(grants).encode(), name="grants.csv")
    assert list(back.grants) == grants


def test_where_people_benefit_has_its_code_and_the_kind_of_it() -> None:
    grant = made(award())["package"]["grants"][0]
    assert grant["beneficiaryLocation"] == [
        {"name": "Farholt", "countryCode": "GB", "geoCode": "Z99D00006", "geoCodeType": "NMD"}
    ]
    assert grant["locationScope"] == "GLS050"


def test_a_grant_in_the_file_is_exact_to_the_penny() -> None:
    grant = giving.grant_of(award(), PUBLISHER, address="")
    assert (grant["amountAwarded"], grant["amountDisbursed"]) == (3499.99, 1000)


def test_what_staff_looked_up_stands_before_what_the_numbers_say() -> None:
    recipient = replace(award().recipient, identifier="GB-EDU-100000")
    assert giving.recipient_id(recipient, "360G-loamshire") == "GB-EDU-100000"


# --- months --------------------------------------------------------------------------------------


def test_every_month_that_ended_has_its_list_even_with_nothing_in_it() -> None:
    content = made(award(), award(reference="AW-2", days=_days(date(2026, 11, 1))))
    found = months.lists_of(content["projects"], as_of=AT.date())
    assert [(str(each.month), len(each.items)) for each in found] == [
        ("2026-10", 0),
        ("2026-09", 1),
    ]


def _days(awarded_on: date) -> Days:
    return Days(awarded_on, awarded_on, awarded_on)


def test_a_list_has_recipient_purpose_conditions_and_reasons() -> None:
    content = made(award(conditions=""))
    listed = months.lists_of(content["projects"], as_of=AT.date())[-1]
    row = dict(zip(months.COLUMNS, months.row_of(listed.month, listed.items[0]), strict=True))
    assert row["recipient"] == "Farholt Youth Club"
    assert row["purpose"] == "Football every Friday evening for young people."
    assert row["conditions"] == months.NO_CONDITIONS
    assert row["reasons"].startswith("Young people with somewhere to go")


def test_a_month_is_over_the_day_after_its_last() -> None:
    assert not months.has_ended(Month(2026, 10), as_of=date(2026, 10, 31))
    assert months.has_ended(Month(2026, 10), as_of=date(2026, 11, 1))


# --- money ---------------------------------------------------------------------------------------


def test_what_came_in_is_what_was_awarded_and_what_is_left_to_the_penny() -> None:
    told, held = award(), award(reference="AW-2", amount=Decimal("0.01"), reasons="")
    money = pot(awarded=Decimal("3500.00"), available=Decimal("6500.00"))
    said = totals_of([money], [told], [held])["pots"][0]
    after = sum(Decimal(said[name]) for name in ("awarded", "untold", "direct", "available"))
    assert after == Decimal(said["received"]) + Decimal(said["expected"])


def test_a_ledger_that_disagrees_with_its_awards_is_named_with_the_difference() -> None:
    awarded = awarded_by_pot([award()], [])
    assert differences([pot()], awarded) == {}
    assert differences([pot(awarded=Decimal("3500.00"))], awarded) == {"PO-1": Decimal("0.01")}


def test_hidden_numbers_of_people_are_in_no_sum() -> None:
    seen = award(people=(Counted("Young people", "24", 24),))
    hidden = award(reference="AW-2", people=(Counted("Young people", "Fewer than 5"),))
    said = totals_of([], [seen, hidden], [])
    assert (said["people"], said["people_projects"], said["people_hidden"]) == (24, 1, 1)


def test_several_publications_are_one_file_and_none_are_no_file() -> None:
    package = made(award())["package"]
    assert files.joined([]) is None
    joined = files.joined([package, package])
    assert joined is not None
    assert len(joined["grants"]) == 2


# --- payments over £500 --------------------------------------------------------------------------


def build_outlay(**given: Any) -> Outlay:
    fields = {
        "reference": "MV-1",
        "kind": spending.Kind.DIRECT,
        "recipient": "Weir Training Ltd",
        "purpose": "A trainer for the panel",
        "value": "The lowest of three quotes for the same two days.",
        "amount": Decimal("640.00"),
        "paid_on": date(2026, 10, 12),
        **given,
    }
    return Outlay(**fields)


def test_a_payment_with_recipient_and_value_is_ready() -> None:
    assert spending.missing_of(build_outlay()) == ()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"recipient": " "}, "who was paid"),
        ({"value": "Cheap"}, "which the law asks"),
        ({"recipient": "ann@club.example"}, "e-mail address"),
        ({"kind": spending.Kind.GRANT, "grant_is_ready": False}, "grant it pays lacks something"),
    ],
)
def test_a_payment_that_lacks_something_is_not_told_of(given: dict[str, Any], words: str) -> None:
    outlay = build_outlay(**given)
    assert words in "; ".join(each.words for each in spending.missing_of(outlay))
    assert spending.told_of([outlay]) == []


def test_only_reasons_for_names_that_stand_in_a_payment_are_given() -> None:
    names = (LeftOut("Ann Other", "A private person."), LeftOut("Nobody Here", "Not in this one."))
    (told,) = spending.told_of([build_outlay(recipient="Ann Other", left_out=names)])
    assert (told["recipient"], told["left_out"]) == ("[name left out]", ["A private person."])


def test_what_is_left_out_of_an_award_is_missed_no_more() -> None:
    words = "Write to ann@club.example about Friday football for young people."
    assert not is_ready(award(description=words))
    cut = (LeftOut("ann@club.example", "An address of a private person."),)
    assert is_ready(award(description=words, left_out=cut))
