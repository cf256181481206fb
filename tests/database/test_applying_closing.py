"""The last minute of a round: forty buttons pressed at once, each application stored once."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connections

from builders.applying import ANN, AT, BEN, CERTIFIED, as_applicant, begin, build_draft, write
from headwater.web.audit.chain import START
from headwater.web.audit.models import Entry
from headwater.web.grants.applying.changes import sending, writing
from headwater.web.grants.applying.changes.writing import Typed
from headwater.web.grants.applying.models import Answer, Application, Letter, Move
from headwater.web.grants.applying.rules.writing import Seen

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE, PRESSES = 8, 5


def at_once(tasks: list[Callable[[], object]]) -> list[object]:
    """Everything begun at the same moment, and what each gave."""
    start = Barrier(len(tasks))
    ended: list[object] = []

    def run(task: Callable[[], object]) -> None:
        start.wait()
        try:
            ended.append(task())
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(task,)) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ended) == len(tasks), "one ended by an error"
    return ended


def test_forty_presses_at_once_store_eight_applications_once_each() -> None:
    people = [f"a{number}@x.example" for number in range(PEOPLE)]
    drafts = {each: build_draft(by=each) for each in people}
    who = {each: as_applicant(each) for each in people}

    def press(email: str) -> str:
        sent = sending.submit(application=drafts[email], said=CERTIFIED, actor=who[email], at=AT)
        return sent.application.reference

    references = at_once([lambda e=each: press(e) for each in people for _ in range(PRESSES)])
    assert len(set(references)) == PEOPLE
    assert Application.objects.filter(state="submitted", submitted_at=AT).count() == PEOPLE
    assert Move.objects.filter(end="submitted").count() == PEOPLE
    assert Letter.objects.filter(key__startswith="submitted:").count() == PEOPLE
    chain = list(Entry.objects.order_by("number"))
    assert [each.previous for each in chain] == [START, *(e.fingerprint for e in chain[:-1])]


def test_two_who_save_at_the_same_moment_lose_nothing() -> None:
    application = begin()
    write(application, {"title": "Boxing"})
    seen = Seen.of("1:seen")
    said = {ANN: "Ann's name", BEN: "Ben's name"}

    def save(email: str) -> frozenset[str]:
        typed = {"title": Typed(said[email], seen)}
        return writing.save_answers(
            application=application, typed=typed, actor=as_applicant(email), at=AT
        ).conflicts

    as_applicant(BEN)
    conflicts = at_once([lambda e=each: save(e) for each in said])
    assert sorted(map(sorted, conflicts)) == [[], ["title"]]
    assert Answer.objects.get().given in said.values()
