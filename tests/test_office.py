"""Word files: headings, lists, tables and properties; what was deleted is gone."""

from __future__ import annotations

import io
from datetime import datetime

import docx
import pytest
from docx.document import Document as WordFile
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from medtechkg import formats
from medtechkg.errors import SourceError
from medtechkg.formats import office
from medtechkg.locations import Content
from medtechkg.model import Document
from medtechkg.reading import passages


def made() -> WordFile:
    file = docx.Document()
    file.add_heading("Skills plan for Northmoor", 0)
    file.add_heading("Needs", 1)
    file.add_paragraph("Employers need the following skills:")
    file.add_paragraph("software testing", style="List Bullet")
    file.add_paragraph("quality engineering", style="List Number")
    paragraph = file.add_paragraph("Calder Instruments Ltd works with ")
    paragraph.add_run("the University").bold = True
    paragraph.add_run(" of Northmoor.\nIt began in 2031.")
    table = file.add_table(2, 3)
    for row, cells in enumerate((("Area", "Firms", "Jobs"), ("Northmoor", "140", ""))):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    return file


def saved(file: WordFile) -> bytes:
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


def read(file: WordFile | bytes) -> tuple[str, dict[str, str]]:
    return office.read(Content("a.docx", file if isinstance(file, bytes) else saved(file)))


def split(text: str) -> list[tuple[str, str]]:
    found = passages.split(Document("0" * 64, "a", text, formats.DOCX))
    return [(passage.kind.value, passage.text) for passage in found]


def test_a_word_file_keeps_its_shape() -> None:
    assert split(read(made())[0]) == [
        ("heading", "Skills plan for Northmoor"),
        ("heading", "Needs"),
        ("paragraph", "Employers need the following skills:"),
        ("bullet", "software testing"),
        ("bullet", "quality engineering"),
        ("paragraph", "Calder Instruments Ltd works with the University of Northmoor."),
        ("paragraph", "It began in 2031."),
        ("table-row", "Area\tFirms\tJobs"),
        ("table-row", "Northmoor\t140\t–"),
    ]


def test_properties_tell_of_the_file_and_not_of_its_template() -> None:
    file = made()
    assert read(file)[1] == {}
    file.core_properties.title = "A plan"
    file.core_properties.language = "en-GB"
    file.core_properties.modified = datetime(2031, 3, 4)
    assert read(file)[1] == {
        "title": "A plan",
        "language": "en-GB",
        "not-after": "2031-03-04",
        "not-after-because": "The Word file says that it was saved on 2031-03-04.",
    }


def test_changes_are_read_as_accepted() -> None:
    file = docx.Document()
    file.element.body.insert(
        0,
        parse_xml(
            f"<w:p {nsdecls('w')}><w:r><w:t xml:space='preserve'>The board </w:t></w:r>"
            "<w:del><w:r><w:delText>does not </w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t xml:space='preserve'>now </w:t></w:r></w:ins>"
            "<w:hyperlink><w:r><w:t>plans</w:t></w:r></w:hyperlink>"
            "<w:r><w:tab/><w:t>it</w:t><w:noBreakHyphen/><w:t>self.</w:t></w:r></w:p>"
        ),
    )
    file.element.body.insert(
        0,
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>First.</w:t></w:r></w:p>"
            "</w:sdtContent></w:sdt>"
        ),
    )
    assert [text for _, text in split(read(file)[0])] == ["First.", "The board now plans it-self."]


def styled(text: str, properties: str) -> str:
    return f"<w:p {nsdecls('w')}><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_lists_and_headings_are_known_by_their_properties() -> None:
    file = docx.Document()
    numbered = "<w:numPr><w:ilvl w:val='{}'/><w:numId w:val='{}'/></w:numPr>"
    outline = parse_xml(f"<w:pPr {nsdecls('w')}><w:outlineLvl w:val='0'/></w:pPr>")
    own = file.styles.add_style("Section", 1)
    own.element.insert(1, outline)
    below = file.styles.add_style("Section below", 1)
    below.base_style = own
    parts = [
        styled("Needs", f"<w:pStyle w:val='{below.style_id}'/>"),
        styled("The skills are:", "<w:pStyle w:val='Unknown'/>"),
        styled("testing", numbered.format(0, 1)),
        styled("by hand", numbered.format(1, 1)),
        styled(
            "This is no item any more.", "<w:pStyle w:val='ListBullet'/>" + numbered.format(0, 0)
        ),
    ]
    for number, part in enumerate(parts):
        file.element.body.insert(number, parse_xml(part))
    text = read(file)[0]
    assert text.startswith("## Needs\n\nThe skills are:\n\n• testing\n  • by hand\n")
    assert split(text)[-1] == ("paragraph", "This is no item any more.")


def test_text_boxes_and_nested_tables_are_read_once() -> None:
    file = docx.Document()
    box = (
        f"<w:txbxContent {nsdecls('w')}><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
    )
    both = (
        f"<w:p {nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        f"<w:r><w:t>Beside it.</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'>{box}"
        f"</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    file.element.body.insert(0, parse_xml(both))
    outer = file.add_table(1, 1)
    outer.cell(0, 0).text = "Set in a frame."
    inner = outer.cell(0, 0).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Area", "Firms"
    assert [text for _, text in split(read(file)[0])] == [
        "Beside it.",
        "In a box.",
        "Set in a frame.",
        "Area\tFirms",
    ]


def test_footnotes_stand_at_the_end() -> None:
    from docx.opc.constants import CONTENT_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    file = made()
    notes = f"<w:footnotes {nsdecls('w')}><w:footnote><w:p><w:r><w:t>A note.</w:t></w:r></w:p>"
    blob = f"{notes}</w:footnote></w:footnotes>".encode()
    uri = PackURI("/word/footnotes.xml")
    part = Part(uri, CONTENT_TYPE.WML_FOOTNOTES, blob, file.part.package)
    file.part.relate_to(part, "http://schemas.openxmlformats.org/officeDocument/footnotes")
    assert split(read(file)[0])[-1] == ("paragraph", "A note.")


def test_a_damaged_file_is_refused() -> None:
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("word/document.xml", "<w:document>")
    with pytest.raises(SourceError, match="the Word file is damaged; open it and save a copy"):
        read(target.getvalue())
