"""Free text without what could tell who a person is.

Emergency-department staff type what they hear. Telephone numbers, postcodes, e-mail addresses,
NHS-number-like digits, dates of birth and titled names are masked before anything is stored.
Masking works on patterns and can miss an untitled name; the feed asks suppliers not to send any.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mask:
    """One kind of personal detail and the words put in its place."""

    pattern: re.Pattern[str]
    words: str


_POSTCODE = r"[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}"
_TITLES = r"Mr|Mrs|Ms|Miss|Mx|Dr|Master|PC|DC|Sgt|Sergeant|Constable|Nurse"
_WORD = r"(?:[A-Z][\w'’-]*|[A-Z]\.?)"

MASKS = (
    Mask(re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
    # 10 digits in 3-3-4, the way NHS numbers are printed and spoken.
    Mask(re.compile(r"(?<!\d)\d{3}[\s-]?\d{3}[\s-]?\d{4}(?!\d)"), "[number]"),
    Mask(
        re.compile(r"(?<![\d/])(?:\+44\s?\(?0?\)?|\(?0)\d(?:[\s()-]?\d){8,10}(?!\d)"), "[telephone]"
    ),
    Mask(re.compile(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d{2}(?!\d)"), "[date]"),
    Mask(re.compile(rf"\b{_POSTCODE}\b", re.IGNORECASE), "[postcode]"),
    Mask(re.compile(rf"\b(?:{_TITLES})\.?\s+{_WORD}(?:\s+{_WORD}){{0,2}}"), "[name]"),
    Mask(re.compile(rf"\b(?i:named?|called|by name of)\s+{_WORD}(?:\s+{_WORD}){{0,2}}"), "[name]"),
)


def masked(text: str) -> str:
    """The text with personal details replaced.

    >>> masked("call back on 07700 900123, lives at LQ3 4AB, hit by Mr John Smith")
    'call back on [telephone], lives at [postcode], hit by [name]'
    """
    for mask in MASKS:
        text = mask.pattern.sub(mask.words, text)
    return text
