"""Published grants as staff make them ready and as anybody reads them."""

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from builders.publishing import (
    AT,
    REASON,
    WORTH,
    approver,
    build_award,
    build_batch,
    build_paid,
    build_paid_grant,
    build_published,
    lead,
    leave_out,
    look_at,
    other_grant,
    propose,
    raw_of,
    say_whom,
    take_in,
)
from builders.web import build_workspace, client_with
from headwater.sources.giving_360.reading import read_grants
from headwater.web.accounts.roles import Role
from headwater.web.grants.publishing.changes import files
from headwater.web.grants.publishing.models import (
    Batch,
    Imprint,
    NameLeftOut,
    OtherFile,
    OtherGrant,
    Particulars,
)
from headwater.web.grants.publishing.rules.files import sha256
from headwater.web.releases import changes as releases
from headwater.web.releases.models import Release

pytestmark = pytest.mark.django_db


def at(name: str, *more: str) -> str:
    return reverse(f"publishing:{name}", args=["loamshire", *more])


def lead_client() -> Client:
    build_workspace()
    return client_with(Role.LEAD)


def words_of(response: Any, status: int = 200) -> str:
    assert response.status_code == status
    return str(response.content.decode())


# --- staff ---------------------------------------------------------------------------------------


def test_the_first_page_says_what_to_do_before_there_is_an_award() -> None:
    assert "No award yet" in words_of(lead_client().get(at("files")))


def test_awards_are_listed_with_what_each_lacks() -> None:
    build_award()
    build_award(title="Boxing", reasons="")
    words = words_of(lead_client().get(at("files")))
    assert "1 grant of £3,000 can be published. 1 grant lacks something" in words
    assert "which the law asks" in words
    only = words_of(lead_client().get(at("files") + "?state=missing"))
    assert "Boxing" in only
    assert "Friday football" not in only


def test_the_list_downloads_with_the_same_filter() -> None:
    build_award(title="Boxing", reasons="")
    build_award()
    rows = list(csv.DictReader(io.StringIO(words_of(lead_client().get(at("files_csv"))))))
    assert {row["publication"] for row in rows} == {"Ready", "Something is missing"}
    some = words_of(lead_client().get(at("files_csv") + "?state=missing"))
    assert len(list(csv.DictReader(io.StringIO(some)))) == 1


def test_a_ledger_that_disagrees_is_said_before_anything_is_made() -> None:
    award = build_award()
    award.amount += 1
    award.save(update_fields=["amount"])
    assert "£1.00 less promised and paid" in words_of(lead_client().get(at("files")))


def test_one_action_makes_the_file_the_lists_and_the_pages() -> None:
    build_award()
    client = lead_client()
    made = client.post(at("make"))
    batch = Batch.objects.get()
    assert made["Location"] == at("batch", batch.reference)
    words = words_of(client.get(made["Location"]))
    assert batch.json_sha256 in words
    assert "Friday football" in words
    for name, sha in (("grants.json", batch.json_sha256), ("lists.csv", batch.list_sha256)):
        assert sha256(words_of(client.get(at("batch_file", batch.reference, name)))) == sha


def test_nothing_ready_is_said_and_nothing_is_made() -> None:
    build_award(reasons="")
    client = lead_client()
    words = words_of(client.post(at("make"), follow=True))
    assert "No grant is ready to be published yet" in words
    assert not Batch.objects.exists()


def test_files_are_proposed_with_a_reason_and_previewed_by_those_who_decide() -> None:
    batch = build_batch()
    client = lead_client()
    refused = client.post(at("propose", batch.reference), {"reason": "Short"})
    assert words_of(refused, 422).count("Error:") >= 1
    client.post(at("propose", batch.reference), {"reason": REASON})
    release = Release.objects.get()
    preview = reverse("public_site:preview", args=["loamshire", release.reference])
    shown = client_with(Role.APPROVER).get(preview, follow=True)
    assert "Grants and payments as they were made ready" in words_of(shown)


def test_a_project_is_seen_before_it_is_public_as_it_will_be_read() -> None:
    batch = build_batch()
    project = batch.content["projects"][0]["reference"]
    words = words_of(client_with(Role.APPROVER).get(at("batch_project", batch.reference, project)))
    assert "Preview:" in words
    assert "Two coaches at every session." in words
    assert words_of(Client().get(reverse("publishing:project", args=[project])), 404)


