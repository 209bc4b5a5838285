"""Word files into text: headings, paragraphs, items of lists, rows of tables, in their order.

Deleted text, headers, footers and comments are left out; footnotes stand at the end.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from medtechkg.errors import SourceError
from medtechkg.locations import Content

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from lxml.etree import _Element

__all__ = ["read"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = frozenset(
    (f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}instrText", _FALLBACK)
)
_HEADING = re.compile(r"(?:heading|überschrift)\s*([1-6])", re.I)
_LIST = re.compile(r"list (?:bullet|number|paragraph)|bullet", re.I)
_UNWRITTEN = re.compile("[\u00ad\u200b\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read(content: Content) -> tuple[str, dict[str, str]]:
    """Read a Word file: its text, and what its properties say.

    Raises:
        SourceError: if it is damaged.
    """
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import XMLSyntaxError

    try:
        file = docx.Document(io.BytesIO(content.data))
        text = "\n".join(_lines(file)).strip("\n") + "\n"
        known = _known(file)
    except (OpcError, XMLSyntaxError, KeyError, ValueError) as error:
        raise SourceError(
            content.location, "the Word file is damaged", "open it and save a copy"
        ) from error
    if content.url:
        known["url"] = content.url
    return re.sub(r"\n{3,}", "\n\n", text), known


def _known(file: WordFile) -> dict[str, str]:
    """Take the title, the language, and when the file was last saved: its text is no younger."""
    told, found = file.core_properties, {}
    if told.title.strip():
        found["title"] = " ".join(told.title.split())
    if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", told.language or ""):
        found["language"] = told.language
    saved, made = told.modified, told.created
    if saved and made and saved > made:  # else they may be those of the template
        day = saved.date().isoformat()
        found["not-after"] = day
        found["not-after-because"] = f"The Word file says that it was saved on {day}."
    return found


# -- blocks -----------------------------------------------------------------------------------


def _lines(file: WordFile) -> Iterator[str]:
    styles = _styles(file)
    yield from _blocks(file.element.body, styles)
    for part in file.part.package.iter_parts():
        if str(part.partname).endswith("/footnotes.xml"):
            from lxml import etree

            parser = etree.XMLParser(resolve_entities=False)
            for note in etree.fromstring(part.blob, parser):
                yield from _blocks(note, styles)


def _styles(file: WordFile) -> dict[str, tuple[int, bool]]:
    """For each style how deep a heading it is, and whether it is of a list; styles inherit.

    The title is above all headings.
    """
    found: dict[str, tuple[int, bool]] = {}
    for style in file.styles:
        each: Any = style
        level, listed = 0, False
        while each is not None and not level:
            name = each.name or ""
            heading = _HEADING.match(name)
            outline = each.element.find(f"{_W}pPr/{_W}outlineLvl")
            if heading:
                level = min(6, int(heading[1]) + 1)
            elif name.lower() == "title":
                level = 1
            elif outline is not None and outline.get(f"{_W}val", "9") < "6":
                level = min(6, int(outline.get(f"{_W}val")) + 2)
            numbered = each.element.find(f"{_W}pPr/{_W}numPr") is not None
            listed = listed or numbered or bool(_LIST.match(name))
            each = getattr(each, "base_style", None)
        found[style.style_id] = (level, listed and not level)
    return found


def _blocks(parent: _Element, styles: dict[str, tuple[int, bool]]) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{_W}p":
            yield from _paragraph(child, styles)
        elif child.tag == f"{_W}tbl":
            yield from ("", *_rows(child, styles), "")
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
            yield from _blocks(child, styles)


def _paragraph(paragraph: _Element, styles: dict[str, tuple[int, bool]]) -> Iterator[str]:
    said = [" ".join(line.split()) for line in _said(paragraph).split("\n")]
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    level, listed = styles.get(style.get(f"{_W}val", "") if style is not None else "", (0, False))
    depth = _depth(paragraph, listed)
    if not any(said):
        yield ""
    elif level:
        yield from ("", f"{'#' * level} {' '.join(filter(None, said))}", "")
    elif depth is not None:
        yield f"{'  ' * depth}• {' '.join(filter(None, said))}"
    else:
        yield from ("", *filter(None, said), "")
    for box in paragraph.iter(f"{_W}txbxContent"):
        if not any(up.tag == _FALLBACK for up in box.iterancestors()):
            yield from _blocks(box, styles)


def _depth(paragraph: _Element, listed: bool) -> int | None:
    """How deep in a list a paragraph stands; nothing if it is in none."""
    number = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}numId")
    if number is not None and number.get(f"{_W}val") == "0":
        return None
    if number is None and not listed:
        return None
    level = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}ilvl")
    return int(level.get(f"{_W}val", "0")) if level is not None else 0


def _said(element: _Element) -> str:
    """The words of a paragraph as it stands now: what was deleted is gone, what was added is in."""
    parts: list[str] = []
    for child in element:
        if child.tag in _LEFT_OUT or child.tag == f"{_W}txbxContent":
            continue
        if child.tag == f"{_W}t":
            parts.append(_UNWRITTEN.sub("", child.text or ""))
        elif child.tag in (f"{_W}tab", f"{_W}ptab"):
            parts.append(" ")
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif child.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        else:
            parts.append(_said(child))
    return "".join(parts)


def _rows(table: _Element, styles: dict[str, tuple[int, bool]]) -> Iterator[str]:
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl")) is not table:
            continue
        cells = [
            _cell(cell)
            for cell in row.iter(f"{_W}tc")
            if next(cell.iterancestors(f"{_W}tr")) is row
        ]
        if len(cells) == 1:
            yield from _blocks(next(row.iter(f"{_W}tc")), styles)
        elif any(cells):
            yield "\t".join(cell or "–" for cell in cells)


def _cell(cell: _Element) -> str:
    return " ".join(" ".join(_said(each) for each in cell.iter(f"{_W}p")).split())
