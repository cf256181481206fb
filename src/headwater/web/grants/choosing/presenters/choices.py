"""Sets of projects, what limits cost and how firm it all is, in words and tables."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from headwater.core import money, words
from headwater.rulebook import harm_caution
from headwater.web.design_system.parts import Cell, CellLike, Colour, Column, Row, Table, Tag
from headwater.web.grants.choosing.links import choice_address
from headwater.web.grants.choosing.models import Choice, Verdict
from headwater.web.grants.choosing.rules.wishes import LEVELS, Wish
from headwater.web.grants.choosing.rules.working import Status

Kept = Mapping[str, Any]
COLOURS = {Status.WORKING: Colour.YELLOW, Status.MADE: Colour.BLUE, Status.FAILED: Colour.RED}
NAMES = ("Best", "Second", "Third", "Fourth", "Fifth", "Sixth")
UNIT = "days of harm"
TOO_LITTLE = 0.05
"""Days of harm that are no difference: they would be written as nought."""
SIZES = {"whole": "Yes", "half": "Half"}
CSV_COLUMNS = (
    "reference", "title", "organisation", "asked_gbp", "people", "harm_days", "harm_days_low",
    "harm_days_high", "in_best_set", "in_sets", "stays_share", "stays_error", "decided",
    "left_out_because",
)  # fmt: skip
LIST_CSV_COLUMNS = (
    "reference", "round", "asked_on", "status", "budget_gbp", "applications", "decided",
)  # fmt: skip


def status_tag(choice: Choice, *, is_decided: bool) -> Tag:
    """How far it is."""
    if is_decided:
        return Tag("Decided", Colour.GREEN, "People recorded what they decided")
    return Tag(choice.stands.words, COLOURS[choice.stands])


def listing(found: Iterable[Any]) -> Table:
    """Choices, each leading to its page."""
    return Table(
        caption="Sets that were worked out",
        caption_is_hidden=True,
        columns=[
            Column("Asked"),
            Column("Round"),
            Column("Budget", numeric=True),
            Column("Status"),
        ],
        rows=[
            [
                Cell(_day(each.asked_at), href=choice_address(each), hint=each.reference),
                each.round.title,
                money.short_pounds(each.wish.budget),
                Cell(tag=status_tag(each, is_decided=each.is_decided)),
            ]
            for each in found
        ],
        when_empty="No set has been worked out yet.",
    )


def listing_csv(found: Iterable[Any]) -> list[list[str]]:
    """Choices as lines of a file."""
    return [
        [
            each.reference,
            each.round.reference,
            timezone.localdate(each.asked_at).isoformat(),
            each.stands.words,
            str(each.wish.budget),
            str(len(each.applications)),
            "yes" if each.is_decided else "no",
        ]
        for each in found
    ]


def _day(at: Any) -> str:
    return words.day(timezone.localdate(at))


def headline(choice: Choice) -> str:
    """The best set in a sentence."""
    best = choice.result["best"]
    chosen, every = len(best["picked"]), len(choice.applications)
    if not chosen:
        return "Within these limits the best is to pay for nothing: no set does more."
    return (
        f"{chosen} of {words.counted(every, 'application')} for {_pounds(best['cost_gbp'])} of "
        f"{money.short_pounds(choice.wish.budget)}. Together they are expected to prevent "
        f"{days(best['harm'])} {UNIT}, between {days(best['low'])} and {days(best['high'])}."
    )


def proof(kept: Kept) -> str:
    """What is known of a set."""
    if kept["gap"] <= 0:
        return "Proved to be the best there is within the limits."
    return (
        "Not proved to be the best: another set may prevent up to "
        f"{words.percent(100 * kept['gap'], decimals=2)} more."
    )


def _proof_of(kept: Kept, place: int) -> str:
    """What is known of one of several sets; those after the best are the best of what is left."""
    if place == 0:
        return proof(kept)
    if kept["gap"] <= 0:
        return "Proved: no set comes between this and the one above."
    return (
        f"Not proved: a set up to {words.percent(100 * kept['gap'], decimals=2)} better may exist."
    )


def days(value: float) -> str:
    """Days of harm: whole from ten on, with one decimal below."""
    return words.number(value, decimals=0 if abs(value) >= 10 else 1)


def _pounds(value: float) -> str:
    return money.short_pounds(money.read_pounds(f"{value:.2f}"))


def sets(choice: Choice) -> Table:
    """The best set and those next to it, one row a set."""
    found = [choice.result["best"], *choice.result["others"]]
    best = _members(found[0])
    titles = {each["reference"]: each["title"] for each in choice.applications}
    rows: list[list[CellLike]] = []
    for place, kept in enumerate(found):
        members = _members(kept)
        rows.append(
            [
                Cell(NAMES[place], hint=_proof_of(kept, place)),
                len(members),
                _pounds(kept["cost_gbp"]),
                Cell(days(kept["harm"]), hint=f"{days(kept['low'])} to {days(kept['high'])}"),
                _named(members.keys() - best.keys(), titles),
                _named(best.keys() - members.keys(), titles),
                "" if place == 0 else _resized(members, best, titles),
            ]
        )
    return Table(
        caption="The best set and the next best",
        columns=[
            Column("Set"),
            Column("Projects", numeric=True),
            Column("Money", numeric=True),
            Column(UNIT.capitalize(), numeric=True),
            Column("Has in place"),
            Column("Leaves out"),
            Column("Other size"),
        ],
        rows=rows,
        notes=(
            "Each set is the best one that is not above it. The range holds what the set prevents "
            "in 95 of 100 draws of the effects.",
        ),
    )


def _members(kept: Kept) -> dict[str, str]:
    return {each["project"]: each["size"] for each in kept["picked"]}


def _named(references: Iterable[str], titles: Mapping[str, str]) -> str:
    return "; ".join(sorted(titles[each] for each in references)) or "–"


def _resized(members: Kept, best: Kept, titles: Mapping[str, str]) -> str:
    both = members.keys() & best.keys()
    return _named([each for each in both if members[each] != best[each]], titles)


def projects(choice: Choice, *, decided: Iterable[str]) -> Table:
    """Every application with the sets it is in, and how often it stays when effects vary."""
    found = [choice.result["best"], *choice.result["others"]]
    members = [_members(kept) for kept in found]
    stays = {each["project"]: each for each in choice.result["stays"]}
    chosen = set(decided)
    rows = []
    for each in sorted(choice.applications, key=lambda one: _order(one, stays, members[0])):
        reference = each["reference"]
        rows.append(
            [
                Cell(
                    each["title"] or reference,
                    href=_working_address(choice, reference),
                    hint=f"{each['organisation']}, {reference}",
                ),
                *(["Yes" if reference in chosen else "–"] if chosen else []),
                _asked(each),
                _harm(choice, reference),
                *(_in_set(every.get(reference)) for every in members),
                *_stay_cells(stays.get(reference), each["title"]),
            ]
        )
    return Table(
        caption="Every application, and how often it stays in the best set",
        columns=[
            Column("Application"),
            *([Column("Decided")] if chosen else []),
            Column("Asked for", numeric=True),
            Column(UNIT.capitalize(), numeric=True),
            *(Column(NAMES[place]) for place in range(len(members))),
            Column("Stays", numeric=True),
            Column("As a bar"),
        ],
        rows=rows,
        is_dense=True,
        notes=(
            "Stays is the share of draws of the effects in which the application is in the best "
            "set of that draw, give or take its standard error. One that seldom stays rests on "
            "what was assumed.",
        ),
    )


def _order(each: Kept, stays: Kept, best: Kept) -> tuple[bool, float, str]:
    stay = stays.get(each["reference"])
    share = stay["share"] if stay else -1.0
    return each["reference"] not in best, -share, each["title"]


def _working_address(choice: Choice, application: str) -> str:
    given = [choice.workspace.slug, choice.reference, application]
    return reverse("choosing:working", args=given)


def _asked(each: Kept) -> str:
    return money.short_pounds(money.read_pounds(each["amount"])) if each["amount"] else "–"


def _harm(choice: Choice, reference: str) -> CellLike:
    known = choice.result["harm"].get(reference)
    if not known:
        return "–"
    effect = known["effect"]
    return Cell(days(effect["central"]), hint=f"{days(effect['low'])} to {days(effect['high'])}")


def _in_set(size: str | None) -> str:
    return "–" if size is None else SIZES.get(size, "Yes")


def _stay_cells(stay: Kept | None, title: str) -> list[CellLike]:
    if stay is None:
        return ["–", "–"]
    share = round(100 * stay["share"])
    said = f"±{words.number(100 * stay['error'], decimals=1)}"
    bar = format_html(
        '<progress max="100" value="{}" aria-label="{} stays in {}%"></progress>',
        share,
        title,
        share,
    )
    return [Cell(words.percent(share), hint=said), bar]


def prices(choice: Choice) -> Table:
    """What each limit costs, in words."""
    return Table(
        caption="What each limit costs",
        columns=[
            Column("Limit"),
            Column("The best set has", numeric=True),
            Column("What it costs"),
        ],
        rows=[
            [limit_words(kept["limit"]), _used(kept), price_words(kept)]
            for kept in choice.result["prices"]
        ],
        notes=(
            "Each price is found by working the best set out again with that one limit eased by "
            "the step that is named, and again without it. It holds for that step, not for others.",
        ),
    )


def limit_words(limit: Kept) -> str:
    """A limit as people say it."""
    if limit["measure"] == "pounds":
        return f"Budget of {_pounds(limit['value'])}"
    side = "At least" if limit["side"] == "at_least" else "At most"
    return f"{side} {_percent(limit['value'])} for {limit['title']}"


def _percent(share: float) -> str:
    return words.percent(100 * share)


def _used(kept: Kept) -> str:
    value = kept["used"]
    return _pounds(value) if kept["limit"]["measure"] == "pounds" else _percent(value)


def price_words(kept: Kept) -> str:
    """What would follow if a limit gave way, in a sentence or two."""
    step, limit = kept["step"], kept["limit"]
    is_money = limit["measure"] == "pounds"
    easing = f"{_pounds(step)} more" if is_money else f"{_points(step)} less strict"
    if kept["gain"] < TOO_LITTLE:
        said = (
            f"With {easing} the best set stays as good."
            if is_money
            else (f"If it were {easing}, the best set would stay as good.")
        )
    else:
        each = 1000 * kept["per_unit"] if is_money else kept["per_unit"] / 100
        of = "further £1,000" if is_money else "point"
        start = f"With {easing}" if is_money else f"If it were {easing}"
        said = (
            f"{start}, {days(kept['gain'])} more {UNIT} would be prevented: about {days(each)} "
            f"for each {of}."
        )
    if kept["without"] is None:
        return said
    if kept["without"] < TOO_LITTLE:
        return f"{said} Without it nothing would change."
    return f"{said} Without it, {days(kept['without'])} more."


def _points(step: float) -> str:
    count = round(100 * step)
    return f"{count} point{'' if count == 1 else 's'}"


def firmness(choice: Choice) -> str:
    """What better knowledge of the effects could be worth, in a sentence."""
    regret = choice.result.get("regret")
    if not regret or regret["share"] is None:
        return ""
    return (
        "If effects were known beforehand, the best set for them would prevent "
        f"{days(regret['mean'])} {UNIT} more on average "
        f"({words.percent(100 * regret['share'], decimals=1)}). That is the most that knowing "
        "more of what works here could add."
    )


def left_out(choice: Choice) -> list[tuple[str, str]]:
    """Applications that could not be chosen, each with why."""
    titles = {each["reference"]: each["title"] for each in choice.applications}
    found = [*choice.result["left_out"], *choice.result["unreckoned"]]
    return [(titles.get(each["project"], each["project"]), each["why"]) for each in found]


def limits(choice: Choice) -> list[Row]:
    """What was asked for."""
    wish = choice.wish
    return [
        Row("Round", choice.round.title),
        Row("Budget", money.short_pounds(wish.budget)),
        Row("For each district at least", _share(wish.district)),
        *(
            Row(f"For {level} prevention at least", _share(getattr(wish, level)))
            for level in LEVELS
        ),
        Row("For small organisations at least", _small(wish)),
        Row("For approaches without clear evidence at most", _most(wish.unclear)),
        Row("Half awards", "Considered" if wish.halves else "Not considered"),
        Row("Must be in", ", ".join(wish.must) or "None"),
        Row("Not together", _paired(wish.exclusive)),
        Row("Together", _paired(wish.together)),
    ]


def _share(percent: int) -> str:
    return f"{percent}% of the money" if percent else "No limit"


def _most(percent: int) -> str:
    return f"{percent}% of the money" if percent < 100 else "No limit"


def _small(wish: Wish) -> str:
    if not wish.small:
        return "No limit"
    return (
        f"{wish.small}% of the money (yearly income below {money.short_pounds(wish.small_income)})"
    )


def _paired(pairs: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{one} and {other}" for one, other in pairs) or "None"


def verdict_words(verdict: Verdict, names: Mapping[str, str]) -> list[Row]:
    """What was decided."""
    who = names.get(verdict.decided_by, "")
    day = _day(verdict.decided_at)
    return [
        Row("Decided", f"{day}, {who}" if who else day),
        Row("Projects", len(verdict.picked)),
        Row("Compared with the best set", "The same" if verdict.follows else "Differs"),
        Row("Reason", verdict.reason or "None is needed for the best set"),
    ]


def differences(choice: Choice, verdict: Verdict) -> list[Row]:
    """How a decision differs from the best set."""
    titles = {each["reference"]: each["title"] for each in choice.applications}
    best, picked = set(choice.best), set(verdict.picked)
    return [
        Row("Decided and not in the best set", _named(picked - best, titles)),
        Row("In the best set and not decided", _named(best - picked, titles)),
    ]


def application_of(choice: Choice, reference: str) -> Kept | None:
    """One application of a choice as it was when it was asked; None where it is not in it."""
    return next((e for e in choice.applications if e["reference"] == reference), None)


def working(choice: Choice, reference: str) -> Table:
    """How the harm that an application is expected to prevent was reckoned, step by step."""
    known = choice.result["harm"].get(reference, {"people": 0, "steps": []})
    rows: list[list[CellLike]] = [
        ["People reached", "", words.number(known["people"]), "", "As the application says"]
    ]
    for step in known["steps"]:
        is_sure = step["low"] == step["high"]
        rows.append(
            [
                Cell(step["title"], hint=step["unit"]),
                "" if is_sure else _plain(step["low"]),
                _plain(step["central"]),
                "" if is_sure else _plain(step["high"]),
                _where(step),
            ]
        )
    if known["steps"]:
        effect = known["effect"]
        ends = [days(effect[end]) for end in ("low", "central", "high")]
        rows.append([Cell("Harm prevented", hint="days"), *ends, "All of these multiplied"])
    return Table(
        caption="How it was reckoned",
        columns=[
            Column("Step"),
            Column("Low", numeric=True),
            Column("Expected", numeric=True),
            Column("High", numeric=True),
            Column("Where it comes from"),
        ],
        rows=rows,
        standout=frozenset({len(rows) - 1}) if known["steps"] else frozenset(),
        notes=(
            "Low and high of the last row hold 99 of 100 draws of the steps, which vary "
            "independently.",
            harm_caution(),
        ),
    )


def _plain(value: float) -> str:
    return f"{value:,.3f}".rstrip("0").rstrip(".")


def _where(step: Kept) -> Cell:
    if step["trust"] == "design":
        return Cell(tag=Tag("Assumption", Colour.YELLOW), hint=step["source"])
    return Cell(step["source"])


def csv_rows(choice: Choice, *, decided: Iterable[str]) -> list[list[str]]:
    """Every application as a line of a file."""
    found = [choice.result["best"], *choice.result["others"]]
    members = [_members(kept) for kept in found]
    stays = {each["project"]: each for each in choice.result["stays"]}
    why = {
        each["project"]: each["why"]
        for each in (*choice.result["left_out"], *choice.result["unreckoned"])
    }
    chosen = set(decided)
    rows = []
    for each in choice.applications:
        reference = each["reference"]
        effect = choice.result["harm"].get(reference, {}).get("effect", {})
        stay = stays.get(reference)
        inside = [str(place) for place, every in enumerate(members, 1) if reference in every]
        rows.append(
            [
                reference,
                each["title"],
                each["organisation"],
                each["amount"],
                str(each["people"]),
                *(written(effect.get(end)) for end in ("central", "low", "high")),
                SIZES.get(members[0][reference], "yes").lower()
                if reference in members[0]
                else "no",
                " ".join(inside),
                written(stay["share"] if stay else None),
                written(stay["error"] if stay else None),
                ("yes" if reference in chosen else "no") if chosen else "",
                why.get(reference, ""),
            ]
        )
    return rows


def written(value: float | None) -> str:
    """A number in a file of rows; nothing where it is not known."""
    return "" if value is None else f"{value:.6g}"
