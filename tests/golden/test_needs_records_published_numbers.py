"""Methods of the record-level chapters against numbers in print."""

import numpy as np

from headwater.analysis.needs.record_kernels import false_discovery_values


def test_false_discoveries_as_in_the_paper_that_brought_them_in() -> None:
    # Benjamini and Hochberg 1995, section 3.2: fifteen tests of a heart treatment; at 5 % the
    # procedure rejects four hypotheses, where Bonferroni rejects three.
    p = np.array(
        [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
         0.5719, 0.6528, 0.7590, 1.0000]
    )  # fmt: skip
    assert int((false_discovery_values(p) <= 0.05).sum()) == 4
    assert int((p <= 0.05 / 15).sum()) == 3
