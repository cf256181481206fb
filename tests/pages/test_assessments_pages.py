"""Pages of assessments: who gets in, what they say, and that nothing typed is lost."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from builders.editions_web import (
    AT,
    RATE,
    RATE_WORDS,
    plain_hostile_edition,
    plain_large_edition,
    queued_edition,
    stored_edition,
)
from builders.web import build_member, build_organisation, build_workspace, client_of, client_with
from headwater.web.accounts.roles import Role
from headwater.web.editions import changes, queries
from headwater.web.editions.models import Edition, Status
from headwater.web.insights.assessments.models import Comment
from headwater.web.notices.models import Notice
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db
HOME = "/work/loamshire/assessments/"
MOST_QUERIES = 25
READING = (
    "",
    "chapters/where/",
    "chapters/where/history/",
    "tables/",
    "tables/neighbourhoods/",
    "tables/neighbourhoods/data.csv",
    "pictures/rate-map.svg",
    "pictures/trend/narrow.svg",
    f"number/?figure={quote(RATE)}",
    "documents/pdf/",
    "compare/",
)
"""Pages that every reader opens."""
RUNNING = ("chapters/where/narrative/", "lock/", "keep/", "discard/")
"""Pages that leads open."""
Counted = Callable[..., AbstractContextManager[object]]


def page(edition: Edition, rest: str = "") -> str:
    return f"{HOME}{edition.reference}/{rest}"


def status_of(client: Client, address: str) -> int:
    """How a page answers; whatever file it gives is closed."""
    answer = client.get(address)
    answer.close()
    return answer.status_code


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("rest", READING)
def test_a_viewer_reads_everything_of_an_assessment(rest: str) -> None:
    assert status_of(client_with(Role.VIEWER), page(stored_edition(), rest)) == 200


@pytest.mark.parametrize("rest", [*READING, *RUNNING])
def test_an_assessment_of_another_workspace_is_not_there(rest: str) -> None:
    made = stored_edition(workspace=build_workspace("markshire"))
    assert client_with(Role.LEAD).get(page(made, rest)).status_code == 404


@pytest.mark.parametrize("rest", READING)
def test_an_administrator_finds_no_assessment(rest: str) -> None:
    assert client_with(Role.ADMINISTRATOR).get(page(stored_edition(), rest)).status_code == 404


@pytest.mark.parametrize("rest", RUNNING)
@pytest.mark.parametrize(("role", "status"), [(Role.LEAD, 200), (Role.APPROVER, 404)])
def test_only_leads_open_pages_that_change_an_assessment(
    rest: str, role: Role, status: int
) -> None:
    assert client_with(role).get(page(stored_edition(), rest)).status_code == status


@pytest.mark.parametrize(
    "rest",
    ["chapters/nowhere/", "tables/nothing/", "pictures/none.svg", "pictures/rate-map/narrow.svg"],
)
def test_what_an_assessment_does_not_have_is_not_there(rest: str) -> None:
    assert client_with(Role.VIEWER).get(page(stored_edition(), rest)).status_code == 404


@pytest.mark.parametrize("rest", ["chapters/where/", "tables/", "documents/pdf/", "lock/"])
def test_an_assessment_that_is_not_made_has_no_chapters(rest: str) -> None:
    assert client_with(Role.LEAD).get(page(queued_edition(), rest)).status_code == 404


def test_a_lead_starts_an_assessment_and_sees_that_it_waits() -> None:
    client = client_with(Role.LEAD)
    asked = {"area": "Z99P00001", "first": "2025-01", "last": "2025-06"}
    said = client.post(f"{HOME}start/", asked, follow=True).content.decode()
    assert "You can leave this page" in said
    assert Edition.objects.get().period_words == "January 2025 to June 2025"


def test_the_usual_choice_is_twelve_whole_months_of_the_own_area() -> None:
    said = text_of(client_with(Role.LEAD), f"{HOME}start/")
    assert 'value="Z99P00001" selected' in said


def test_an_area_outside_the_workspace_cannot_be_asked_for() -> None:
    client = client_with(Role.LEAD)
    asked = {"area": "Z99P00091", "first": "2025-01", "last": "2025-06"}
    said = client.post(f"{HOME}start/", asked).content.decode()
    assert "<title>Error: " in said
    assert not Edition.objects.exists()


def test_months_the_wrong_way_round_are_answered_with_the_answers_kept() -> None:
    client = client_with(Role.LEAD)
    asked = {"area": "Z99P00001", "first": "2025-06", "last": "2025-01"}
    said = client.post(f"{HOME}start/", asked).content.decode()
    assert "The last month must not be before the first month" in said
    assert 'value="2025-06" selected' in said


def test_asking_twice_says_which_one_is_being_made() -> None:
    running = queued_edition()
    client = client_with(Role.LEAD)
    asked = {"area": "Z99P00001", "first": "2024-09", "last": "2025-08"}
    said = client.post(f"{HOME}start/", asked).content.decode()
    assert f"is being made already [{running.reference}]" in said


def test_a_page_of_one_under_way_asks_again_by_itself() -> None:
    edition = changes.begin(reference=queued_edition().reference, at=AT)
    changes.progress(edition=edition, step="Protecting people", done=1, total=4)
    said = text_of(client_with(Role.VIEWER), page(edition))
    assert "Step 2 of 4: protecting people." in said
    assert f'data-poll-url="{page(edition, "progress/")}"' in said


def test_the_progress_of_one_that_was_made_no_longer_asks() -> None:
    said = text_of(client_with(Role.VIEWER), page(stored_edition(), "progress/"))
    assert "data-poll-url" not in said


def test_a_failure_is_told_in_its_own_words_and_can_be_tried_again() -> None:
    edition = changes.begin(reference=queued_edition().reference, at=AT)
    changes.fail(edition=edition, sentence="There is no area [Z99P00001].", at=AT)
    client = client_with(Role.LEAD)
    assert "There is no area [Z99P00001]." in text_of(client, page(edition))
    client.post(page(edition, "retry/"))
    edition.refresh_from_db()
    assert edition.status == Status.QUEUED


def test_a_chapter_leads_from_a_finding_to_the_file_in_one_step() -> None:
    made = stored_edition()
    client = client_with(Role.VIEWER)
    address = page(made, f"number/?figure={quote(RATE, safe='')}")
    assert f'href="{address}"' in text_of(client, page(made, "chapters/where/"))
    said = text_of(client, address)
    assert "2024-09-loamshire-street.csv" in said
    assert "Accepted on 2 October 2025 by Ann Bell" in said


def test_each_row_of_a_whole_table_leads_to_how_it_was_made() -> None:
    said = text_of(client_with(Role.VIEWER), page(stored_edition(), "tables/districts/"))
    assert said.count(">Explain </span>") == 6


def test_a_table_is_narrowed_and_put_in_order() -> None:
    made = stored_edition()
    address = page(made, "tables/districts/?by=rate&order=down")
    said = text_of(client_with(Role.VIEWER), address)
    assert said.index("Alderwick") < said.index("Coldharbour") < said.index("Dunstow")
    narrow = text_of(client_with(Role.VIEWER), page(made, "tables/districts/?words=dun"))
    assert ">Dunstow<" in narrow
    assert ">Elmsea<" not in narrow


def test_a_narrative_stands_beside_the_figures_with_the_released_number() -> None:
    made = stored_edition()
    client = client_with(Role.LEAD)
    client.post(
        page(made, "chapters/where/narrative/"),
        {"narrative": f"Alderwick has {{{{{RATE}}}}} a year.", "version": 1},
    )
    assert f">{RATE_WORDS}</a> a year." in text_of(client, page(made, "chapters/where/"))


def test_a_second_writer_sees_both_texts_and_saves_again() -> None:
    made = stored_edition()
    address = page(made, "chapters/where/narrative/")
    client_with(Role.LEAD).post(address, {"narrative": "What she wrote", "version": 1})
    second = client_of(build_member(Role.LEAD, name="Bo Lind"))
    said = second.post(address, {"narrative": "What he wrote", "version": 1}).content.decode()
    assert "<title>Error: " in said
    assert "What she wrote" in said
    assert "What he wrote" in said
    assert 'name="version" value="2"' in said
    second.post(address, {"narrative": "What they agreed", "version": 2})
    assert queries.chapter(made, "where").narrative == "What they agreed"


def test_an_unknown_figure_is_refused_with_the_text_kept() -> None:
    made = stored_edition()
    answer = client_with(Role.LEAD).post(
        page(made, "chapters/where/narrative/"),
        {"narrative": "It is {{districts:x:rate}}.", "version": 1},
    )
    said = answer.content.decode()
    assert "figure that the assessment does not have: [districts:x:rate]" in said
    assert "It is {{districts:x:rate}}." in said


def test_a_comment_tells_the_colleague_it_names() -> None:
    made = stored_edition()
    told = build_member(Role.APPROVER, name="Cy Marsh")
    client = client_with(Role.CONTRIBUTOR)
    asked = {"text": "Is this right?", "mention": told.reference}
    client.post(page(made, "chapters/where/"), asked)
    assert [notice.user for notice in Notice.objects.all()] == [told]
    said = text_of(client, page(made, "chapters/where/"))
    assert "Is this right?" in said
    assert "to Cy Marsh" in said


def test_a_stranger_cannot_be_told() -> None:
    elsewhere = build_organisation(build_workspace("markshire"), name="Elsewhere")
    stranger = build_member(Role.LEAD, name="Di Orr", organisation=elsewhere)
    client = client_with(Role.CONTRIBUTOR)
    asked = {"text": "Psst", "mention": stranger.reference}
    said = client.post(page(stored_edition(), "chapters/where/"), asked).content.decode()
    assert "<title>Error: " in said
    assert not Notice.objects.exists()


def test_a_viewer_does_not_comment() -> None:
    made = stored_edition()
    answer = client_with(Role.VIEWER).post(page(made, "chapters/where/"), {"text": "Hello"})
    assert answer.status_code == 404
    assert not Comment.objects.exists()


def test_a_comment_is_resolved_on_its_own_chapter_only() -> None:
    made = stored_edition()
    client = client_with(Role.CONTRIBUTOR)
    client.post(page(made, "chapters/where/"), {"text": "Check this"})
    said = Comment.objects.get()
    wrong = f"chapters/what/comments/{said.reference}/resolve/"
    assert client.post(page(made, wrong)).status_code == 404
    client.post(page(made, f"chapters/where/comments/{said.reference}/resolve/"))
    assert "Resolved " in text_of(client, page(made, "chapters/where/"))


def test_a_locked_assessment_is_proposed_and_no_longer_edited() -> None:
    made = stored_edition()
    client = client_with(Role.LEAD)
    client.post(page(made, "lock/"))
    assert "Propose for release" in text_of(client, page(made))
    assert "Write a narrative" not in text_of(client, page(made, "chapters/where/"))


def test_a_locked_assessment_that_is_kept_leaves_the_worklist() -> None:
    made = stored_edition()
    client = client_with(Role.LEAD)
    client.post(page(made, "lock/"))
    client.post(page(made, "keep/"))
    assert Item.objects.get().closed_at is not None


def test_a_discarded_assessment_leaves_the_list_and_is_not_there() -> None:
    made = stored_edition()
    client = client_with(Role.LEAD)
    client.post(page(made, "discard/"))
    assert client.get(page(made)).status_code == 404
    assert made.reference not in text_of(client, HOME)


def test_the_list_says_what_to_do_when_it_is_empty() -> None:
    assert "can start one" in text_of(client_with(Role.VIEWER), HOME)


def test_documents_are_kept_under_the_reference_of_the_assessment() -> None:
    made = stored_edition()
    answer = client_with(Role.VIEWER).get(page(made, "documents/docx/"))
    answer.close()
    assert answer["Content-Disposition"].endswith(f'{made.reference}-needs-assessment.docx"')


@pytest.mark.parametrize("name", ["exe", "manifest", "..", "json5"])
def test_nothing_but_its_documents_is_given_away(name: str) -> None:
    assert (
        client_with(Role.LEAD).get(page(stored_edition(), f"documents/{name}/")).status_code == 404
    )


def test_a_document_that_is_gone_is_not_there() -> None:
    made = stored_edition()
    (Path(settings.EDITIONS) / made.folder / "needs-assessment.pdf").unlink()
    assert client_with(Role.LEAD).get(page(made, "documents/pdf/")).status_code == 404


@pytest.mark.parametrize("rest", ["", "chapters/scope/", "chapters/what/", "tables/headline/"])
def test_markup_in_an_edition_stays_words(rest: str) -> None:
    made = stored_edition(plain=plain_hostile_edition())
    said = text_of(client_with(Role.VIEWER), page(made, rest))
    assert "<script>alert(1)" not in said


@pytest.mark.parametrize("rest", ["", "chapters/where/", "tables/neighbourhoods/", "tables/"])
def test_a_page_of_a_full_edition_asks_little_of_the_database(
    rest: str, django_assert_max_num_queries: Counted
) -> None:
    made = stored_edition(plain=plain_large_edition())
    client = client_with(Role.LEAD)
    with django_assert_max_num_queries(MOST_QUERIES):
        text_of(client, page(made, rest))
