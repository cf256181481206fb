"""Where nothing is different, findings of difference come at the rate they promise."""

from pathlib import Path

import numpy as np

from builders.provision import AREA, PERIOD, County, build_indicator, build_lake, link
from headwater.analysis.needs.scope import scope_of
from headwater.analysis.needs.topics import indicators
from headwater.lake.store import Store

ROUNDS = 3_000
PEOPLE, PER_1000 = 20_000, 12.0


def test_about_one_in_forty_indicators_is_worse_by_chance(tmp_path: Path) -> None:
    rng = np.random.default_rng(20260131)
    counts = rng.poisson(PEOPLE * PER_1000 / 1_000, ROUNDS)
    shape = {"unit": "per_1000", "age": "10 to 17"}
    rows = []
    for number, count in enumerate(counts):
        name = {"indicator": f"i{number}", "name": "First-time entrants"}
        rows += [
            build_indicator(**shape, **name, value=count / PEOPLE * 1_000, numerator=float(count),
                            denominator=float(PEOPLE)),
            build_indicator(**shape, **name, area_code="Z99K00001", value=PER_1000),
        ]  # fmt: skip
    inside = link(AREA, "Z99K00001", ("pfa", "country"))
    lake = build_lake(tmp_path, County(indicators=rows, extra={"area_links": [inside]}))
    with Store(lake) as store:
        found = indicators.measure(store, scope_of(store, area=AREA, period=PERIOD))
    assert found is not None
    worse = np.mean([reading.compared == "worse" for reading in found.readings])
    better = np.mean([reading.compared == "better" for reading in found.readings])
    # Nominal 2.5 %; three standard errors of 3,000 draws are 0.86 points, and Byar's limits err
    # on the wide side.
    assert 0.013 < worse < 0.034
    assert 0.013 < better < 0.034