def test_an_award_says_what_is_missing_and_where_to_mend_it() -> None:
    award = build_award(application={"area_codes": [], "charity_number": ""})
    client = lead_client()
    words = words_of(client.get(at("award", award.reference)))
    assert "It does not say where people benefit" in words
    assert at("award_edit", award.reference) in words
    sent = {"version": 0, "recipient_id": "GB-EDU-100000", "places": ["Z99D00006"]}
    client.post(at("award_edit", award.reference), sent)
    words = words_of(client.get(at("award", award.reference)))
    assert "Nothing is missing." in words
    assert "GB-EDU-100000" in words


def test_two_who_add_at_once_lose_nothing() -> None:
    award = build_award()
    client = lead_client()
    client.post(at("award_edit", award.reference), {"version": 0, "recipient_id": "GB-EDU-1"})
    late = client.post(
        at("award_edit", award.reference), {"version": 0, "recipient_id": "GB-EDU-2"}
    )
    words = words_of(late, 422)
    assert "GB-EDU-1; no place chosen" in words
    assert 'value="GB-EDU-2"' in words
    client.post(at("award_edit", award.reference), {"version": 1, "recipient_id": "GB-EDU-2"})
    assert Particulars.objects.get().recipient_id == "GB-EDU-2"


@pytest.mark.parametrize("wrong", ["1164883", "GB CHC 1"])
def test_what_is_no_identifier_is_refused_with_an_example(wrong: str) -> None:
    award = build_award()
    sent = {"version": 0, "recipient_id": wrong}
    words = words_of(lead_client().post(at("award_edit", award.reference), sent), 422)
    assert "such as GB-CHC-1164883" in words


def test_a_name_is_left_out_and_put_back() -> None:
    award = build_award(description="Run by Ann Other on Friday evenings.")
    client = lead_client()
    sent = {"words": "Ann Other", "reason": "A volunteer who does not want to be named."}
    client.post(at("name_new", award.reference), sent)
    words = words_of(client.get(at("award", award.reference)))
    assert "Run by [name left out] on Friday evenings." in words
    name = NameLeftOut.objects.get()
    assert "Put the name back?" in words_of(client.get(at("name_back", name.reference)))
    client.post(at("name_back", name.reference))
    assert not NameLeftOut.objects.exists()


def test_the_reason_for_leaving_a_name_out_does_not_give_it_away() -> None:
    award = build_award()
    sent = {"words": "Ann Other", "reason": "Because Ann Other did not agree to it."}
    words = words_of(lead_client().post(at("name_new", award.reference), sent), 422)
    assert "without repeating the name" in words


def test_readers_do_not_see_names_that_are_left_out() -> None:
    award = build_award(description="Run by Ann Other on Friday evenings.")
    leave_out(award, "Ann Other")
    assert "Ann Other" not in words_of(client_with(Role.VIEWER).get(at("award", award.reference)))


def test_who_publishes_is_written_once_and_stands_in_the_files() -> None:
    build_award()
    client = lead_client()
    words = words_of(client.post(at("imprint"), {"version": 0, "publisher_prefix": "loam"}), 422)
    assert "such as 360G-loamshire" in words
    client.post(at("imprint"), {"version": 0, "publisher_prefix": "360G-loampcc"})
    assert Imprint.objects.get().prefix == "360G-loampcc"
    late = client.post(at("imprint"), {"version": 0, "publisher_prefix": "360G-other"})
    assert "360G-loampcc" in words_of(late, 422)


# --- other funders -------------------------------------------------------------------------------


def upload(client: Client, raw: bytes, name: str = "harbour.json") -> Any:
    return client.post(at("other_files"), {"file": SimpleUploadedFile(name, raw)})


def test_a_file_is_looked_at_taken_in_and_undone() -> None:
    client = lead_client()
    there = upload(client, raw_of(other_grant(), {"id": "360G-wrong"}))["Location"]
    words = words_of(client.get(there))
    assert "1 grant would be new" in words
    assert "1 grant with faults would be left out" in words
    assert "recipientOrganization" in words
    seal = words.partition('name="seal" value="')[2].partition('"')[0]
    client.post(there, {"seal": seal})
    assert OtherGrant.objects.get().title == "Evening boxing"
    file = OtherFile.objects.get()
    client.post(at("other_undo", file.reference))
    assert not OtherGrant.objects.exists()


