"""Awards made ready, files made and published, months asked for, files of others taken in."""

from datetime import timedelta
from decimal import Decimal

import pytest

from builders.delivering import after, ann, build_delivery, person, said_return, send, terms
from builders.money import promise
from builders.publishing import (
    A_DAY,
    AT,
    REASON,
    approver,
    build_award,
    build_batch,
    build_published,
    lead,
    leave_out,
    look_at,
    other_grant,
    proceeds,
    propose,
    take_in,
)
from builders.web import actor_of, build_member, build_workspace
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.models import Entry
from headwater.web.grants.deciding.models import Award, AwardState
from headwater.web.grants.delivering.changes import returns
from headwater.web.grants.delivering.rules.agreeing import Planned
from headwater.web.grants.publishing.changes import adding, chasing, files, others
from headwater.web.grants.publishing.models import Batch, OtherGrant
from headwater.web.grants.publishing.queries import others as other_queries
from headwater.web.grants.publishing.queries import published, records
from headwater.web.grants.publishing.rules.elsewhere import LaterFileError
from headwater.web.grants.publishing.rules.permissions import NotAllowedError
from headwater.web.releases import changes as releases
from headwater.web.releases.rules.policies import OwnWorkError
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db
SAME = ("title", "description", "reasons", "conditions", "awarded_on", "starts_on", "ends_on",
        "written_by", "written_at")  # fmt: skip


def test_files_hold_every_award_that_is_ready_to_the_penny() -> None:
    build_award(amount="3000.00")
    build_award(amount="499.99")
    build_award(amount="1.00", reasons="")
    batch = build_batch()
    assert (batch.grants, batch.amount) == (2, Decimal("3499.99"))
    pots = batch.content["totals"]["pots"][0]
    assert (pots["awarded"], pots["untold"], pots["available"]) == ("3499.99", "1.00", "46499.01")


def test_of_an_application_that_was_decided_again_only_the_standing_award_is_told() -> None:
    gone = build_award(amount="3000.00", state=AwardState.WITHDRAWN)
    application, pot = gone.application, gone.pot
    same = {each: getattr(gone, each) for each in SAME}
    again = Award.objects.create(
        application=application, pot=pot, state=AwardState.ACTIVE, amount=Decimal("2000.00"),
        first_amount=Decimal("2000.00"), **same,
    )  # fmt: skip
    promise(pot, again.amount, award=again.reference)
    batch = build_batch()
    assert (batch.grants, batch.amount) == (1, Decimal("2000.00"))
    assert [each["reference"] for each in batch.content["projects"]] == [again.reference]
    assert gone.reference not in str(batch.content)


def test_files_say_what_they_said_when_they_were_made() -> None:
    award = build_award()
    batch = build_batch()
    award.title = "Something else"
    award.save(update_fields=["title"])
    again = Batch.objects.get(pk=batch.pk)
    assert again.content["projects"][0]["title"] == "Friday football"
    assert again.json_sha256 == batch.json_sha256


def test_nothing_is_made_where_nothing_is_ready() -> None:
    build_award(reasons="")
    with pytest.raises(files.NothingToTellError, match="what each lacks"):
        files.make(workspace=build_workspace(), actor=lead(), at=AT)


def test_only_leads_make_files_and_leave_names_out() -> None:
    award = build_award()
    viewer = actor_of(build_member(Role.VIEWER))
    with pytest.raises(NotAllowedError):
        files.make(workspace=build_workspace(), actor=viewer, at=AT)
    with pytest.raises(NotAllowedError):
        adding.leave_out(award=award, words="Ann", reason=REASON, actor=viewer, at=AT)


def test_somebody_else_decides_whether_files_are_public() -> None:
    both = build_member(Role.LEAD, Role.APPROVER, name="Both Hats")
    build_award()
    batch = files.make(workspace=build_workspace(), actor=actor_of(both), at=AT)
    release = propose(batch)
    with pytest.raises(OwnWorkError):
        releases.approve(release=release, reason=REASON, actor=actor_of(both), at=AT)
    releases.approve(release=release, reason=REASON, actor=approver(), at=AT)
    assert published.projects(published.current(at=AT)) == []
    releases.publish(release=release, actor=lead(), at=AT)
    assert len(published.projects(published.current(at=AT))) == 1


def test_only_the_newest_files_are_proposed() -> None:
    first = build_batch()
    build_batch(at=AT + A_DAY)
    with pytest.raises(files.NotTheLatestError):
        propose(first)


def test_the_record_of_a_name_left_out_holds_no_name() -> None:
    award = build_award(description="Run by Ann Other on Friday evenings.")
    name = leave_out(award, "Ann Other")
    assert "Ann" not in str(list(Entry.objects.values_list("facts", flat=True)))
    assert "Ann Other" not in str(build_batch().content)
    adding.put_back(name=name, actor=lead(), at=AT)
    assert "Ann Other" in str(build_batch(at=AT + A_DAY).content)


def test_a_name_is_left_out_once() -> None:
    award = build_award()
    leave_out(award, "Ann Other")
    with pytest.raises(adding.CannotAddError):
        leave_out(award, "ann other")


def test_what_staff_add_is_read_and_a_second_hand_is_not_lost() -> None:
    award = build_award(application={"charity_number": "", "area_codes": []})
    said = {"recipient_id": "GB-EDU-1", "places": [{"code": "Z99D00001", "name": "Larkminster"}]}
    adding.write_particulars(award=award, version=0, actor=lead(), at=AT, **said)
    record = records.records_of(records.every_award("loamshire"))[0]
    assert record.recipient.identifier == "GB-EDU-1"
    assert [each.name for each in record.places] == ["Larkminster"]
    with pytest.raises(ChangedMeanwhileError):
        adding.write_particulars(award=award, version=0, actor=lead(), at=AT, **said)


