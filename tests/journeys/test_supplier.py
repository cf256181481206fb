"""A supplier hands a file in, mends it, loads it, and takes it out again."""

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook

from builders.site import Site
from builders.visiting import Visitor, reach_by_tab, sign_in
from conftest import Visits
from headwater.web.config.demonstration import cast

SOURCE = "Assaults seen in emergency departments"
SITE = "Z9902"
HAVE_READ = "I have read the warnings and want to load the file as it is"


def file_for(site: Site, folder: Path, month: str, *, is_faulty: bool = False) -> Path:
    """A file that nobody has handed in yet: rows of another site and month, as long as this one.

    In one of them somebody typed a telephone number.
    """
    given = site.home / "loamshire" / "feeds" / "istv_ed" / "istv_Z9901_2025-06.csv"
    moved = given.read_text(encoding="utf-8").replace("Z9901", SITE).replace("2025-06", month)
    rows = list(csv.reader(moved.splitlines()))
    rows[1][-1] += ", call 07700 900123"
    if is_faulty:
        rows[2][0] = rows[2][0].replace(month, "2025-19")
    made = folder / f"istv_{SITE}_{month}.csv"
    with made.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return made


def hand_in(visitor: Visitor, file: Path) -> None:
    """Upload a file from the page of its source."""
    visitor.follow("Understand", within="nav")
    visitor.follow("Data in", within="nav")
    visitor.follow(SOURCE)
    visitor.follow("Upload a file", within="main")
    visitor.page.get_by_label("File", exact=True).set_input_files(file)
    visitor.press("Upload and check")


@pytest.mark.parametrize(
    ("has_script", "month"),
    [pytest.param(True, "2025-09", id="with script"), pytest.param(False, "2025-11", id="without")],
)
def test_a_supplier_loads_a_mended_file_and_undoes_it(
    site: Site, visits: Visits, tmp_path: Path, has_script: bool, month: str
) -> None:
    # Given a supplier who signs in
    supplier = visits(has_script=has_script)
    supplier.open("/work/")
    supplier.is_at("Sign in")
    sign_in(supplier, "contributor@loamshire.example", cast.PASSWORD)
    supplier.is_at("What waits for you")

    # When they hand in a file with a date that does not exist
    hand_in(supplier, file_for(site, tmp_path, month, is_faulty=True))

    # Then they read which row is wrong, and take the rows to mend away
    supplier.waits_for("The file was refused")
    supplier.sees("1 fault in", "2025-19")
    assert b"2025-19" in supplier.download("Rows to mend (CSV)").read_bytes()
    assert supplier.download("Rows to mend (XLSX)").read_bytes().startswith(b"PK")

    # When they hand in the mended file and confirm what they see
    hand_in(supplier, file_for(site, tmp_path, month))
    supplier.waits_for("Check and confirm")
    supplier.sees("Nothing is loaded until it is confirmed", "free texts held what could tell")
    supplier.choose(HAVE_READ)
    supplier.press("Confirm and load")

    # Then they get a receipt
    supplier.waits_for("File loaded")
    supplier.sees("Your reference number is", SITE)

    # When they undo it
    supplier.follow("Undo this load")
    supplier.fill("Why is it undone?", "It was the wrong month.")
    supplier.press("Undo this load")

    # Then it is out again
    supplier.waits_for("Upload undone")


def test_a_supplier_gets_to_the_receipt_by_keyboard_alone(
    site: Site, visits: Visits, tmp_path: Path
) -> None:
    # Given a supplier whose mouse is gone, on the page of what they supply
    supplier = visits("contributor")
    supplier.open("/work/loamshire/data/sources/istv_ed/")
    page = supplier.page

    # When they tab to the upload, choose a file, confirm it
    reach_by_tab(page, page.get_by_role("button", name="Upload a file"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    # A browser that is still busy with the page does not take the key for a person's.
    page.wait_for_load_state("networkidle")
    reach_by_tab(page, page.get_by_label("File", exact=True))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(file_for(site, tmp_path, "2026-04"))
    press_by_key(supplier, "Upload and check", key="Enter")
    supplier.waits_for("Check and confirm")
    reach_by_tab(page, page.get_by_label(HAVE_READ))
    page.keyboard.press("Space")
    press_by_key(supplier, "Confirm and load", key="Space")

    # Then they hold the receipt
    supplier.waits_for("File loaded")


def press_by_key(visitor: Visitor, words: str, *, key: str) -> None:
    """Tab to a button and press it."""
    page = visitor.page
    reach_by_tab(page, page.get_by_role("button", name=words))
    with page.expect_navigation():
        page.keyboard.press(key)
    visitor.look()


def test_a_supplier_chooses_the_sheet_of_a_workbook_and_puts_it_away(
    site: Site, visits: Visits, tmp_path: Path
) -> None:
    # Given a workbook whose rows are on the second of two sheets
    rows = csv.reader(file_for(site, tmp_path, "2026-06").read_text().splitlines())
    workbook = Workbook()
    workbook.active.append(["Read me first"])
    sheet = workbook.create_sheet("Assaults")
    for row in rows:
        sheet.append(row)
    workbook.save(tmp_path / "assaults.xlsx")

    # When it is handed in
    supplier = visits("contributor")
    supplier.open("/work/loamshire/")
    hand_in(supplier, tmp_path / "assaults.xlsx")

    # Then the supplier says on which sheet the rows are, whose they are and for when
    supplier.waits_for("Which sheet")
    supplier.page.get_by_label("Assaults").check()
    supplier.press("Continue")
    supplier.is_at("Match the columns")
    supplier.fill("Code of the hospital site", SITE)
    supplier.fill("Month it is for", "2026-06")
    supplier.press("Continue and check")
    supplier.waits_for("Check and confirm")

    # When they put it away, then nothing waits for them
    supplier.follow("Abandon this upload")
    supplier.press("Abandon it")
    supplier.sees("Abandoned")
