"""Reading what was answered to a question: the value to keep, and what is wrong in plain words.

What comes in, by kind of question:

- text, number, money, yes or no, one of several, approach: a string as typed or picked
- several choices, districts: a list of strings
- date: a date, an ISO string, or day, month and year as three strings
- ages: `{"from": "5", "to": "18", "send": "yes"}`
- budget: `[{"item": "Hall hire", "kind": "non_labour", "cost": "120"}, ...]`; empty lines fall away
- upload: the references of files that were kept, as a list

What goes out can be stored as JSON: money as text to the penny, dates as ISO text.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from headwater.core import words
from headwater.core.money import AmountError, read_pounds, short_pounds
from headwater.web.grants.rounds.rules.kinds import (
    NO_APPROACH,
    NO_LIMITS,
    Fills,
    Limits,
    Question,
    QuestionKind,
)

Plain = Any
"""A value that can be stored as JSON."""
LONGEST_SHORT = 200
MOST_LINES = 40
YES, NO = "yes", "no"
LABOUR, NON_LABOUR = "labour", "non_labour"
COST_KINDS = {LABOUR: "People's time", NON_LABOUR: "Other costs"}


@dataclass(frozen=True, slots=True)
class Read:
    """What was made of an answer."""

    value: Plain = None
    """To be stored. None where nothing was answered or nothing could be made of it."""
    faults: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.faults


def read(question: Question, raw: object, limits: Limits = NO_LIMITS) -> Read:
    """The value of an answer and what is wrong with it. Never raises, whatever was sent."""
    found = READERS[QuestionKind(question.kind)](question, raw, limits)
    if found.value is None and not found.faults and question.required:
        return Read(None, (f"Answer the question “{question.words}”",))
    return found


def is_asked(question: Question, answers: Mapping[str, Plain], *, is_small: bool) -> bool:
    """Whether a question is asked of an organisation that answered the others so."""
    if is_small and question.hidden_when_small:
        return False
    if not question.shown_if_key:
        return True
    other = answers.get(question.shown_if_key)
    wanted = question.shown_if_answer
    return wanted in other if isinstance(other, list) else other == wanted


def asked(
    questions: Iterable[Question], answers: Mapping[str, Plain], *, is_small: bool
) -> list[Question]:
    """The questions that are asked. One that hangs on another is not asked where that is not."""
    shown: list[Question] = []
    keys: set[str] = set()
    for each in questions:
        hangs_free = not each.shown_if_key or each.shown_if_key in keys
        if hangs_free and is_asked(each, answers, is_small=is_small):
            shown.append(each)
            keys.add(each.key)
    return shown


def word_count(text: str) -> int:
    """Words of a text: whatever stands between blanks.

    >>> word_count("  Football,  on Friday nights\\n(free) ")
    5
    """
    return len(text.split())


def as_number(text: object) -> int | None:
    """A whole number as people type it; None where it is none.

    >>> as_number(" 1,200 "), as_number("twelve"), as_number("-1")
    (1200, None, None)
    """
    typed = str(text).strip().replace(",", "")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 9):
        return None
    return int(typed)


def budget_total(value: Plain) -> Decimal:
    """The sum of a budget that was read."""
    return sum((Decimal(line["cost"]) for line in (value or {}).get("lines", [])), Decimal(0))


def labour_total(value: Plain) -> Decimal:
    """What of a budget that was read pays for people's time."""
    lines = (value or {}).get("lines", [])
    return sum((Decimal(each["cost"]) for each in lines if each["kind"] == LABOUR), Decimal(0))


def budget_faults(value: Plain, amount: Decimal | None) -> tuple[str, ...]:
    """What is wrong between a budget and the amount asked for."""
    total = budget_total(value)
    if value is None or amount is None or total == amount:
        return ()
    return (
        f"The budget comes to {short_pounds(total)} and you ask for {short_pounds(amount)}. "
        "Change one of them so that they are the same",
    )


def faults_between(questions: Iterable[Question], answers: Mapping[str, Plain]) -> dict[str, str]:
    """What is wrong between answers, by the key of the question where it is said."""
    by_kind: dict[str, Question] = {}
    for each in questions:
        by_kind[each.fills or each.kind] = each
    found: dict[str, str] = {}
    budget, amount = by_kind.get(QuestionKind.BUDGET), by_kind.get(Fills.AMOUNT)
    if budget is not None and amount is not None:
        wanted = answers.get(amount.key)
        said = budget_faults(answers.get(budget.key), Decimal(wanted) if wanted else None)
        if said:
            found[budget.key] = said[0]
    first, last = by_kind.get(Fills.STARTS), by_kind.get(Fills.ENDS)
    if first is not None and last is not None:
        starts, ends = answers.get(first.key), answers.get(last.key)
        if starts and ends and ends < starts:
            found[last.key] = "The last day must be the first day or later"
    return found


