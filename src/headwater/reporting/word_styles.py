"""How our Word documents look: real styles throughout, so that people can edit them."""

from typing import TYPE_CHECKING, Any

from headwater.reporting.palette import DEEP_RIVER, FORD, INK, MIST, QUIET_INK, RIVER
from headwater.reporting.word_fonts import FONT
from headwater.reporting.word_xml import add, element, qualified

if TYPE_CHECKING:
    from docx.document import Document

LANGUAGE = "en-GB"
PAGE_WIDTH_CM = 17.0
PAGE_HEIGHT_CM, PAGE_ACROSS_CM = 29.7, 21.0


def set_page(document: "Document") -> None:
    """Upright A4 with our margins; the first page has no running header."""
    from docx.shared import Cm

    section = document.sections[0]
    section.page_width, section.page_height = Cm(PAGE_ACROSS_CM), Cm(PAGE_HEIGHT_CM)
    section.left_margin = section.right_margin = Cm((PAGE_ACROSS_CM - PAGE_WIDTH_CM) / 2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    section.different_first_page_header_footer = True


def add_styles(document: "Document") -> None:
    """Every style our documents use: those Word has, reshaped, and our own."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    styles = document.styles
    known: tuple[tuple[str, float, str, bool, float, float], ...] = (
        ("Normal", 10.5, INK, False, 0, 7),
        ("Title", 32, DEEP_RIVER, True, 150, 8),
        ("Subtitle", 18, RIVER, False, 0, 20),
        ("Heading 1", 20, DEEP_RIVER, True, 26, 8),
        ("Heading 2", 14, DEEP_RIVER, True, 16, 6),
        ("Heading 3", 11, INK, True, 12, 4),
        ("Caption", 11, INK, True, 14, 4),
        ("List Bullet", 10.5, INK, False, 0, 4),
    )
    for name, size, colour, bold, before, after in known:
        _shape_style(styles[name], size, colour, bold=bold, before=before, after=after)
    for name in ("Heading 1", "Heading 2", "Heading 3", "Caption"):
        styles[name].paragraph_format.keep_with_next = True
    _add_border(styles["Heading 1"].element, {"top": (18, RIVER, 8)})
    _add_border(styles["Title"].element, {})
    own: tuple[tuple[str, str, float, str, bool, float, float], ...] = (
        ("Question", "Normal", 12, QUIET_INK, False, 0, 10),
        ("Finding", "Normal", 11.5, INK, True, 10, 0),
        ("Key finding", "Normal", 10, INK, True, 5, 0),
        ("Finding detail", "Normal", 10, INK, False, 0, 0),
        ("Box", "Normal", 10.5, INK, False, 10, 10),
        ("Small", "Normal", 8.5, QUIET_INK, False, 2, 2),
        ("Working", "Normal", 8, INK, False, 0, 2),
        ("Table text", "Normal", 9.0, INK, False, 1.5, 1.5),
        ("Code", "Normal", 8, INK, False, 0, 8),
    )
    for name, based, size, colour, bold, before, after in own:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles[based]
        _shape_style(style, size, colour, bold=bold, before=before, after=after)
    for name in ("Finding", "Key finding"):
        styles[name].paragraph_format.keep_with_next = True
        styles[name].paragraph_format.keep_together = True
    for name in ("Finding", "Finding detail"):
        # A white line above keeps Word from joining one finding to the next.
        top = {"top": (48, "#ffffff", 0)} if name == "Finding" else {}
        _add_border(styles[name].element, {**top, "left": (36, RIVER, 8)}, fill=MIST)
        styles[name].paragraph_format.left_indent = Pt(12)
    _add_border(
        styles["Box"].element, dict.fromkeys(("top", "left", "bottom", "right"), (8, FORD, 6))
    )
    styles["Box"].paragraph_format.left_indent = Pt(8)
    styles["Code"].font.name = "Consolas"
    _add_border(styles["Code"].element, {}, fill=MIST)


def _shape_style(
    style: Any, size: float, colour: str, *, bold: bool, before: float, after: float
) -> None:
    from docx.shared import Pt, RGBColor

    style.font.name = FONT
    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.italic = False
    style.font.color.rgb = RGBColor.from_string(colour.lstrip("#"))
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    # Word's own default is a seventh more, which our typeface, being tall, does not need.
    style.paragraph_format.line_spacing = 1.0
    properties = style.element.get_or_add_rPr()
    fonts = properties.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qualified(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qualified(f"w:{script}"), FONT)
    add(properties, "w:lang", val=LANGUAGE)


def _add_border(style: Any, sides: dict[str, tuple[int, str, int]], *, fill: str = "") -> None:
    """Lines beside a paragraph style, and a tint behind it. Takes away what was there."""
    properties = style.get_or_add_pPr()
    for old in properties.findall(qualified("w:pBdr")) + properties.findall(qualified("w:shd")):
        properties.remove(old)
    made = []
    if sides:
        border = element("w:pBdr")
        for side, (width, colour, space) in sides.items():
            add(border, f"w:{side}", val="single", sz=width, space=space, color=colour[1:])
        made.append(border)
    if fill:
        made.append(element("w:shd", val="clear", color="auto", fill=fill[1:]))
    after = (
        "w:shd",
        "w:tabs",
        "w:suppressAutoHyphens",
        "w:spacing",
        "w:ind",
        "w:contextualSpacing",
        "w:jc",
        "w:outlineLvl",
        "w:rPr",
    )
    for each in made:
        properties.insert_element_before(each, *(after[1:] if each.tag.endswith("}shd") else after))
