"""Plain text as paragraphs, headings and lists: all that a post may hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """Kinds of part."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a text."""

    kind: Part
    text: str = ""
    items: tuple[str, ...] = ()


def blocks(text: str) -> tuple[Block, ...]:
    """A text in parts: `## ` starts a heading, `- ` an item, an empty line a paragraph.

    >>> [block.kind.value for block in blocks("## Where\\n\\nHere.\\n\\n- one\\n- two")]
    ['heading', 'paragraph', 'list']
    """
    return tuple(_blocks(text))


def _blocks(text: str) -> Iterator[Block]:
    for chunk in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.strip() for line in chunk.split("\n") if line.strip()]
        if not lines:
            continue
        if lines[0].startswith("## "):
            yield Block(Part.HEADING, lines[0][3:].strip())
            lines = lines[1:]
        if lines and all(line.startswith("- ") for line in lines):
            yield Block(Part.LIST, items=tuple(line[2:].strip() for line in lines))
        elif lines:
            yield Block(Part.PARAGRAPH, " ".join(lines))