def answer_words(question: Question, value: Plain, limits: Limits = NO_LIMITS) -> str:
    """A stored answer as people read it; nothing where there is none."""
    if value is None or value in ("", []):
        return ""
    return SAID.get(QuestionKind(question.kind), _as_it_is)(value, limits)


def _text(raw: object) -> str:
    return raw.replace("\r\n", "\n").replace("\x00", "").strip() if isinstance(raw, str) else ""


def _list(raw: object) -> list[str]:
    if isinstance(raw, str):
        return [raw] if raw else []
    if not isinstance(raw, Sequence):
        return []
    return list(dict.fromkeys(each for each in raw if isinstance(each, str) and each))


def _short(question: Question, raw: object, limits: Limits) -> Read:
    text = " ".join(_text(raw).split())
    if len(text) > LONGEST_SHORT:
        return Read(text, (f"“{question.words}” must be {LONGEST_SHORT} characters or fewer",))
    return Read(text or None)


def _long(question: Question, raw: object, limits: Limits) -> Read:
    text = _text(raw)
    have, limit = word_count(text), question.word_limit
    if limit is not None and have > limit:
        said = f"“{question.words}” must be {limit:,} words or fewer. You have written {have:,}"
        return Read(text, (said,))
    return Read(text or None)


def _number(question: Question, raw: object, limits: Limits) -> Read:
    if raw is None or not str(raw).strip():
        return Read()
    found = as_number(raw)
    if found is None:
        return Read(None, (f"“{question.words}” must be a whole number, like 25",))
    return Read(found, _outside(question.words, Decimal(found), question.least, question.most, str))


def _money(question: Question, raw: object, limits: Limits) -> Read:
    if raw is None or not str(raw).strip():
        return Read()
    found = _amount(str(raw))
    if found is None:
        said = f"“{question.words}” must be an amount in pounds, like 1,250 or 1,250.50"
        return Read(None, (said,))
    least, most = question.least, question.most
    if question.fills == Fills.AMOUNT:
        least, most = least or limits.smallest, most or limits.largest
    return Read(str(found), _outside(question.words, found, least, most, short_pounds))


def _amount(typed: str) -> Decimal | None:
    try:
        return read_pounds(typed)
    except AmountError:
        return None


def _outside(
    asked_for: str,
    value: Decimal,
    least: Decimal | None,
    most: Decimal | None,
    said: Callable[[Decimal], str],
) -> tuple[str, ...]:
    if least is not None and value < least:
        return (f"“{asked_for}” must be {_plain(least, said)} or more",)
    if most is not None and value > most:
        return (f"“{asked_for}” must be {_plain(most, said)} or less",)
    return ()


def _plain(bound: Decimal, said: Callable[[Decimal], str]) -> str:
    return said(bound) if said is short_pounds else f"{int(bound):,}"


def _date(question: Question, raw: object, limits: Limits) -> Read:
    if isinstance(raw, date):
        return Read(raw.isoformat())
    parts = [raw] if isinstance(raw, str) else _three(raw)
    if not any(part.strip() for part in parts):
        return Read()
    fault = f"“{question.words}” must be a real date, like 27 3 2027"
    try:
        if len(parts) == 1:
            return Read(date.fromisoformat(parts[0].strip()).isoformat())
        day, month, year = (int(part) for part in parts)
        found = date(year, month, day)
    except ValueError:
        return Read(None, (fault,))
    return Read(found.isoformat()) if found.year >= 1000 else Read(None, (fault,))


def _three(raw: object) -> list[str]:
    if not isinstance(raw, Sequence) or len(raw) != 3:
        return []
    return [str(part) for part in raw]


def _yes_no(question: Question, raw: object, limits: Limits) -> Read:
    return _picked(question, raw, (YES, NO))


def _choice(question: Question, raw: object, limits: Limits) -> Read:
    return _picked(question, raw, question.choices)


def _picked(question: Question, raw: object, choices: Sequence[str]) -> Read:
    text = _text(raw)
    if text and text not in choices:
        return Read(None, (f"Choose one of the answers to “{question.words}”",))
    return Read(text or None)


def _choices(question: Question, raw: object, limits: Limits) -> Read:
    return _several(question, raw, question.choices)


def _districts(question: Question, raw: object, limits: Limits) -> Read:
    return _several(question, raw, limits.districts)


def _approach(question: Question, raw: object, limits: Limits) -> Read:
    return _picked(question, raw, [*limits.approaches, NO_APPROACH])


def _several(question: Question, raw: object, choices: Iterable[str]) -> Read:
    there = list(choices)
    given = _list(raw)
    if any(each not in there for each in given):
        return Read(None, (f"Choose among the answers to “{question.words}”",))
    return Read([each for each in there if each in given] or None)


def _upload(question: Question, raw: object, limits: Limits) -> Read:
    return Read(_list(raw) or None)


