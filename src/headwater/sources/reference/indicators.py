"""Published indicators by local authority, region or LSOA, from every publisher read here."""

from headwater.sources.reference import (
    dfe_cin,
    dfe_lait,
    dfe_neet,
    dfe_serious_violence,
    nhs_sharp,
    ohid_fingertips,
    tidy_indicators,
)
from headwater.sources.reference.layouts import ReferenceSource

SOURCE = ReferenceSource(
    id="la_indicators",
    title="Indicators by local authority",
    supplier=(
        "Department for Education; Office for Health Improvement and Disparities; NHS Digital; "
        "or any partner, in the tidy layout"
    ),
    tables=("indicators",),
    layouts=(
        dfe_cin.LAYOUT,
        dfe_neet.LAYOUT,
        dfe_lait.LAYOUT,
        *dfe_serious_violence.LAYOUTS,
        nhs_sharp.LAYOUT,
        ohid_fingertips.LAYOUT,
        tidy_indicators.LAYOUT,
    ),
)
