"""What an offence looks like in each group: codes, people, flags. Shares, not law."""

import numpy as np

from headwater.loamshire.streams import BoolArray, FloatArray, IntArray
from headwater.loamshire.truths import GROUPS, Group

AGE_BANDS = ("0-9", "10-14", "15-17", "18-24", "25-34", "35-49", "50-64", "65+")
CHILD_BANDS = (1, 2)  # 10 to 17
LOCATION_TYPES = (
    "Dwelling", "Street", "Licensed premises", "School or college", "Shop", "Park or open space",
    "Public transport", "Other",
)  # fmt: skip
DWELLING, ON_STREET, LICENSED, SCHOOL, SHOP, PARK, TRANSPORT, OTHER_PLACE = range(8)

CODES: dict[Group, dict[str, float]] = {
    Group.INJURY: {"8N": 0.86, "5D": 0.045, "5E": 0.003, "8P": 0.01, "8S": 0.08, "1": 0.002},
    Group.KNIFE_INJURY: {"8N": 0.55, "5D": 0.43, "2": 0.012, "1": 0.008},
    Group.NO_INJURY: {"105A": 0.87, "104": 0.09, "105B": 0.02, "11A": 0.02},
    Group.HARASSMENT: {"8L": 0.52, "8Q": 0.33, "3B": 0.13, "8M": 0.02},
    Group.KNIFE_THREAT: {"3B": 1.0},
    Group.SEXUAL: {"20A": 0.50, "19C": 0.30, "22A": 0.05, "88A": 0.09, "71": 0.06},
    Group.ROBBERY: {"34B": 0.85, "34A": 0.15},
    Group.KNIFE_ROBBERY: {"34B": 0.88, "34A": 0.12},
    Group.KNIFE_POSSESSION: {"10D": 1.0},
    Group.OTHER_WEAPONS: {"10C": 0.78, "10B": 0.13, "10A": 0.09},
    Group.DRUGS: {"92D": 0.66, "92A": 0.24, "92C": 0.06, "92E": 0.04},
}
DESCRIPTIONS = {
    "1": "Murder",
    "2": "Attempted murder",
    "3B": "Threats to kill",
    "5D": "Assault with intent to cause serious harm",
    "5E": "Endangering life",
    "8L": "Harassment",
    "8M": "Racially or religiously aggravated harassment",
    "8N": "Assault with injury",
    "8P": "Racially or religiously aggravated assault with injury",
    "8Q": "Stalking",
    "8S": "Assault with injury on a constable",
    "10A": "Possession of firearms with intent",
    "10B": "Possession of firearms offences",
    "10C": "Possession of other weapons",
    "10D": "Possession of an article with a blade or point",
    "11A": "Cruelty to children or young persons",
    "17A": "Sexual assault on a male aged 13 and over",
    "17B": "Sexual assault on a male child under 13",
    "19C": "Rape of a female aged 16 and over",
    "19E": "Rape of a female child under 13",
    "19F": "Rape of a male aged 16 and over",
    "19H": "Rape of a male child under 13",
    "20A": "Sexual assault on a female aged 13 and over",
    "20B": "Sexual assault on a female child under 13",
    "22A": "Causing sexual activity without consent",
    "34A": "Robbery of business property",
    "34B": "Robbery of personal property",
    "71": "Abuse of children through sexual exploitation",
    "88A": "Sexual grooming",
    "92A": "Trafficking in controlled drugs",
    "92C": "Other drug offences",
    "92D": "Possession of controlled drugs other than cannabis",
    "92E": "Possession of cannabis",
    "104": "Assault without injury on a constable",
    "105A": "Assault without injury",
    "105B": "Racially or religiously aggravated assault without injury",
}
CODE_LIST = tuple(DESCRIPTIONS)

# Sexual offence codes say who the victim was: woman, man, girl, boy under thirteen.
_SEXUAL_CODES = (("20A", "17A", "20B", "17B"), ("19C", "19F", "19E", "19H"))


def code_of_victim(code: IntArray, *, male: BoolArray, child: BoolArray) -> IntArray:
    """The code that fits the victim, where codes differ by the victim's sex and age."""
    out = code.copy()
    for family in _SEXUAL_CODES:
        positions = np.array([CODE_LIST.index(each) for each in family])
        mine = np.isin(code, positions)
        out[mine] = positions[male[mine] + 2 * child[mine]]
    return out


def _by_group(values: dict[Group, float], otherwise: float = 0.0) -> FloatArray:
    return np.array([values.get(group, otherwise) for group in GROUPS])


def code_chances() -> FloatArray:
    """(group, code) chances."""
    table = np.zeros((len(GROUPS), len(CODE_LIST)))
    for row, group in enumerate(GROUPS):
        for code, share in CODES[group].items():
            table[row, CODE_LIST.index(code)] = share
    return table


