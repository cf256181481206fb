"""Codes that grants may use: our own grants need few of them, files of others any."""

REGRANT_TYPES = {
    "FRG010": "Passed on by one grantmaker",
    "FRG020": "Passed to an intermediary",
    "FRG030": "Match funding passed on",
    "FRG040": "Several funders together",
    "FRG050": "Paid through a fiscal sponsor",
    "FRG060": "Endowment",
    "FRG070": "Partly passed on",
}
"""What a grant that is passed on is, and how we say it."""
LOCATION_SCOPES = {
    "GLS010": "The whole world",
    "GLS020": "Several countries",
    "GLS030": "One country",
    "GLS040": "A region",
    "GLS050": "The area of a local authority",
    "GLS060": "A neighbourhood",
    "GLS099": "Not said",
}
PURPOSES = tuple(f"GTIP{number:03}" for number in range(10, 180, 10))
"""What a grant to a person pays for."""
REASONS = tuple(f"GTIR{number:03}" for number in range(10, 130, 10))
"""Why a person was given a grant; GTIR060 is violence or abuse."""

GEOGRAPHIES = {
    "E00": "OA",
    "E01": "LSOA",
    "W01": "LSOA",
    "E02": "MSOA",
    "W02": "MSOA",
    "E04": "PAR",
    "E05": "WD",
    "W05": "WD",
    "E06": "UA",
    "W06": "UA",
    "E07": "NMD",
    "E08": "MD",
    "E09": "LONB",
    "E10": "CTY",
    "E12": "RGN/GOR",
    "E22": "CSP",
    "W14": "CDRP",
    "E23": "PFA",
}
"""What kind of area a code of the Office for National Statistics begins with."""
GEOGRAPHIES_OF_LOAMSHIRE = {
    "L": "LSOA",
    "M": "MSOA",
    "W": "WD",
    "D": "NMD",
    "C": "CSP",
    "P": "PFA",
    "R": "RGN/GOR",
}

CURRENCIES = tuple(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN
    BWP BYN BYR BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EEK
    EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR
    ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LTL LVL LYD MAD MDL MGA
    MKD MMK MNT MOP MRO MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR
    PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLL SOS SRD SSP STD SVC SYP SZL THB TJS
    TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN USS UYI UYU UZS VEF VND VUV WST XAF XAG XAU XBA XBB
    XBC XBD XCD XDR XOF XPD XPF XPT XSU XTS XUA XXX YER ZAR ZMK ZMW ZWL
    """.split()
)
"""Currencies in use since grants began to be published in this way (ISO 4217)."""
COUNTRIES = tuple(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE
    EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM
    HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC
    LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
    NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
    SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO
    TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    """.split()
)
"""Countries (ISO 3166-1)."""


def geography_of(code: str) -> str:
    """What kind of area a code names, as the standard calls it; empty where it is no area of ours.

    >>> geography_of("E07000008"), geography_of("E22000046"), geography_of("Z99D00001")
    ('NMD', 'CSP', 'NMD')
    """
    if code.startswith("Z99"):
        return GEOGRAPHIES_OF_LOAMSHIRE.get(code[3:4], "")
    return GEOGRAPHIES.get(code[:3], "")
