"""A paper as a tagged PDF (PDF/UA-1 and PDF/A-2a), set by Typst."""

import json
from typing import Any

from headwater.core import words
from headwater.core.papers import Bullets, Facts, Grid, Heading, Note, Paper, Paragraph, Part
from headwater.reporting import pdf_tags
from headwater.reporting.column_widths import soft_broken
from headwater.reporting.paper_words import FICTIONAL, TYPE_SIZE, moment_of, widths_of
from headwater.reporting.pdf import TEMPLATES, river, typefaces


def pdf_bytes(paper: Paper) -> bytes:
    """The paper. Its date is that of its day, so that the same paper gives the same bytes."""
    import typst

    made = typst.compile(
        TEMPLATES / "paper.typ",
        root=TEMPLATES,
        font_paths=typefaces(),
        format="pdf",
        sys_inputs={"data": json.dumps(_data(paper), ensure_ascii=False, sort_keys=True)},
        pdf_standards=["ua-1", "a-2a"],
        timestamp=int(moment_of(paper).timestamp()),
    )
    tables = sum(isinstance(part, Grid) and bool(part.rows) for part in paper.parts)
    return pdf_tags.with_row_headers(made, [1] * tables)


def _data(paper: Paper) -> dict[str, Any]:
    """Everything the template prints, as strings ready to read."""
    day = paper.made_on
    return {
        "title": paper.title,
        "subtitle": paper.subtitle,
        "publisher": paper.publisher,
        "marking": paper.marking,
        "fictional": FICTIONAL if paper.is_fictional else "",
        "date": [day.year, day.month, day.day],
        "day": words.day(day),
        "river": river(),
        "parts": [_part(part) for part in paper.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    match part:
        case Heading():
            return {"kind": "heading", "text": part.text, "level": part.level}
        case Paragraph():
            return {"kind": "paragraph", "text": part.text, "strong": part.strong}
        case Bullets():
            return {"kind": "bullets", "items": list(part.items)}
        case Facts():
            return {"kind": "facts", "rows": [list(row) for row in part.rows]}
        case Note():
            return {"kind": "note", "title": part.title, "text": part.text}
        case Grid():
            return _grid(part)


def _grid(grid: Grid) -> dict[str, Any]:
    if not grid.rows:
        return {"kind": "paragraph", "text": grid.empty, "strong": f"{grid.caption}."}
    return {
        "kind": "table",
        "caption": grid.caption,
        "columns": [soft_broken(each, type_size=TYPE_SIZE, is_bold=True) for each in grid.columns],
        "rows": [[soft_broken(cell, type_size=TYPE_SIZE) for cell in row] for row in grid.rows],
        "widths": [round(width, 2) for width in widths_of(grid)],
        "size": TYPE_SIZE,
    }
