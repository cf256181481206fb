"""How often is each threshold wrong, and how often right, on the 42 scenarios of the literature?

Run `python benchmarks/aberration_scenarios.py`. Weekly counts of 12 years with mean
exp(θ + βt + Σ γ1 cos + γ2 sin) and variance φ times the mean: seven sets of numbers, each with and
without the trend and with 0, 1 or 2 harmonics (Noufaily and others 2013, section 4.1 and table I).
Four outbreaks lie in the years before and, for the power, one in the last 49 weeks; its size is
Poisson with k standard deviations of the week it starts in, spread over weeks by a log-normal delay
(mean 0, deviation 0.5 on the log scale). FPR: share of weeks without an outbreak that alarm. POD:
share of outbreaks with an alarm in any of their weeks.

The claim is not about time: `ratio` is the false positive rate of the 1996 settings over that of
the improved ones on the same series. The table goes to standard error.
"""

import sys
from dataclasses import dataclass, replace

import numpy as np

from headwater.analysis import temporal

WEEKS, LAST = 624, 49
REPLICAS = 30
SIZES = (3.0, 6.0, 10.0)
BASELINE_SIZE, BASELINE_OUTBREAKS = 5.0, 4
LOG_DEVIATION = 0.5
FloatArray = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
BoolArray = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

# θ, β, γ1, γ2, φ
NUMBERS = (
    (0.1, 0.0025, 0.6, 0.6, 1.5),
    (-2.0, 0.005, 0.1, 0.3, 2.0),
    (1.5, 0.003, 0.2, -0.4, 1.0),
    (0.5, 0.002, 0.5, 0.5, 5.0),
    (2.5, 0.001, 1.0, 0.1, 3.0),
    (3.75, 0.001, 0.1, -0.1, 1.1),
    (5.0, 0.0001, 0.05, 0.01, 1.2),
)
FIVE_YEARS = replace(temporal.NOUFAILY, years_back=5)
RIGHT = temporal.StandardError.QUASI_POISSON
METHODS = {
    "nb_plugin": FIVE_YEARS,
    "muan": replace(FIVE_YEARS, threshold=temporal.Threshold.MUAN, standard_error=RIGHT),
    "delta": replace(FIVE_YEARS, threshold=temporal.Threshold.DELTA, standard_error=RIGHT),
    "1996": replace(temporal.FARRINGTON_1996, standard_error=RIGHT),
}


@dataclass(frozen=True)
class Scenario:
    """One row of the table."""

    number: int
    values: tuple[float, float, float, float, float]
    trend: bool
    harmonics: int

    def mean(self) -> FloatArray:
        """The mean of every week."""
        level, slope, cosine, sine, _ = self.values
        week = np.arange(1, WEEKS + 1)
        log = level + slope * week * self.trend
        for harmonic in range(1, self.harmonics + 1):
            angle = 2 * np.pi * harmonic * week / 52
            log = log + cosine * np.cos(angle) + sine * np.sin(angle)
        return np.asarray(np.exp(log))


def scenarios() -> list[Scenario]:
    """All 42, in the order of the paper."""
    kinds = [(values, trend, m) for values in NUMBERS for trend in (False, True) for m in (0, 1, 2)]
    return [Scenario(number + 1, *kind) for number, kind in enumerate(kinds)]


def draw(mean: FloatArray, dispersion: float, rng: np.random.Generator) -> FloatArray:
    """Counts without outbreaks, replicas x weeks."""
    size = (REPLICAS, WEEKS)
    if dispersion == 1.0:
        return rng.poisson(mean, size).astype(np.float64)
    return rng.negative_binomial(mean / (dispersion - 1), 1 / dispersion, size).astype(np.float64)


def outbreak(
    start: int, cases: float, rng: np.random.Generator
) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """The weeks of the cases of one outbreak that starts in a week; at least two cases."""
    number = max(2, int(rng.poisson(cases)))
    delay = np.floor(rng.lognormal(0.0, LOG_DEVIATION, number)).astype(np.int64)
    weeks = start + delay
    return weeks[weeks < WEEKS]


def with_outbreaks(
    one: Scenario, size: float | None, rng: np.random.Generator
) -> tuple[FloatArray, BoolArray]:
    """Counts, and which of the last weeks belong to the outbreak (none if there is no size)."""
    mean, dispersion = one.mean(), one.values[4]
    counts = draw(mean, dispersion, rng)
    marked = np.zeros((REPLICAS, WEEKS), dtype=np.bool_)
    for row in range(REPLICAS):
        for start in rng.integers(312, WEEKS - LAST, BASELINE_OUTBREAKS):
            cases = BASELINE_SIZE * np.sqrt(dispersion * mean[start])
            np.add.at(counts[row], outbreak(int(start), cases, rng), 1.0)
        if size is not None:
            start = int(rng.integers(WEEKS - LAST, WEEKS - 3))
            weeks = outbreak(start, size * np.sqrt(dispersion * mean[start]), rng)
            np.add.at(counts[row], weeks, 1.0)
            marked[row, weeks] = True
    return counts, marked[:, -LAST:]


def alarms(counts: FloatArray, settings: temporal.FarringtonSettings) -> BoolArray:
    """Alarms in the last weeks."""
    found = temporal.farrington(
        counts, first_week=None, judged=slice(-LAST, None), settings=settings
    )
    return np.asarray(found.is_alarm)


def rates(one: Scenario) -> dict[str, list[float]]:
    """FPR, then POD by size, of each method on the same series."""
    rng = np.random.default_rng([13, one.number])
    quiet, _ = with_outbreaks(one, None, rng)
    planted = [with_outbreaks(one, size, rng) for size in SIZES]
    answer = {}
    for name, settings in METHODS.items():
        found = [float(alarms(quiet, settings).mean())]
        for counts, marked in planted:
            found.append(float((alarms(counts, settings) & marked).any(axis=1).mean()))
        answer[name] = found
    return answer


def main() -> None:
    """The table, row by row, then its mean and the claim."""
    sizes = " ".join(f"POD{size:.0f}" for size in SIZES)
    aside(f"scenario trend m | for each of {', '.join(METHODS)}: FPR {sizes}")
    every = []
    for one in scenarios():
        found = rates(one)
        every.append([found[name] for name in METHODS])
        aside(f"{one.number:2d} {int(one.trend)} {one.harmonics} | {words(every[-1])}")
    means = np.mean(every, axis=0)
    aside(f"mean of {len(every)} | {words(means.tolist())}")
    ours, peer = float(means[0][0]), float(means[3][0])
    print(
        f"false_positive_rate_42_scenarios ratio={peer / ours:.2f} ours={ours:.4f} "
        f"peer={peer:.4f} Farrington 1996-settings"
    )


def words(rows: list[list[float]]) -> str:
    """The numbers of one row of the table."""
    return " | ".join(
        f"{row[0]:.4f} " + " ".join(f"{found:.2f}" for found in row[1:]) for row in rows
    )


def aside(line: str) -> None:
    """What is not a claim."""
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    main()
