"""What every round asks of whoever applies: who they are, and whom to write to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from headwater.web.grants.applying.rules import registers
from headwater.web.grants.rounds.rules.answers import Read, read
from headwater.web.grants.rounds.rules.kinds import NO_LIMITS, Limits, Question, QuestionKind

SLUG = "organisation"
NAME, KIND, CHARITY, COMPANY = "our-name", "our-kind", "our-charity", "our-company"
INCOME, CONTACT, ROLE, PHONE = "our-income", "our-contact", "our-role", "our-phone"
KINDS = {
    "charity": "Registered charity",
    "company": "Community interest company or other company",
    "group": "Community group without a registration",
    "school": "School or college",
    "council": "Parish, town, district or county council",
    "public": "Other public body",
}
"""In words, by the code that is kept."""
NOT_LETTERS = re.compile(r"[^a-z0-9]+")
LEGAL = frozenset("the ltd limited cic cio plc llp".split())
MOST_INCOME = Decimal(9_000_000)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of ours, as rules of answers know one."""

    key: str
    kind: str
    words: str
    help: str = ""
    required: bool = True
    word_limit: int | None = None
    choices: list[str] = field(default_factory=list)
    least: Decimal | None = None
    most: Decimal | None = None
    fills: str = ""
    hidden_when_small: bool = False
    shown_if_key: str = ""
    shown_if_answer: str = ""


ASKED = (
    Asked(NAME, QuestionKind.SHORT, "Name of your organisation"),
    Asked(KIND, QuestionKind.CHOICE, "What is it?", choices=list(KINDS.values())),
    Asked(
        CHARITY,
        QuestionKind.SHORT,
        "Charity number",
        help="For example 1164883, SC012345 or NIC100001.",
        shown_if_key=KIND,
        shown_if_answer=KINDS["charity"],
    ),
    Asked(
        COMPANY,
        QuestionKind.SHORT,
        "Company number",
        help="For example 01234567.",
        shown_if_key=KIND,
        shown_if_answer=KINDS["company"],
    ),
    Asked(
        INCOME,
        QuestionKind.MONEY,
        "Its income in the last full year",
        help="All money that came in, as in your accounts. An estimate will do for a new group.",
        most=MOST_INCOME,
    ),
    Asked(
        CONTACT,
        QuestionKind.SHORT,
        "Whom may we ask about this application?",
        help="A name. We do not publish it.",
    ),
    Asked(ROLE, QuestionKind.SHORT, "What do they do in the organisation?"),
    Asked(PHONE, QuestionKind.SHORT, "Their telephone number", required=False),
)
REGISTERS = {CHARITY: registers.charity_number, COMPANY: registers.company_number}


def read_ours(question: Question, raw: object, limits: Limits = NO_LIMITS) -> Read:
    """The value of an answer, whether the question is ours or the round's."""
    found = read(question, raw, limits)
    register = REGISTERS.get(question.key)
    if register is None or not found.value or found.faults:
        return found
    number = register(str(found.value))
    return Read(number.kept or found.value, (number.fault,) if number.fault else ())


def is_small(income: Decimal | None, limit: Decimal | None) -> bool:
    """Whether an organisation is asked less: its income is under what the round says.

    >>> is_small(Decimal(9_000), Decimal(10_000)), is_small(Decimal(10_000), Decimal(10_000))
    (True, False)
    >>> is_small(None, Decimal(10_000)), is_small(Decimal(5), None)
    (False, False)
    """
    return income is not None and limit is not None and income < limit


def compared(name: str) -> str:
    """A name as two of them are compared.

    >>> compared("The Harbour Light Trust, C.I.O."), compared("harbour-light TRUST Ltd")
    ('harbour light trust', 'harbour light trust')
    """
    bare = name.casefold().replace("&", " and ").replace(".", "").replace("'", "")
    words = NOT_LETTERS.sub(" ", bare).split()
    return " ".join(each for each in words if each not in LEGAL)


def settled(values: Mapping[str, Any], *, small_income: Decimal | None) -> dict[str, Any]:
    """Fields of an application, from values of answers to the questions that are ours."""
    kind = next((code for code, words in KINDS.items() if words == values.get(KIND)), "")
    income = Decimal(values[INCOME]) if values.get(INCOME) else None
    name = str(values.get(NAME) or "")
    return {
        "organisation": name[:200],
        "organisation_key": compared(name)[:200],
        "organisation_kind": kind,
        "charity_number": _kept(values, CHARITY) if kind == "charity" else "",
        "company_number": _kept(values, COMPANY) if kind == "company" else "",
        "yearly_income": income,
        "is_small": is_small(income, small_income),
    }


def _kept(values: Mapping[str, Any], key: str) -> str:
    return REGISTERS[key](str(values.get(key) or "")).kept