def _ages(question: Question, raw: object, limits: Limits) -> Read:
    given = raw if isinstance(raw, Mapping) else {}
    typed = [str(given.get(name, "") or "").strip() for name in ("from", "to")]
    if not any(typed):
        return Read()
    youngest, oldest = (as_number(each) if each else None for each in typed)
    if youngest is None or oldest is None:
        said = f"“{question.words}” needs two ages in whole years, the youngest and the oldest"
        return Read(None, (said,))
    send = given.get("send") in (True, YES, "on", "True")
    value = {"from": youngest, "to": oldest, "send": send}
    return Read(value, _age_faults(youngest, oldest, limits, send=send))


def _age_faults(youngest: int, oldest: int, limits: Limits, *, send: bool) -> tuple[str, ...]:
    if oldest < youngest:
        return ("The oldest age must be the youngest or more",)
    if limits.youngest is not None and youngest < limits.youngest:
        return (f"This round is for young people aged {limits.youngest} or older",)
    if limits.oldest is None or oldest <= limits.oldest:
        return ()
    return _too_old(oldest, limits.oldest, limits.oldest_with_send, send=send)


def _too_old(oldest: int, most: int, with_send: int | None, *, send: bool) -> tuple[str, ...]:
    if with_send is None:
        return (f"This round is for young people aged up to {most}",)
    if oldest > with_send:
        return (f"This round is for young people aged up to {with_send}, whatever their needs",)
    if not send:
        return (
            f"Over {most}, this round is for young people with special educational needs or "
            "disabilities only. Say so if yours have them",
        )
    return ()


def _budget(question: Question, raw: object, limits: Limits) -> Read:
    lines = [each for each in raw if isinstance(each, Mapping)] if isinstance(raw, list) else []
    filled = [each for each in map(_line, lines) if each[0] or each[2]]
    if not filled:
        return Read()
    if len(filled) > MOST_LINES:
        return Read(None, (f"A budget has at most {MOST_LINES} lines. Put smaller costs together",))
    faults: list[str] = []
    kept: list[dict[str, str]] = []
    for number, (item, kind, cost) in enumerate(filled, start=1):
        amount = _amount(cost)
        if not item:
            faults.append(f"Line {number} of the budget: say what the money buys")
        if kind not in COST_KINDS:
            faults.append(f"Line {number} of the budget: say whether it pays for people's time")
        if amount is None or amount == 0:
            faults.append(f"Line {number} of the budget: enter a cost in pounds, like 120")
        kept.append({"item": item, "kind": kind, "cost": str(amount or Decimal("0.00"))})
    return Read({"lines": kept}, tuple(faults))


def _line(given: Mapping[str, object]) -> tuple[str, str, str]:
    item = " ".join(_text(given.get("item", "")).split())[:LONGEST_SHORT]
    return item, _text(given.get("kind", "")), str(given.get("cost", "") or "").strip()


def _as_it_is(value: Plain, limits: Limits) -> str:
    return str(value)


def _said_ages(value: Plain, limits: Limits) -> str:
    more = ", some with special educational needs or disabilities" if value["send"] else ""
    return f"{value['from']} to {value['to']}{more}"


def _said_budget(value: Plain, limits: Limits) -> str:
    lines = [
        f"{each['item']}: {short_pounds(Decimal(each['cost']))} "
        f"({COST_KINDS.get(each['kind'], 'not said').lower()})"
        for each in value["lines"]
    ]
    return "\n".join([*lines, f"In all: {short_pounds(budget_total(value))}"])


READERS: dict[QuestionKind, Callable[[Question, object, Limits], Read]] = {
    QuestionKind.SHORT: _short,
    QuestionKind.LONG: _long,
    QuestionKind.NUMBER: _number,
    QuestionKind.MONEY: _money,
    QuestionKind.DATE: _date,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.CHOICE: _choice,
    QuestionKind.CHOICES: _choices,
    QuestionKind.UPLOAD: _upload,
    QuestionKind.BUDGET: _budget,
    QuestionKind.AGES: _ages,
    QuestionKind.DISTRICTS: _districts,
    QuestionKind.APPROACH: _approach,
}
SAID: dict[QuestionKind, Callable[[Plain, Limits], str]] = {
    QuestionKind.NUMBER: lambda value, limits: f"{value:,}",
    QuestionKind.MONEY: lambda value, limits: short_pounds(Decimal(value)),
    QuestionKind.DATE: lambda value, limits: words.day(date.fromisoformat(value)),
    QuestionKind.YES_NO: lambda value, limits: str(value).capitalize(),
    QuestionKind.CHOICES: lambda value, limits: "\n".join(value),
    QuestionKind.UPLOAD: lambda value, limits: words.counted(len(value), "file"),
    QuestionKind.AGES: _said_ages,
    QuestionKind.BUDGET: _said_budget,
    QuestionKind.DISTRICTS: lambda value, limits: words.listed(
        [limits.districts.get(each, each) for each in value]
    ),
    QuestionKind.APPROACH: lambda value, limits: limits.approaches.get(value, "None of these"),
}