DOMESTIC = _by_group(
    {
        Group.INJURY: 0.33,
        Group.NO_INJURY: 0.37,
        Group.HARASSMENT: 0.32,
        Group.SEXUAL: 0.20,
        Group.KNIFE_INJURY: 0.14,
        Group.KNIFE_THREAT: 0.35,
    }
)
HAS_VICTIM = _by_group(
    {Group.KNIFE_POSSESSION: 0.0, Group.OTHER_WEAPONS: 0.0, Group.DRUGS: 0.0}, otherwise=1.0
)
HAS_SUSPECT = _by_group(
    {
        Group.INJURY: 0.62,
        Group.KNIFE_INJURY: 0.55,
        Group.NO_INJURY: 0.66,
        Group.HARASSMENT: 0.75,
        Group.KNIFE_THREAT: 0.70,
        Group.SEXUAL: 0.72,
        Group.ROBBERY: 0.34,
        Group.KNIFE_ROBBERY: 0.38,
    },
    otherwise=1.0,
)
DOMESTIC_HAS_SUSPECT = 0.97

# Age bands as in AGE_BANDS; the last row of each table is for domestic abuse.
_ANY_VICTIM = (0.02, 0.08, 0.07, 0.16, 0.24, 0.26, 0.13, 0.04)
_VICTIMS = {
    Group.INJURY: (0.02, 0.09, 0.08, 0.17, 0.24, 0.25, 0.11, 0.04),
    Group.KNIFE_INJURY: (0.003, 0.04, 0.14, 0.27, 0.25, 0.20, 0.08, 0.017),
    Group.HARASSMENT: (0.005, 0.04, 0.05, 0.13, 0.26, 0.31, 0.16, 0.045),
    Group.SEXUAL: (0.10, 0.17, 0.15, 0.21, 0.18, 0.13, 0.05, 0.01),
    Group.ROBBERY: (0.005, 0.11, 0.17, 0.24, 0.20, 0.17, 0.08, 0.025),
    Group.KNIFE_ROBBERY: (0.005, 0.12, 0.20, 0.25, 0.19, 0.15, 0.07, 0.015),
}
_DOMESTIC_VICTIM = (0.01, 0.02, 0.03, 0.16, 0.31, 0.33, 0.11, 0.03)
_ANY_SUSPECT = (0.002, 0.10, 0.10, 0.17, 0.27, 0.26, 0.09, 0.008)
_SUSPECTS = {
    Group.KNIFE_INJURY: (0.0, 0.06, 0.20, 0.30, 0.22, 0.16, 0.05, 0.01),
    Group.KNIFE_POSSESSION: (0.0, 0.07, 0.19, 0.26, 0.24, 0.18, 0.05, 0.01),
    Group.OTHER_WEAPONS: (0.0, 0.04, 0.10, 0.24, 0.28, 0.24, 0.09, 0.01),
    Group.ROBBERY: (0.0, 0.10, 0.24, 0.28, 0.22, 0.13, 0.03, 0.0),
    Group.KNIFE_ROBBERY: (0.0, 0.10, 0.27, 0.29, 0.20, 0.12, 0.02, 0.0),
    Group.DRUGS: (0.0, 0.01, 0.07, 0.28, 0.30, 0.24, 0.09, 0.01),
    Group.SEXUAL: (0.002, 0.07, 0.09, 0.16, 0.24, 0.25, 0.14, 0.04),
}
_DOMESTIC_SUSPECT = (0.0, 0.01, 0.03, 0.17, 0.32, 0.34, 0.12, 0.01)
DOMESTIC_ROW = len(GROUPS)


def victim_ages() -> FloatArray:
    """(group, age band) chances, with a last row for domestic abuse."""
    return np.array([*(_VICTIMS.get(group, _ANY_VICTIM) for group in GROUPS), _DOMESTIC_VICTIM])


def suspect_ages() -> FloatArray:
    """(group, age band) chances, with a last row for domestic abuse."""
    return np.array([*(_SUSPECTS.get(group, _ANY_SUSPECT) for group in GROUPS), _DOMESTIC_SUSPECT])


VICTIM_MALE = np.append(
    _by_group(
        {
            Group.INJURY: 0.62,
            Group.KNIFE_INJURY: 0.84,
            Group.NO_INJURY: 0.52,
            Group.HARASSMENT: 0.34,
            Group.KNIFE_THREAT: 0.66,
            Group.SEXUAL: 0.12,
            Group.ROBBERY: 0.70,
            Group.KNIFE_ROBBERY: 0.80,
        },
        otherwise=0.5,
    ),
    0.25,
)
SUSPECT_MALE = np.append(
    _by_group(
        {
            Group.INJURY: 0.74,
            Group.NO_INJURY: 0.70,
            Group.HARASSMENT: 0.66,
            Group.SEXUAL: 0.95,
            Group.DRUGS: 0.86,
        },
        otherwise=0.91,
    ),
    0.76,
)
# How long after the offence the police record it, where it is not a matter of days.
SLOW_TO_REPORT = _by_group({Group.SEXUAL: 0.30, Group.HARASSMENT: 0.12}, otherwise=0.04)
