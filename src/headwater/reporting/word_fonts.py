"""Our typeface inside a Word document, so that it looks the same where it is not installed.

Word wants an embedded font with its first 32 bytes mixed with a key (ECMA-376 part 4, 17.8.1).
"""

import uuid
from typing import TYPE_CHECKING, Any

from headwater.reporting.drawings import FONTS

if TYPE_CHECKING:
    from docx.document import Document

FACES = {
    "embedRegular": "AtkinsonHyperlegible_400Regular.ttf",
    "embedBold": "AtkinsonHyperlegible_700Bold.ttf",
}
FONT = "Atkinson Hyperlegible"
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
MIXED_BYTES = 32


def embed(document: "Document") -> None:
    """Put the faces into a document and say that they are there."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.oxml import serialize_part_xml
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import OxmlElement, parse_xml
    from docx.oxml.ns import nsdecls, qn

    table = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    fonts = parse_xml(table.blob)
    entry = parse_xml(f'<w:font {nsdecls("w", "r")} w:name="{FONT}"/>')
    for tag, file in FACES.items():
        key = uuid.uuid5(uuid.NAMESPACE_URL, file)
        name = PackURI(f"/word/fonts/{file.removesuffix('.ttf')}.odttf")
        part = Part(name, CONTENT_TYPE, mixed((FONTS / file).read_bytes(), key), table.package)
        face = OxmlElement(f"w:{tag}")
        face.set(qn("r:id"), table.relate_to(part, RELATIONSHIP))
        face.set(qn("w:fontKey"), f"{{{str(key).upper()}}}")
        entry.append(face)
    fonts.append(entry)
    table._blob = serialize_part_xml(fonts)
    settings = document.settings.element
    for at, tag in enumerate(("w:embedTrueTypeFonts", "w:saveSubsetFonts")):
        settings.insert(_after_view(settings) + at, OxmlElement(tag))


def mixed(font: bytes, key: uuid.UUID) -> bytes:
    """A font with its first bytes mixed with a key. Mixing again gives the font back."""
    mask = bytes.fromhex(key.hex)[::-1] * 2
    start = bytes(a ^ b for a, b in zip(font[:MIXED_BYTES], mask, strict=True))
    return start + font[MIXED_BYTES:]


def _after_view(settings: Any) -> int:
    """Where the schema of settings wants fonts: after the few elements about the view."""
    before = (
        "writeProtection",
        "view",
        "zoom",
        "removePersonalInformation",
        "removeDateAndTime",
        "doNotDisplayPageBoundaries",
        "displayBackgroundShape",
        "printPostScriptOverText",
        "printFractionalCharacterWidth",
        "printFormsData",
    )
    names = [child.tag.rsplit("}", 1)[-1] for child in settings]
    return sum(name in before for name in names)