def test_a_file_that_holds_no_grants_is_refused_on_the_form() -> None:
    words = words_of(upload(lead_client(), b"{}"), 422)
    assert "The file has no grants" in words


def test_grants_of_others_are_found_by_name_and_number() -> None:
    build_award(application={"charity_number": "1234567", "organisation": "Harbour Light"})
    take_in(other_grant(), other_grant("360G-other-2", title="Swimming"))
    client = lead_client()
    words = words_of(client.get(at("others")))
    assert "2 grants" in words
    assert "The Harbour Trust, £12,000.50" in words
    assert "Swimming" in words_of(client.get(at("others") + "?words=1234567"))
    assert "No grant is like that." in words_of(client.get(at("others") + "?words=nobody"))
    rows = list(csv.DictReader(io.StringIO(words_of(client.get(at("others_csv"))))))
    assert {row["amount"] for row in rows} == {"12000.50"}


def test_a_real_file_is_taken_in_and_given_back_without_loss(shared_data: Path) -> None:
    """Of A B Charitable Trust, published under CC BY 4.0."""
    raw = gzip.decompress((shared_data / "grants" / "360g_abct_grants.json.gz").read_bytes())
    client = lead_client()
    there = upload(client, raw)["Location"]
    words = words_of(client.get(there))
    assert "783 grants would be new, 0 would change" in words
    seal = words.partition('name="seal" value="')[2].partition('"')[0]
    client.post(there, {"seal": seal})
    back = json.loads(words_of(client.get(at("others_json"))))
    assert back["grants"] == json.loads(raw)["grants"]


def test_a_file_can_be_left() -> None:
    file = look_at(other_grant())
    lead_client().post(at("other_drop", file.reference))
    assert OtherFile.objects.get().stage == "dropped"


# --- the public ----------------------------------------------------------------------------------

PAGES = ("projects", "money", "months")


@pytest.mark.parametrize("name", PAGES)
def test_public_pages_say_so_when_nothing_is_published(name: str) -> None:
    words = words_of(Client().get(reverse(f"publishing:{name}")))
    assert "published at the moment" in words or "No list is published yet" in words


def test_anybody_reads_projects_and_one_of_them() -> None:
    build_award()
    build_published()
    words = words_of(Client().get(reverse("publishing:projects")))
    assert "1 project was given £3,000 in all." in words
    assert "Farholt" in words
    project = Release.objects.get().snapshot["projects"][0]["reference"]
    page = words_of(Client().get(reverse("publishing:project", args=[project])))
    for part in (
        "Friday football",
        "Two coaches at every session.",
        "hurt less often",
        "£3,000.00",
    ):
        assert part in page
    assert "has not reported yet" in page
    assert "Ann Other" not in page


def test_what_changes_after_publication_is_not_public() -> None:
    award = build_award()
    build_published()
    award.title = "Something else"
    award.save(update_fields=["title"])
    assert "Something else" not in words_of(Client().get(reverse("publishing:projects")))


def test_projects_are_filtered_in_the_address_and_in_the_file() -> None:
    build_award()
    build_award(title="Boxing", application={"area_codes": ["Z99D00001"], "approach": ""})
    build_published()
    asked = "?place=Z99D00001&year=2026-27"
    words = words_of(Client().get(reverse("publishing:projects") + asked))
    assert "1 project that you asked for was given £3,000" in words
    assert ">Boxing<" in words
    assert ">Friday football<" not in words
    file = words_of(Client().get(reverse("publishing:projects_csv") + asked))
    assert [row["title"] for row in csv.DictReader(io.StringIO(file))] == ["Boxing"]
    none = words_of(Client().get(reverse("publishing:projects") + "?text=nothing+like+it"))
    assert "No project is like that." in none


def test_the_files_at_stable_addresses_are_360giving_with_place_and_licence() -> None:
    build_award()
    build_published()
    given = Client().get(reverse("publishing:grants", args=["json"]))
    package = json.loads(words_of(given))
    assert package["license"].startswith("https://www.nationalarchives.gov.uk/")
    assert package["downloadURL"].endswith("/projects/grants.json")
    found = read_grants(given.content, name="grants.json")
    assert (found.faults, found.cautions) == ((), ())
    sheet = Client().get(reverse("publishing:grants", args=["csv"]))
    assert list(read_grants(sheet.content, name="grants.csv").grants) == package["grants"]
    assert 'rel="describedby"' in sheet["Link"]
    described = json.loads(
        words_of(Client().get(reverse("publishing:grants", args=["csv-metadata.json"])))
    )
    header = next(csv.reader(io.StringIO(sheet.content.decode())))
    assert [each["titles"] for each in described["tableSchema"]["columns"]] == header


