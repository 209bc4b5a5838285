"""Word files: headings, lists, tables and properties; what was deleted is gone."""

from __future__ import annotations

import io
from datetime import datetime

import docx
import pytest
from docx.document import Document as WordFile
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from medtechkg import formats, office, passages
from medtechkg.errors import SourceError
from medtechkg.locations import Content
from medtechkg.model import Document


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


def test_a_damaged_file_is_refused() -> None:
    import zipfile

    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("word/document.xml", "<w:document>")
    with pytest.raises(SourceError, match="the Word file is damaged; open it and save a copy"):
        read(target.getvalue())
