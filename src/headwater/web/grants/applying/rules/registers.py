"""Numbers of registers: of charities in each country of the United Kingdom, and of companies."""

import re
from dataclasses import dataclass

ENGLAND_AND_WALES = re.compile(r"(?:GB-?CHC-?)?(\d{6,7})", re.ASCII)
SCOTLAND = re.compile(r"(?:GB-?SC-?)?SC0?(\d{5})", re.ASCII)
NORTHERN_IRELAND = re.compile(r"(?:GB-?NIC-?|NIC?)+(1\d{5})", re.ASCII)
COMPANY = re.compile(r"(?:GB-?COH-?)?(\d{6,8}|(?:[A-Z]{2}|R0)\d{6})", re.ASCII)
COMPANY_DIGITS = 8
BLANKS = re.compile(r"[\s.]+")
PREFIXES = frozenset(
    "AC CE CS FC GE GN GS IC IP LP NA NC NF NI NL NO NP NR NV OC OE PC R0 RC RS SA SC SE SF SG "
    "SI SL SO SP SR SZ ZC".split()
)
"""Two letters that numbers of Companies House may begin with."""
CHARITY_FAULT = (
    "A charity number has 6 or 7 digits in England and Wales, such as 1164883. In Scotland it "
    "begins with SC, such as SC012345, and in Northern Ireland with NIC, such as NIC100001"
)
COMPANY_FAULT = (
    "A company number has 8 characters, such as 01234567 or SC123456. It stands on your "
    "certificate and at Companies House"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is kept; empty, with what is wrong, where it is none."""

    kept: str = ""
    fault: str = ""


def charity_number(typed: str) -> Number:
    """The number of a charity, however it is typed.

    >>> charity_number("GB-CHC-1164883").kept, charity_number(" sc 012345 ").kept
    ('1164883', 'SC012345')
    >>> charity_number("NIC 100123").kept, charity_number("12345").kept
    ('NIC100123', '')
    """
    bare = _bare(typed)
    if found := SCOTLAND.fullmatch(bare):
        return Number(f"SC0{found[1]}")
    if found := NORTHERN_IRELAND.fullmatch(bare):
        return Number(f"NIC{found[1]}")
    if found := ENGLAND_AND_WALES.fullmatch(bare):
        return Number(found[1])
    return Number(fault=CHARITY_FAULT)


def company_number(typed: str) -> Number:
    """The number of a company, with the noughts it begins with.

    >>> company_number("1234567").kept, company_number("sc 123456").kept
    ('01234567', 'SC123456')
    >>> company_number("XX123456").kept
    ''
    """
    found = COMPANY.fullmatch(_bare(typed))
    if found is None or (found[1][0].isalpha() and found[1][:2] not in PREFIXES):
        return Number(fault=COMPANY_FAULT)
    return Number(found[1].zfill(COMPANY_DIGITS))


def identifier(*, charity: str, company: str) -> str:
    """The organisation's identifier as registers' users write it; empty where it has no number.

    >>> identifier(charity="1164883", company=""), identifier(charity="SC012345", company="")
    ('GB-CHC-1164883', 'GB-SC-SC012345')
    >>> identifier(charity="", company="01234567")
    'GB-COH-01234567'
    """
    if charity.startswith("SC"):
        return f"GB-SC-{charity}"
    if charity.startswith("NIC"):
        return f"GB-NIC-{charity.removeprefix('NIC')}"
    if charity:
        return f"GB-CHC-{charity}"
    return f"GB-COH-{company}" if company else ""


def _bare(typed: str) -> str:
    return BLANKS.sub("", typed).upper()