def test_each_number_keeps_its_file() -> None:
    build_award()
    first = build_published()
    build_award(title="Boxing")
    build_published(at=AT.replace(day=20))
    old = json.loads(
        words_of(Client().get(reverse("publishing:edition", args=[first.slug, 1, "json"])))
    )
    now = json.loads(words_of(Client().get(reverse("publishing:grants", args=["json"]))))
    assert (len(old["grants"]), len(now["grants"])) == (1, 2)


@pytest.mark.parametrize("address", ["/projects/grants.json", "/projects/grants.xml"])
def test_a_file_that_is_not_there_is_not_found(address: str) -> None:
    words_of(Client().get(address), 404)


def test_the_list_of_a_month_has_what_the_law_asks() -> None:
    build_award()
    build_published()
    months = words_of(Client().get(reverse("publishing:months")))
    assert "October 2026" in months
    month = words_of(Client().get(reverse("publishing:month", args=["2026-09"])))
    for heading in ("Recipient", "Purpose", "Conditions", "Reasons"):
        assert f">{heading}</th>" in month
    empty = words_of(Client().get(reverse("publishing:month", args=["2026-10"])))
    assert "No grant was made in October 2026." in empty
    rows = list(
        csv.DictReader(
            io.StringIO(words_of(Client().get(reverse("publishing:month_csv", args=["2026-09"]))))
        )
    )
    assert rows[0]["reasons"].startswith("Young people who have somewhere to go")
    words_of(Client().get(reverse("publishing:month", args=["2026-11"])), 404)


def test_the_way_of_the_money_adds_up_for_whoever_checks() -> None:
    build_award(amount="2999.99")
    build_award(amount="500.01", reasons="")
    build_published()
    words = words_of(Client().get(reverse("publishing:money")))
    for amount in ("£50,000.00", "£2,999.99", "£500.01", "£46,500.00"):
        assert amount in words


def test_public_pages_ask_little_of_the_database(django_assert_max_num_queries: Any) -> None:
    build_award()
    build_published()
    with django_assert_max_num_queries(12):
        Client().get(reverse("publishing:projects"))


# --- payments over £500 --------------------------------------------------------------------------


def test_a_lead_says_whom_a_payment_went_to_and_why() -> None:
    paid = build_paid()
    client = lead_client()
    words = words_of(client.get(at("outlays")))
    assert "0 payments of £0 can be published. 1 payment lacks something" in words
    assert at("outlay", paid.reference) in words
    assert "It does not say who was paid" in words_of(client.get(at("outlay", paid.reference)))
    said = {"version": 0, "recipient": "Weir Training Ltd", "value": WORTH}
    client.post(at("outlay_edit", paid.reference), said)
    words = words_of(client.get(at("outlay", paid.reference)))
    assert "Nothing is missing." in words
    assert "Weir Training Ltd" in words
    again = client.post(at("outlay_edit", paid.reference), {**said, "recipient": "Another Ltd"})
    assert "Weir Training Ltd" in words_of(again, 422)


def test_the_payments_that_lack_something_are_found_and_downloaded() -> None:
    say_whom(build_paid(words="Hire of a hall"))
    build_paid(words="A trainer for the panel")
    client = lead_client()
    only = words_of(client.get(at("outlays") + "?state=missing"))
    assert "A trainer for the panel" in only
    assert "Hire of a hall" not in only
    every = csv.DictReader(io.StringIO(words_of(client.get(at("outlays_csv")))))
    assert {row["publication"] for row in every} == {"Ready", "Something is missing"}
    some = words_of(client.get(at("outlays_csv") + "?state=missing"))
    assert len(list(csv.DictReader(io.StringIO(some)))) == 1


