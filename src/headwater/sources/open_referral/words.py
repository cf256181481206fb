"""The words a service directory may use, and the words that give a need away."""

import csv
from functools import cache
from importlib.resources import files

STATUSES = ("active", "inactive", "defunct", "temporarily closed")
NEED_TYPES = (
    "mentoring",
    "therapy",
    "youth_work",
    "family_support",
    "substance_misuse",
    "victim_support",
    "exploitation_support",
    "employment",
    "sport",
    "other",
)
USUAL_TIER = {
    "mentoring": "secondary",
    "therapy": "secondary",
    "youth_work": "primary",
    "family_support": "secondary",
    "substance_misuse": "tertiary",
    "victim_support": "tertiary",
    "exploitation_support": "tertiary",
    "employment": "primary",
    "sport": "primary",
    "other": "secondary",
}
TIERS = ("primary", "secondary", "tertiary")
SEXES = ("any", "female", "male")
WHOLES = ("capacity_per_year", "places_taken", "wait_days")
TRUTHS = ("send_friendly", "evenings", "weekends")
EXTENSION = "headwater"
START_COST = "each person who starts"


@cache
def need_words() -> dict[str, str]:
    """Words of taxonomy terms and the need each speaks of, the first that fits deciding."""
    text = (
        files("headwater.sources.open_referral")
        .joinpath("tables", "service_terms.csv")
        .read_text(encoding="utf-8")
    )
    return {row["word"]: row["need_type"] for row in csv.DictReader(text.splitlines())}
