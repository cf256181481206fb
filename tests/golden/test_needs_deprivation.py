"""The index is put together as its publisher does, so that leaving a domain out is sound."""

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from headwater.analysis.needs.topics.surroundings import score_without_crime
from headwater.rulebook import deprivation_domains

COLUMN = {
    "income": "Income",
    "employment": "Employment",
    "education": "Education",
    "health": "Health",
    "crime": "Crime",
    "barriers": "Housing_and_Services",
    "living": "Environment",
}


def weights(*, with_crime: bool) -> dict[str, float]:
    return {
        domain.domain: domain.weight_percent
        for domain in deprivation_domains()
        if domain.domain in COLUMN and (with_crime or not domain.leave_out_when_explaining_violence)
    }


def test_all_seven_domains_together_give_the_published_score(shared_data: Path) -> None:
    published = pq.read_table(shared_data / "deprivation" / "imd2025_england_lsoa21.parquet")
    ranks = {
        domain: published[f"{column}_rank"].to_numpy().astype(float)
        for domain, column in COLUMN.items()
    }
    ours = score_without_crime(ranks, areas=len(published), weights=weights(with_crime=True))
    theirs = published["IMD_score"].to_numpy()
    # The publisher's weights add up to 99.9 and are not scaled up to 100, as ours are.
    whole = sum(weights(with_crime=True).values()) / 100
    # Published scores have three decimals.
    assert np.abs(ours * whole - theirs).max() < 0.0011


def test_leaving_crime_out_changes_the_order_little_but_changes_it(shared_data: Path) -> None:
    published = pq.read_table(shared_data / "deprivation" / "imd2025_england_lsoa21.parquet")
    ranks = {
        domain: published[f"{COLUMN[domain]}_rank"].to_numpy().astype(float)
        for domain in weights(with_crime=False)
    }
    ours = score_without_crime(ranks, areas=len(published), weights=weights(with_crime=False))
    together = np.corrcoef(ours.argsort().argsort(), -published["IMD_rank"].to_numpy())[0, 1]
    assert 0.95 < together < 1.0
