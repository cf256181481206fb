"""A finished edition becomes rows: all of them, once, with what was done about small numbers."""

import json
from pathlib import Path

import pytest
from django.conf import settings

from builders.editions_web import (
    ACCEPTED,
    AT,
    PERIOD,
    RATE,
    RATE_WORDS,
    plain_edition,
    queued_edition,
    stored_edition,
    write_files,
)
from builders.web import actor_of, build_member, build_workspace
from headwater.core.periods import Period
from headwater.web.accounts.actor import Actor
from headwater.web.accounts.errors import NotYours
from headwater.web.accounts.roles import Role
from headwater.web.audit.ledger import ChangedMeanwhileError
from headwater.web.audit.models import Entry
from headwater.web.editions import changes, explaining, presenters, queries
from headwater.web.editions.errors import (
    AlreadyUnderWayError,
    LockedError,
    TakenOverError,
    UnknownFiguresError,
)
from headwater.web.editions.models import Edition, NarrativeVersion, Status
from headwater.web.editions.rules.permissions import NotAllowedError
from headwater.web.editions.rules.workflow import WrongMoveError
from headwater.web.worklist.models import Item

pytestmark = pytest.mark.django_db
LINKS = presenters.Links(
    number=lambda name: f"/number/{name}",
    table=lambda slug: f"/table/{slug}",
    csv=lambda slug: f"/csv/{slug}",
    picture=lambda slug: f"/picture/{slug}",
)


def lead() -> Actor:
    return actor_of(build_member(Role.LEAD))


def store(edition: Edition, plain: dict[str, object]) -> Edition:
    folder = write_files(Path(settings.EDITIONS) / edition.reference, plain_edition())
    return changes.store_made(edition=edition, plain=plain, folder=folder, at=AT)


def test_everything_of_an_edition_is_there_afterwards() -> None:
    made, plain = stored_edition(), plain_edition()
    assert made.chapters.count() == len(plain["chapters"])
    assert made.tables.count() == len(plain["tables"])
    assert made.pictures.count() == len(plain["charts"]) + len(plain["maps"])
    assert made.findings.count() == len(plain["findings"])
    assert made.workings.count() == len(plain["expressions"]) + len(plain["loads"])


def test_numbers_come_back_as_they_were_released() -> None:
    made = stored_edition()
    held = queries.table(made, "districts")
    assert held.rows == plain_edition()["tables"]["districts"]["rows"]


def test_small_number_checks_are_counted_by_profile() -> None:
    made = stored_edition()
    tables = plain_edition()["tables"].values()
    hidden = sum(cell == "[c]" for table in tables for row in table["rows"] for cell in row)
    assert made.checks["attack"] == "passed"
    assert made.checks["hidden"] == hidden > 0
    assert made.checks["profiles"]["police-public"]["tables"] == len(tables)


@pytest.mark.parametrize(("profile", "restricted"), [("published", False), ("police", True)])
def test_an_edition_is_restricted_by_the_rules_its_tables_went_out_under(
    profile: str, restricted: bool
) -> None:
    plain = plain_edition()
    tables = {key: {**table, "profile": profile} for key, table in plain["tables"].items()}
    assert stored_edition(plain={**plain, "tables": tables}).is_restricted is restricted


def test_outlines_are_put_beside_the_documents_as_geojson() -> None:
    made = stored_edition()
    path = Path(settings.EDITIONS) / made.folder / "outlines.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert {each["id"] for each in features} == {
        each["code"] for each in plain_edition()["outlines"]
    }
    assert made.facts["has_outlines"] is True


def test_a_failure_half_way_leaves_nothing() -> None:
    edition = changes.begin(reference=queued_edition().reference, at=AT)
    with pytest.raises(KeyError):
        store(edition, {**plain_edition(), "findings": {"x": {"id": "x"}}})
    edition.refresh_from_db()
    assert (edition.status, edition.tables.count()) == (Status.RUNNING, 0)


def test_an_attempt_that_was_taken_over_stores_nothing() -> None:
    first = changes.begin(reference=queued_edition().reference, at=AT)
    second = changes.begin(reference=first.reference, at=AT)
    with pytest.raises(TakenOverError):
        store(first, plain_edition())
    with pytest.raises(TakenOverError):
        changes.progress(edition=first, step="Counting", done=1, total=4)
    assert store(second, plain_edition()).status == Status.DRAFT


def test_what_was_made_is_not_begun_again() -> None:
    made = stored_edition()
    with pytest.raises(WrongMoveError):
        changes.begin(reference=made.reference, at=AT)


def ask() -> Edition:
    return changes.ask(
        workspace=build_workspace(),
        area_code="Z99P00001",
        area_name="Loamshire",
        period=PERIOD,
        actor=lead(),
        at=AT,
    )


def test_one_assessment_of_a_kind_is_made_at_a_time() -> None:
    first = ask()
    with pytest.raises(AlreadyUnderWayError, match=first.reference):
        ask()
    assert Edition.objects.count() == 1


def test_only_a_lead_asks() -> None:
    with pytest.raises(NotAllowedError):
        changes.ask(
            workspace=build_workspace(),
            area_code="Z99P00001",
            area_name="Loamshire",
            period=Period.parse("2024-09"),
            actor=actor_of(build_member(Role.VIEWER)),
            at=AT,
        )


def test_a_failed_assessment_is_tried_again() -> None:
    edition = changes.begin(reference=queued_edition().reference, at=AT)
    changes.fail(edition=edition, sentence="There is no area [X].", at=AT)
    again = changes.retry(edition=edition, actor=lead(), at=AT)
    assert (again.status, again.failure) == (Status.QUEUED, "There is no area [X].")


