"""Identifiers of grants and organisations, as readers join them to public registers."""

import re

CHARITIES = "GB-CHC"
SCOTTISH_CHARITIES = "GB-SC"
NORTHERN_CHARITIES = "GB-NIC"
COMPANIES = "GB-COH"
COMPANY_DIGITS = 8
_CHARITY = re.compile(r"\d{6,7}")
_SCOTTISH = re.compile(r"SC0\d{5}")
_NORTHERN = re.compile(r"NIC?\s?(\d{6})")
_COMPANY = re.compile(r"(\d{1,8}|[A-Z]{2}\d{6})")
_WELL_FORMED = re.compile(r"(?:[A-Z]{2,3}|XI)-[A-Z0-9]+-\S+|360G-\S+")
_PREFIX = re.compile(r"360G-[A-Za-z0-9]{2,40}")


def charity_id(number: str) -> str:
    """The identifier of a charity by its number, in whichever register; empty where it is none.

    >>> charity_id(" 1164883 "), charity_id("SC012345"), charity_id("NIC100012"), charity_id("12")
    ('GB-CHC-1164883', 'GB-SC-SC012345', 'GB-NIC-100012', '')
    """
    text = "".join(number.upper().split())
    if _CHARITY.fullmatch(text):
        return f"{CHARITIES}-{text}"
    if _SCOTTISH.fullmatch(text):
        return f"{SCOTTISH_CHARITIES}-{text}"
    if match := _NORTHERN.fullmatch(text):
        return f"{NORTHERN_CHARITIES}-{match[1]}"
    return ""


def company_id(number: str) -> str:
    """The identifier of a company; its number keeps its leading noughts. Empty where it is none.

    >>> company_id("1234567"), company_id("sc123456"), company_id("about 12")
    ('GB-COH-01234567', 'GB-COH-SC123456', '')
    """
    text = "".join(number.upper().split())
    if not _COMPANY.fullmatch(text):
        return ""
    return f"{COMPANIES}-{text.zfill(COMPANY_DIGITS)}"


def own_id(prefix: str, reference: str) -> str:
    """The identifier of an organisation that no public register knows, as this funder calls it.

    >>> own_id("360G-loamshire", "YF 7")
    '360G-loamshire-ORG:YF_7'
    """
    return f"{prefix}-ORG:{_plain(reference)}"


def grant_id(prefix: str, reference: str) -> str:
    """The identifier of a grant. It never changes and holds neither spaces nor slashes.

    >>> grant_id("360G-loamshire", "AW/2026 7")
    '360G-loamshire-AW-2026_7'
    """
    return f"{prefix}-{_plain(reference)}"


def _plain(reference: str) -> str:
    return re.sub(r"\s", "_", re.sub(r"[/\\]", "-", reference.strip()))


def is_identifier(text: str) -> bool:
    """Whether a text has the shape of an organisation's identifier.

    >>> is_identifier("GB-CHC-1164883"), is_identifier("1164883"), is_identifier("GB-CHC-1 2")
    (True, False, False)
    """
    return _WELL_FORMED.fullmatch(text) is not None


def is_prefix(text: str) -> bool:
    """Whether a text has the shape of a publisher's prefix.

    >>> is_prefix("360G-loamshire"), is_prefix("loamshire")
    (True, False)
    """
    return _PREFIX.fullmatch(text) is not None


def registrations_of(identifier: str) -> tuple[str, str]:
    """The charity number and the company number an identifier holds; empty where it holds none.

    >>> registrations_of("GB-CHC-1164883"), registrations_of("GB-COH-01234567")
    (('1164883', ''), ('', '01234567'))
    """
    for register in (CHARITIES, SCOTTISH_CHARITIES, NORTHERN_CHARITIES):
        if identifier.startswith(f"{register}-"):
            return identifier.removeprefix(f"{register}-"), ""
    if identifier.startswith(f"{COMPANIES}-"):
        return "", identifier.removeprefix(f"{COMPANIES}-")
    return "", ""