def test_the_prefix_stands_in_every_identifier() -> None:
    workspace = build_workspace()
    adding.write_imprint(
        workspace=workspace, prefix="360G-loampcc", funder_id="", version=0, actor=lead(), at=AT
    )
    batch = build_batch()
    assert batch.content["package"]["grants"][0]["id"].startswith("360G-loampcc-AW-")


def test_awards_are_read_with_few_questions_however_many(django_assert_max_num_queries) -> None:
    pot = proceeds()
    for _ in range(5):
        build_award(pot)
    with django_assert_max_num_queries(6):
        records.records_of(records.every_award("loamshire"))


def test_reach_is_told_from_accepted_returns_and_never_below_five() -> None:
    targets = (
        Planned("Starts", "people", "young people", (23, 0, 0, 0)),
        Planned("Sessions", "sessions", "sessions", (10, 0, 0, 0)),
    )
    delivery = build_delivery(said=terms(targets=targets))
    before = records.told_in_full([delivery.award])[0]
    assert (before.people, before.outcomes) == ((), ())
    send(delivery, *(person() for _ in range(23)))
    of = delivery.returns.get(number=1)
    returns.write(of=of, said=said_return(of), version=1, actor=ann(), at=AT)
    returns.certify(of=of, role="Treasurer", is_checked=False, version=2, actor=ann(), at=after(of))
    returns.accept(of=of, actor=lead(), at=after(of))
    told = records.told_in_full([delivery.award])[0]
    assert [(each.value, each.number) for each in told.people] == [("23", 23)]
    assert told.people[0].label.startswith("Young people who took part until")
    assert [each.label for each in told.outcomes][:1] == ["Starts (planned 23)"]


# --- months --------------------------------------------------------------------------------------


def waiting() -> list[tuple[str, str]]:
    found = Item.objects.filter(kind="grants_of_a_month_to_publish", closed_at=None)
    return [(each.about, f"{each.due_on}") for each in found.order_by("about")]


def test_a_month_that_ended_is_asked_for_until_it_is_public() -> None:
    build_award()
    chasing.ask_for_month(AT)
    chasing.ask_for_month(AT + A_DAY)
    assert waiting() == [("2026-10", "2026-11-06")]
    build_published(at=AT + A_DAY)
    chasing.ask_for_month(AT + 2 * A_DAY)
    assert waiting() == []


def test_one_publication_answers_for_every_month_before_it() -> None:
    build_award()
    chasing.ask_for_month(AT)
    chasing.ask_for_month(AT + timedelta(days=30))
    assert [about for about, _ in waiting()] == ["2026-10", "2026-11"]
    build_published(at=AT + timedelta(days=31))
    chasing.ask_for_month(AT + timedelta(days=32))
    assert waiting() == []


def test_a_partnership_without_grants_is_not_asked() -> None:
    build_workspace()
    assert chasing.ask_for_month(AT).startswith("asked 0 partnerships")


# --- grants of other funders ---------------------------------------------------------------------


def test_a_grant_of_another_funder_is_kept_as_it_came() -> None:
    take_in(other_grant())
    held = OtherGrant.objects.get()
    assert held.kept == other_grant()
    assert (held.amount, held.charity_number, held.places) == (
        Decimal("12000.50"),
        "1234567",
        "Farholt",
    )


def test_grants_with_faults_and_to_persons_are_left_out_and_counted() -> None:
    person = other_grant("360G-p", recipientIndividual={"id": "p", "name": "Ann Other"})
    del person["recipientOrganization"]
    file = look_at(other_grant(), person, {"id": "360G-wrong"})
    assert (len(file.given), file.people, file.wrong) == (1, 1, 1)
    assert "Ann" not in str(file.given) + str(file.faults)


def test_the_same_file_again_changes_nothing_and_another_says_what_changed() -> None:
    take_in(other_grant())
    again = other_queries.preview_of(look_at(other_grant()))
    assert (again.does_something, again.unchanged) == (False, 1)
    changed = other_queries.preview_of(look_at(other_grant(title="Boxing twice a week")))
    assert [each.title for each in changed.changed] == ["Boxing twice a week"]


def test_undoing_a_file_brings_back_what_was_said_before() -> None:
    first = take_in(other_grant())
    second = take_in(other_grant(title="Boxing twice a week"), other_grant("360G-other-2"))
    with pytest.raises(LaterFileError, match=r"harbour\.json"):
        others.undo(file=first, actor=lead(), at=AT)
    others.undo(file=second, actor=lead(), at=AT)
    held = OtherGrant.objects.get(is_current=True)
    assert (held.grant_id, held.title) == ("360G-other-1", "Evening boxing")


def test_what_was_looked_at_is_not_taken_in_over_another_file() -> None:
    file = look_at(other_grant())
    seal = other_queries.seal_of(other_queries.preview_of(file))
    take_in(other_grant())
    with pytest.raises(ChangedMeanwhileError):
        others.take_in(file=file, seal=seal, actor=lead(), at=AT)


def test_an_organisation_that_applies_is_seen_with_what_others_gave_it() -> None:
    build_award(application={"charity_number": "1234567", "organisation": "Harbour Light"})
    build_award()
    take_in(other_grant())
    found = other_queries.asking_for(lead(), "loamshire")
    assert [(each.organisation, len(each.grants)) for each in found] == [("Harbour Light", 1)]
