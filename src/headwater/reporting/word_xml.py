"""The pieces of a Word document's XML that python-docx has no words for."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph


def qualified(tag: str) -> str:
    """A tag or attribute with its namespace spelled out."""
    from docx.oxml.ns import qn

    return qn(tag)


def element(tag: str, **attributes: object) -> Any:
    """A new element with attributes of Word's own namespace."""
    from docx.oxml import OxmlElement

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qualified(f"w:{name}"), str(value))
    return made


def add(parent: Any, tag: str, **attributes: object) -> Any:
    """A new element at the end of another."""
    made = element(tag, **attributes)
    parent.append(made)
    return made


def clean(text: str) -> str:
    """Text without the control characters that XML cannot hold."""
    return "".join(each for each in text if each >= " " or each in "\n\t")


def add_field(paragraph: "Paragraph", code: str, shown: str, *, dirty: bool = False) -> None:
    """A field such as a page number, with what it shows until Word works it out."""
    for step in ("begin", None, "separate", "shown", "end"):
        run = paragraph.add_run()
        if step is None:
            text = add(run._r, "w:instrText")
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            text.text = code
        elif step == "shown":
            run.text = shown
        else:
            mark = add(run._r, "w:fldChar", fldCharType=step)
            if dirty and step == "begin":
                mark.set(qualified("w:dirty"), "true")