def test_a_name_is_left_out_of_a_payment_and_put_back() -> None:
    paid = build_paid()
    say_whom(paid, recipient="Ann Other")
    client = lead_client()
    sent = {"words": "Ann Other", "reason": "A private person who was paid once."}
    client.post(at("outlay_name_new", paid.reference), sent)
    shown = words_of(client_with(Role.VIEWER).get(at("outlay", paid.reference)))
    assert "[name left out]" in shown
    assert "Ann Other" not in shown
    name = NameLeftOut.objects.get()
    back = client.post(at("name_back", name.reference))
    assert back["Location"] == at("outlay", paid.reference)


def test_a_payment_of_a_grant_is_made_ready_with_its_grant() -> None:
    award = build_award()
    paid = build_paid_grant(award)
    assert at("award", award.reference) in words_of(lead_client().get(at("outlays")))
    assert lead_client().get(at("outlay", paid.reference)).status_code == 404


def test_anybody_reads_and_downloads_the_payments_of_a_month() -> None:
    award = build_award()
    build_paid_grant(award, payee="Harbour Light")
    say_whom(build_paid(), recipient="=Weir Training Ltd")
    client = Client()
    assert "No list is published yet" in words_of(client.get(reverse("publishing:spending")))
    build_published()
    words = words_of(client.get(reverse("publishing:spending")))
    assert "October 2026" in words
    month = words_of(client.get(reverse("publishing:spending_month", args=["2026-10"])))
    assert "1 payment over £500 was made, £1,200.00 in all." in month
    assert WORTH in month
    rows = list(
        csv.DictReader(
            io.StringIO(
                words_of(client.get(reverse("publishing:spending_month_csv", args=["2026-10"])))
            )
        )
    )
    assert [(row["recipient"], row["amount_gbp"], row["kind"]) for row in rows] == [
        ("'=Weir Training Ltd", "1200.00", "Paid directly")
    ]
    every = words_of(client.get(reverse("publishing:spending_csv")))
    assert sha256(every) == Batch.objects.get().spending_sha256
    assert words_of(client.get(reverse("publishing:spending_month", args=["2026-12"])), 404)
    june = words_of(client.get(reverse("publishing:spending_month", args=["2026-06"])))
    assert reverse("publishing:project", args=[award.reference]) in june


def test_files_of_payments_are_kept_byte_for_byte() -> None:
    say_whom(build_paid())
    batch = build_batch()
    client = lead_client()
    found = words_of(client.get(at("batch_file", batch.reference, "spending.csv")))
    assert sha256(found) == batch.spending_sha256
    assert "1 monthly list of payments over £500, October 2026." in words_of(
        client.get(at("batch", batch.reference))
    )
    Batch.objects.update(spending_sha256="")
    assert words_of(client.get(at("batch_file", batch.reference, "spending.csv")), 404)


# --- the catalogue of open data ------------------------------------------------------------------


def catalogued() -> list[Any]:
    found = Client().get(reverse("public_site:catalogue")).json()["dcat:dataset"]
    return [each for each in found if each["dct:title"] == "Grants and payments over £500"]


def test_the_files_stand_in_the_catalogue_once_they_are_public() -> None:
    build_batch()
    assert catalogued() == []
    say_whom(build_paid())
    release = build_published()
    (dataset,) = catalogued()
    addresses = [each["dcat:downloadURL"]["@id"] for each in dataset["dcat:distribution"]]
    assert [each.removeprefix("http://testserver") for each in addresses] == [
        "/projects/grants.json",
        "/projects/grants.csv",
        "/projects/months/grants.csv",
        "/projects/spending/payments.csv",
    ]
    kept = [each["@id"] for each in dataset["dcat:hasVersion"]]
    assert kept == [
        f"http://testserver/projects/editions/{release.slug}/{release.number}/grants.json"
    ]
    for address in (*addresses, *kept):
        assert words_of(Client().get(address))
    assert dataset["dct:license"]["@id"].startswith("https://www.nationalarchives.gov.uk/")


def test_the_catalogue_names_no_file_that_is_not_there() -> None:
    say_whom(build_paid())
    batch = files.make(workspace=build_workspace(), actor=lead(), at=AT)
    release = propose(batch)
    releases.approve(release=release, reason=REASON, actor=approver(), at=AT)
    releases.publish(release=release, actor=lead(), at=AT)
    (dataset,) = catalogued()
    for each in dataset["dcat:distribution"]:
        assert words_of(Client().get(each["dcat:downloadURL"]["@id"]))
