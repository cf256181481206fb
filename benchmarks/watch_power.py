"""Which rises do the rules of the how-to find in Loamshire, how often and how soon?

Outbreaks of 1.5, 2 and 3 times what is usual and of stated numbers of events are put into the
county's own weekly counts, and the rules judge them week by week. The first line of each rule is
no outbreak at all: what chance alone is taken for. Nothing is compared with a peer. Prints the
table of docs/explanation/early-warning.md.
"""

import argparse
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from builders.watching import build_rule
from headwater.analysis.needs.scope import scope_of
from headwater.analysis.watch.counting import weekly_counts
from headwater.analysis.watch.power import Outbreak, power_of
from headwater.analysis.watch.registering import expected_alarms, looking_back
from headwater.analysis.watch.rules import Watching, WatchRule
from headwater.core.areas import Level
from headwater.core.periods import Month, Period
from headwater.lake.store import Store
from headwater.loamshire import write_county
from headwater.pipelines.ingest import ingest
from headwater.rulebook import watch_measure

FEEDS = ("areas", "lookups", "places", "residents", "recorded_crime", "istv_ed")
ON = date(2026, 1, 1)
NEIGHBOURS = 8
BY_DISTRICT = (
    Outbreak(),
    Outbreak(times=1.5),
    Outbreak(times=2.0),
    Outbreak(times=3.0),
    Outbreak(extra=30.0),
    Outbreak(times=1.5, weeks=8),
    Outbreak(times=2.0, weeks=4),
)
AMONG_NEIGHBOURS = (
    Outbreak(areas=NEIGHBOURS),
    Outbreak(times=2.0, areas=NEIGHBOURS),
    Outbreak(times=3.0, areas=NEIGHBOURS),
    Outbreak(extra=15.0, areas=NEIGHBOURS),
    Outbreak(extra=30.0, areas=NEIGHBOURS),
)
RULES = (
    (build_rule(), BY_DISTRICT, 10),
    (
        build_rule(id="hospital", measure="hospital_assaults", method=Watching.EARS, alpha=0.001),
        BY_DISTRICT,
        10,
    ),
    (
        build_rule(id="clusters", level=Level.LSOA, method=Watching.SCAN, alpha=0.02),
        AMONG_NEIGHBOURS,
        1,
    ),
)


def line(rule: WatchRule, found: object) -> str:
    """One row of the table."""
    each = found.outbreak
    size = f"{each.times:g} times" if each.times > 1 else "none"
    if each.extra:
        size = f"{each.extra:g} events more"
    delay = "" if found.mean_weeks != found.mean_weeks else f"{found.mean_weeks:.1f}"
    return (
        f"| {rule.method.words} | {size} | {each.weeks} | {found.usual:.1f} | "
        f"{found.found:.0%} ({found.low:.0%} to {found.high:.0%}) | {delay} |"
    )


def main() -> None:
    """Make the county and print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--outbreaks", type=int, default=40, help="for the scan; others 10 x")
    arguments.add_argument("--lake", type=Path, help="a lake of Loamshire, if there is one")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lake = asked.lake or Path(folder) / "lake"
        if asked.lake is None:
            write_county(Path(folder) / "county")
            feeds = [Path(folder) / "county" / "feeds" / name for name in FEEDS]
            ingest(feeds, lake=lake, by="benchmark", at=datetime(2026, 1, 1, tzinfo=UTC))
        with Store(lake) as store:
            scope = scope_of(store, area="Z99P00001", period=Period(Month.of(ON), Month.of(ON)))
            print("| rule | outbreak | weeks | usual a week | found | in week |")
            print("|---|---|---|---|---|---|")
            for rule, outbreaks, more in RULES:
                held = weekly_counts(store, scope, watch_measure(rule.measure), level=rule.level)
                for found in power_of(
                    rule, held, outbreaks, scope=scope, replicas=asked.outbreaks * more, seed=1
                ):
                    print(line(rule, found), flush=True)
                before = looking_back(rule, held, scope=scope)
                quiet = expected_alarms(rule, held, scope=scope, seed=1, before=before)
                print(
                    f"# {rule.method.words}: {quiet.a_year:.1f} false alerts a year "
                    f"({quiet.low:.1f} to {quiet.high:.1f})",
                    flush=True,
                )


if __name__ == "__main__":
    main()
