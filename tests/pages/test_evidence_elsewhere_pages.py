"""Elsewhere: authorities like ours, how their rates moved, and what others publish."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from builders.elsewhere import other_code
from builders.evidence import build_publication, stored_elsewhere
from builders.web import actor_of, build_member, build_workspace, client_of, client_with
from headwater.web.accounts.roles import Role
from headwater.web.evidence.models import Publication

pytestmark = pytest.mark.django_db
HOME = "/work/loamshire/evidence/"
PAGE, LIST = f"{HOME}elsewhere/", f"{HOME}publications/"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def answers(**given: Any) -> dict[str, Any]:
    day = timezone.localdate() - timedelta(days=40)
    return {
        "title": "Violence reduction strategy",
        "publisher": "Saltmarrow Unit",
        "area_code": "",
        "published_on_day": day.day,
        "published_on_month": day.month,
        "published_on_year": day.year,
        "link": "https://saltmarrow.example/",
        "kind": "strategy",
        "takes": "Mentors from the first day.",
        "approaches": ["mentoring", "ae_navigators"],
        **given,
    }


def test_without_an_assessment_it_says_what_to_do() -> None:
    build_workspace()
    text = text_of(client_with(Role.VIEWER), PAGE)
    assert "No assessment tells of authorities elsewhere yet" in text
    assert "Nobody has noted a document" in text


def test_the_nearest_are_listed_with_what_they_are_alike_in() -> None:
    stored_elsewhere()
    text = text_of(client_with(Role.VIEWER), PAGE)
    assert "Residents to the square kilometre" in text
    assert text.index(f"Place {other_code(1)}") < text.index(f"Place {other_code(5)}")
    assert f"Place {other_code(6)}" not in text
    said = f"Place {other_code(1)}, the most like it, did clearly better in Suspensions"
    assert said in text


def test_a_measure_is_told_with_its_interval_and_drawn_beside_its_numbers() -> None:
    stored_elsewhere()
    text = text_of(client_with(Role.VIEWER), f"{PAGE}?measure=suspension_rate")
    # 1,000 to 500 of 10,000: half, times or over exp(1.96 sqrt(1/1,000 + 1/500)) = 1.113.
    assert "−50%" in text
    assert "−55% to −44%" in text
    assert text.count("<svg width=") == 6
    assert 'aria-hidden="true" focusable="false"' in text


def test_a_hidden_value_keeps_its_mark_and_no_change_is_worked_out_from_it() -> None:
    stored_elsewhere()
    text = text_of(client_with(Role.VIEWER), f"{PAGE}?measure=youth_reoffending")
    ours = text[text.index('id="moves"') :].split("<tr")[2]
    assert ours.count("[c]") == 2
    assert "%" not in ours.split("</svg>")[0].replace("0.0%", "")


def test_measures_are_filtered_in_the_address() -> None:
    stored_elsewhere()
    client = client_with(Role.VIEWER)
    text = text_of(client, f"{PAGE}?words=suspen")
    assert "Young people who reoffend</a>" not in text
    assert "No measure is like that" in text_of(client, f"{PAGE}?words=nothing-like-it")
    assert text_of(client, f"{PAGE}?of=nonsense&measure=nonsense")


def test_the_changes_are_a_file_as_they_were_released() -> None:
    stored_elsewhere()
    lines = text_of(client_with(Role.VIEWER), f"{HOME}elsewhere.csv").strip().splitlines()
    assert lines[0].startswith("of,indicator,area_code,name,area_name,first,last,before,now")
    assert len(lines) == 1 + 2 * 6
    assert any(",[c]," in line for line in lines)


def test_a_document_of_a_neighbour_is_counted_beside_it_and_shown() -> None:
    stored_elsewhere()
    build_publication()
    text = text_of(client_with(Role.VIEWER), PAGE)
    assert f'{LIST}?area={other_code(1)}"' in text
    assert "Suspended pupils have a mentor from the first day." in text


def test_a_contributor_notes_a_document_and_everyone_reads_it() -> None:
    writer = client_with(Role.CONTRIBUTOR)
    answer = writer.post(f"{LIST}new/", answers())
    made = Publication.objects.get()
    assert answer["Location"] == f"{LIST}{made.reference}/"
    reader = client_with(Role.VIEWER)
    text = text_of(reader, answer["Location"])
    for words in ("Saltmarrow Unit", "Mentors from the first day.", "https://saltmarrow.example/",
                  "Contributor Person"):  # fmt: skip
        assert words in text
    assert "Change</a>" not in text
    assert "Violence reduction strategy" in text_of(reader, f"{HOME}approaches/mentoring/")
    assert reader.get(f"{LIST}new/").status_code == 404


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": ""}, "Enter the title"),
        ({"link": "javascript:alert(1)"}, "begins https://"),
        ({"published_on_year": 2199}, "today or in the past"),
    ],
)
def test_what_lacks_is_said_and_answers_are_kept(given: dict[str, Any], words: str) -> None:
    answer = client_with(Role.LEAD).post(f"{LIST}new/", answers(**given))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert words in text
    assert "Mentors from the first day.</textarea>" in text
    assert not Publication.objects.exists()


def test_documents_are_filtered_in_the_address_and_in_the_file() -> None:
    build_publication()
    build_publication(title="Evaluation of navigators", kind="evaluation",
                      approaches=("ae_navigators",), area_code="", area_name="")  # fmt: skip
    client = client_with(Role.VIEWER)
    for asked, one, other in (
        ("kind=evaluation", "Evaluation of navigators", "Serious violence strategy"),
        ("approach=mentoring", "Serious violence strategy", "Evaluation of navigators"),
        (f"area={other_code(1)}", "Serious violence strategy", "Evaluation of navigators"),
        ("words=navigators", "Evaluation of navigators", "Serious violence strategy"),
    ):
        text = text_of(client, f"{LIST}?{asked}")
        assert one in text, asked
        assert other not in text, asked
        lines = text_of(client, f"{HOME}publications.csv?{asked}").strip().splitlines()
        assert len(lines) == 2, asked


def test_a_document_is_taken_off_the_list_and_put_back() -> None:
    made = build_publication()
    lead, page = client_with(Role.LEAD), f"{LIST}{made.reference}/"
    assert "Take this document off the list?" in text_of(lead, f"{page}remove/")
    lead.post(f"{page}remove/", {"version": 1})
    assert "Serious violence strategy" not in text_of(lead, LIST)
    assert "Serious violence strategy" in text_of(lead, f"{LIST}?removed=yes")
    assert "Put it back on the list" in text_of(lead, page)
    lead.post(f"{page}put-back/", {"version": 2})
    assert "Serious violence strategy" in text_of(lead, LIST)


def test_a_second_person_sees_both_texts_and_loses_nothing() -> None:
    made = build_publication()
    lead, page = client_with(Role.LEAD), f"{LIST}{made.reference}/edit/"
    lead.post(page, answers(takes="The first text.", version=1))
    answer = lead.post(page, answers(takes="The second text.", version=1))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "The first text." in text
    assert "The second text.</textarea>" in text
    assert 'name="version" value="2"' in text


def test_only_leads_and_whoever_noted_it_change_a_note() -> None:
    mine, theirs = (build_member(Role.CONTRIBUTOR, name=name) for name in ("Ann", "Ben"))
    made = build_publication(actor=actor_of(mine))
    page = f"{LIST}{made.reference}/edit/"
    assert client_of(mine).get(page).status_code == 200
    assert client_with(Role.LEAD).get(page).status_code == 200
    answer = client_of(theirs).get(page)
    assert answer.status_code == 422
    assert "Only leads, and whoever noted it, may change this note." in answer.content.decode()
