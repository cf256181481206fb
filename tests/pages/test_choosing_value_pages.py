"""Value for money as people see it."""

import csv
import io

import pytest

from builders.algorithms import register_all
from builders.choosing import AT, build_reckoning, frozen_award, usual_finishing
from builders.delivering import build_award
from builders.web import actor_of, build_member, client_with
from headwater.web.accounts.roles import Role
from headwater.web.grants.choosing import tasks
from headwater.web.grants.choosing.changes import values
from headwater.web.grants.choosing.changes.values import UnderWayError
from headwater.web.grants.choosing.models import Reckoning

pytestmark = pytest.mark.django_db
HOME = "/work/loamshire/value-for-money/"


def test_a_round_without_anything_worked_out_says_so_and_is_worked_out_on_request() -> None:
    register_all()
    award = build_award()
    page = f"{HOME}{award.application.round.reference}/"
    client = client_with(Role.LEAD)
    assert award.application.round.title in client.get(HOME).content.decode()
    assert "Nothing has been worked out yet" in client.get(page).content.decode()
    assert client.post(f"{page}work-out/").headers["Location"] == page
    row = Reckoning.objects.get()
    assert row.awards[0]["people"] is None
    with pytest.raises(UnderWayError):
        values.reckon(round=award.application.round, actor=actor_of(build_member(Role.LEAD)), at=AT)
    assert tasks.value.call(row.reference) == "made"
    assert tasks.value.call(row.reference) == "nothing to do"
    text = client.get(page).content.decode()
    assert "Fewer than three awards tell how many took part" in text
    assert "Benefits beside costs" not in text


def test_costs_ranks_and_benefits_are_told_with_what_they_cannot_say() -> None:
    round = build_award().application.round
    awards = [
        frozen_award(),
        frozen_award("AW-2222-2223", title="Mentors", people=60, spent="12000.00"),
        frozen_award("AW-2222-2224", title="Arts week", people=12),
    ]
    build_reckoning(round, awards, usual=[usual_finishing()])
    client = client_with(Role.AUDITOR)
    text = client.get(f"{HOME}{round.reference}/").content.decode()
    assert "£179 for each of 112 young people who started" in text
    assert "Not ranked: fewer than 30" in text
    assert "10 to 13: 18; 14 to 17: [c]" in text
    assert "must not be shown as a saving" in text
    assert "Never a cash saving" in text
    assert "saves" not in text
    answer = client.get(f"{HOME}{round.reference}/costs.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(rows) == 9
    assert rows[0]["cost_for_each_gbp"] == "100"
    assert (rows[1]["expected"], rows[1]["observed_over_expected"]) == ("17.25", "1.3913")
    assert client.post(f"{HOME}{round.reference}/work-out/").status_code in (403, 404)


def test_those_who_only_assess_do_not_see_value() -> None:
    award = build_award()
    page = f"{HOME}{award.application.round.reference}/"
    client = client_with(Role.CONTRIBUTOR)
    assert client.get(HOME).status_code == 404
    assert client.get(page).status_code == 404
    assert client.get(f"{page}awards/{award.reference}/").status_code == 404


def test_the_page_of_an_award_tells_each_cost_apart_and_what_none_of_them_says() -> None:
    award = build_award()
    round = award.application.round
    kept = frozen_award(award.reference, title=award.title)
    build_reckoning(round, [kept], usual=[usual_finishing()])
    client = client_with(Role.APPROVER)
    listed = client.get(f"{HOME}{round.reference}/").content.decode()
    page = f"{HOME}{round.reference}/awards/{award.reference}/"
    assert page in listed
    text = client.get(page).content.decode()
    for words in ("£100", "£167", "24 of 40", "Young person with an outcome", "[x]"):
        assert words in text, words
    assert "What is counted may not be told yet" in text
    assert "17.2" in text
    assert "1.39" in text
    assert "0.89 to 2.07" in text
    assert "[c]" in text
    assert "no figure here is the cost of an outcome that the project caused" in text


def test_the_page_of_an_award_says_why_a_figure_is_not_there() -> None:
    award = build_award()
    round = award.application.round
    page = f"{HOME}{round.reference}/awards/{award.reference}/"
    client = client_with(Role.LEAD)
    assert "Nothing has been worked out of this award yet" in client.get(page).content.decode()
    build_reckoning(round, [frozen_award(award.reference, outcomes=[])])
    text = client.get(page).content.decode()
    assert "No target of the agreement counts it" in text
    assert "nothing is known to be usual" in text.replace("\n", " ")


def test_an_award_that_is_not_of_the_round_is_not_there() -> None:
    page = f"{HOME}{build_award().application.round.reference}/awards/AW-2222-2222/"
    assert client_with(Role.LEAD).get(page).status_code == 404