def test_a_locked_assessment_waits_to_be_proposed_and_changes_no_more() -> None:
    made = stored_edition()
    locked = changes.lock(edition=made, link="/work/loamshire/x/", actor=lead(), at=AT)
    assert Item.objects.get().about == locked.reference
    shown = queries.chapter(locked, "where")
    with pytest.raises(LockedError):
        changes.write_narrative(chapter=shown, text="New", version=1, actor=lead(), at=AT)
    with pytest.raises(WrongMoveError):
        changes.discard(edition=locked, actor=lead(), at=AT)


def test_each_change_is_in_the_ledger() -> None:
    made = stored_edition()
    changes.discard(edition=made, actor=lead(), at=AT)
    assert list(Entry.objects.values_list("event", flat=True)) == [
        "assessment_begun",
        "assessment_made",
        "assessment_discarded",
    ]


def test_a_second_writer_does_not_overwrite_the_first() -> None:
    shown = queries.chapter(stored_edition(), "where")
    changes.write_narrative(chapter=shown, text="Mine", version=1, actor=lead(), at=AT)
    with pytest.raises(ChangedMeanwhileError):
        changes.write_narrative(chapter=shown, text="Theirs", version=1, actor=lead(), at=AT)
    shown.refresh_from_db()
    assert shown.narrative == "Mine"


def test_earlier_narratives_are_kept_with_who_wrote_them() -> None:
    shown = queries.chapter(stored_edition(), "where")
    author = lead()
    changes.write_narrative(chapter=shown, text="One", version=1, actor=author, at=AT)
    changes.write_narrative(chapter=shown, text="Two", version=2, actor=author, at=AT)
    kept = NarrativeVersion.objects.values_list("text", "by")
    assert list(kept) == [("Two", author.reference), ("One", author.reference)]


def test_a_narrative_shows_the_released_number_for_a_quoted_figure() -> None:
    made = stored_edition()
    shown = queries.chapter(made, "where")
    changes.write_narrative(
        chapter=shown, text=f"It is {{{{{RATE}}}}}.", version=1, actor=lead(), at=AT
    )
    held = queries.contents(queries.chapter(made, "where"))
    spans = presenters.narrative(held.chapter, held.figures, LINKS)[0].lines[0]
    assert [(span.text, span.href) for span in spans] == [
        ("It is ", ""),
        (RATE_WORDS, f"/number/{RATE}"),
        (".", ""),
    ]


def test_a_narrative_quotes_no_figure_that_is_not_there() -> None:
    shown = queries.chapter(stored_edition(), "where")
    with pytest.raises(UnknownFiguresError, match=r"\[districts:nowhere:rate\]"):
        changes.write_narrative(
            chapter=shown, text="{{districts:nowhere:rate}}", version=1, actor=lead(), at=AT
        )


def test_an_edition_of_another_workspace_is_not_there() -> None:
    made = stored_edition(workspace=build_workspace("markshire"))
    with pytest.raises(NotYours):
        queries.edition_for(lead(), "loamshire", made.reference)
    with pytest.raises(NotYours):
        queries.edition_for(lead(), "markshire", made.reference)


def test_an_administrator_finds_no_assessment() -> None:
    made = stored_edition()
    with pytest.raises(NotYours):
        queries.edition_for(actor_of(build_member(Role.ADMINISTRATOR)), "loamshire", made.reference)


def test_blocks_hold_what_the_chapter_names_in_its_order() -> None:
    made = stored_edition()
    held = queries.contents(queries.chapter(made, "what"))
    kinds = [block.kind for block in presenters.blocks(held, LINKS)]
    assert kinds == ["finding", "table", "figure", "figure", "unknown"]


def test_a_long_table_is_cut_in_a_chapter_and_says_so() -> None:
    made = stored_edition()
    shown = presenters.short_table(queries.table(made, "neighbourhoods"))
    assert len(shown.rows) == presenters.ROWS_IN_CHAPTER
    assert shown.notes[0] == "Shows the first 12 of 36 rows."


def test_a_finding_leads_to_the_explanation_of_what_it_rests_on() -> None:
    made = stored_edition()
    held = queries.contents(queries.chapter(made, "where"))
    told = presenters.finding(held.findings["alderwick-highest"], held.figures, LINKS)
    assert [(rest.value, rest.href) for rest in told.rests] == [(RATE_WORDS, f"/number/{RATE}")]


def test_a_number_leads_to_its_interval_query_files_and_who_accepted_them() -> None:
    made = stored_edition()
    figure = queries.figure(made, RATE)
    found = queries.foundations(made, figure)
    shown = explaining.explanation(made, figure, found, LINKS, people={})
    assert shown.interval.startswith("95% interval 10.")
    assert [query.id for query in shown.queries] == figure.column["provenance"]["expressions"]
    assert shown.loads[0].accepted == "Accepted on 2 October 2025 by Ann Bell"
    assert shown.loads[0].files.rows[0][-1] == "ab" * 32


def test_the_public_is_not_told_who_accepted_a_load() -> None:
    made = stored_edition()
    figure = queries.figure(made, RATE)
    shown = explaining.explanation(
        made, figure, queries.foundations(made, figure), LINKS, people=None
    )
    assert ACCEPTED["load-5f0c2a91"]["by"] not in str(shown)


@pytest.mark.parametrize(
    "name",
    ["", "districts", "districts:Z99D00001", "districts:Z9:rate", "districts:Z99D00001:code"],
)
def test_what_is_no_number_has_no_explanation(name: str) -> None:
    with pytest.raises(NotYours):
        queries.figure(stored_edition(), name)
