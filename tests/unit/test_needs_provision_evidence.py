"""Evidence of what works beside the local offer."""

from pathlib import Path

from builders.provision import County, Row, build_lake, build_service, look_at
from headwater.analysis.needs.chapters import evidence
from headwater.analysis.needs.drafting import Draft
from headwater.core.editions import BlockKind
from headwater.rulebook import Impact, evidence_toolkit

HIGH = [each for each in evidence_toolkit() if each.impact is Impact.HIGH]


def drafted(tmp_path: Path, *rows: Row) -> Draft:
    found = look_at(build_lake(tmp_path, County(services=rows)))
    draft = Draft()
    evidence.compose(found.view, found.services, draft)
    return draft


def offering(*approaches: str | None) -> list[Row]:
    return [
        build_service(number=n, name=f"S{n}", approach=approach)
        for n, approach in enumerate(approaches, start=1)
    ]


def test_high_impact_approaches_that_nobody_offers_are_named_with_their_date(
    tmp_path: Path,
) -> None:
    draft = drafted(tmp_path, *offering(*[each.id for each in HIGH[1:]]))
    finding = draft.findings["evidence.missing"]
    assert finding.sentence == (
        f"No running service names 1 of the {len(HIGH)} approaches that the toolkit puts in its "
        f"highest band (read {HIGH[0].source_date}): {HIGH[0].name}."
    )
    assert finding.figures == (f"evidence-approaches:{HIGH[0].id}:services",)


def test_nothing_is_missing_where_every_high_impact_approach_is_offered(tmp_path: Path) -> None:
    draft = drafted(tmp_path, *offering(*[each.id for each in HIGH]))
    assert "evidence.missing" not in draft.findings
    assert draft.tables["evidence-bands"].value.rows[0][2] == len(HIGH)


def test_a_service_that_has_stopped_offers_nothing(tmp_path: Path) -> None:
    gone = {**offering(HIGH[0].id)[0], "status": "defunct"}
    draft = drafted(tmp_path, gone, *offering(*[each.id for each in HIGH[1:]])[1:])
    assert HIGH[0].name in draft.findings["evidence.missing"].sentence


def test_an_approach_found_to_do_harm_is_named_with_respect(tmp_path: Path) -> None:
    finding = drafted(tmp_path, *offering("boot_camps")).findings["evidence.harm"]
    assert "boot camps" in finding.sentence
    assert "worth asking about before anything is decided" in finding.sentence
    assert "S1" not in finding.sentence
    assert evidence.OF_THE_APPROACH in finding.cautions


def test_no_clear_evidence_is_not_called_failure(tmp_path: Path) -> None:
    finding = drafted(tmp_path, *offering("arts_programmes")).findings["evidence.unclear"]
    assert finding.sentence.startswith("1 running service names an approach without clear evidence")
    assert "No clear evidence is not evidence of no effect." in finding.cautions


def test_services_without_a_stated_or_known_approach_are_listed(tmp_path: Path) -> None:
    table = drafted(tmp_path, *offering(None, "our_own_way")).tables["evidence-services"].value
    assert table.values("approach") == ("our_own_way", "not stated")


def test_with_only_good_approaches_there_is_nobody_to_ask(tmp_path: Path) -> None:
    draft = drafted(tmp_path, *offering("mentoring"))
    assert "evidence-services" not in draft.tables
    assert not {"evidence.harm", "evidence.unclear"} & set(draft.findings)


def test_every_approach_is_listed_with_its_source_and_date(tmp_path: Path) -> None:
    table = drafted(tmp_path, *offering(None)).tables["evidence-approaches"].value
    assert len(table.rows) == len(evidence_toolkit())
    assert all("20" in str(source) for source in table.values("source"))


def test_without_a_directory_the_toolkit_is_still_there(tmp_path: Path) -> None:
    view = look_at(build_lake(tmp_path, County())).view
    draft = Draft()
    blocks = evidence.compose(view, None, draft)
    assert any(block.kind is BlockKind.UNKNOWN for block in blocks)
    assert set(draft.tables["evidence-approaches"].value.values("services")) == {"[x]"}
