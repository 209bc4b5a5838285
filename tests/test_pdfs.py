"""PDF: pages, columns, headings, words cut at line ends; and files nobody can read."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from hypothesis import given, settings
from hypothesis import strategies as st

from medtechkg import formats
from medtechkg.errors import SourceError
from medtechkg.formats import columns, pdfs, typeset
from medtechkg.formats.columns import Word
from medtechkg.locations import Content
from medtechkg.model import Document, Passage, PassageKind
from medtechkg.reading import passages

LEFT = (
    "Northmoor has 140 firms which make devices for",
    "hospitals, and together they employ more than",
    "6,200 people. The board expects that a long-",
    "term plan will add 1,500 jobs by 2035, most of",
    "them in digital health and in regu-",
    "latory affairs, which are hard to fill.",
)
RIGHT = (
    "Calder Instruments Ltd has teamed up with the",
    "University of Northmoor to teach additive manu-",
    "facturing. “Nobody here knew both materials and",
    "the rules for devices,” said Jane Holt, who is",
    "chief executive of Calder Instruments Ltd.",
)


def sheet(**more: str) -> FPDF:
    pdf = FPDF(format="A4", unit="pt")
    pdf.set_auto_page_break(False)
    pdf.core_fonts_encoding = "windows-1252"
    if "title" in more:
        pdf.set_title(more["title"])
    return pdf


def put(
    pdf: FPDF, x: float, y: float, lines: Iterable[str], size: float = 10, style: str = ""
) -> None:
    pdf.set_font("Helvetica", style, size)
    for number, line in enumerate(lines):
        pdf.text(x, y + 1.2 * size * number, line)


def two_columns() -> FPDF:
    pdf = sheet(title="Skills in Northmoor")
    for page in (1, 2, 3):
        pdf.add_page()
        put(pdf, 50, 30, ["Northmoor Growth Board"], 8)
        put(pdf, 50, 820, [f"March 2031          Page {page} of 3"], 8)
        put(pdf, 50, 80, [f"Part {'ABC'[page - 1]}: what firms lack"], 20, "B")
        shift = 14 * page  # or what stands at one place on every page would be a running head
        put(pdf, 50, 120 + shift, LEFT)
        put(pdf, 310, 124 + shift, RIGHT)
    return pdf


def read(pdf: FPDF | bytes) -> tuple[str, dict[str, str]]:
    return pdfs.read(Content("a.pdf", pdf if isinstance(pdf, bytes) else bytes(pdf.output())))


def split(text: str) -> tuple[Passage, ...]:
    return passages.split(Document("0" * 64, "a", text, formats.PDF))


def test_columns_are_read_one_after_the_other() -> None:
    found = [p.text for p in split(read(two_columns())[0]) if p.page == 1]
    assert found == [
        "Part A: what firms lack",
        "Northmoor has 140 firms which make devices for hospitals, and together they employ more"
        " than 6,200 people. The board expects that a long-term plan will add 1,500 jobs by 2035,"
        " most of them in digital health and in regulatory affairs, which are hard to fill.",
        "Calder Instruments Ltd has teamed up with the University of Northmoor to teach additive"
        " manufacturing. “Nobody here knew both materials and the rules for devices,” said Jane"
        " Holt, who is chief executive of Calder Instruments Ltd.",
    ]


def test_heads_feet_and_page_numbers_are_left_out_and_pages_kept() -> None:
    text, known = read(two_columns())
    assert "Growth Board" not in text
    assert "March 2031" not in text
    assert [p.text for p in split(text) if p.kind is PassageKind.HEADING] == [
        f"Part {part}: what firms lack" for part in "ABC"
    ]
    assert {p.page for p in split(text)} == {1, 2, 3}
    assert text.count("\f") == 3
    assert known["title"] == "Skills in Northmoor"


def test_a_file_bounds_the_date_and_gives_none() -> None:
    known = read(two_columns())[1]
    assert "issued" not in known
    assert (
        known["not-after-because"]
        == f"The PDF file says that it was saved on {known['not-after']}."
    )


def test_every_passage_quotes_the_text() -> None:
    text, _ = read(two_columns())
    for passage in split(text):
        for at, letter in enumerate(passage.text):
            if letter != " ":
                assert text[passage.offset(at)] == letter


def test_items_and_tables_keep_their_shape() -> None:
    pdf = sheet()
    pdf.add_page()
    put(pdf, 50, 80, ["The skills that firms lack include:"])
    put(
        pdf,
        60,
        100,
        [
            "• software testing and validation, above all for devices that learn",
            "   as they are used;",
            "• quality engineering.",
        ],
    )
    for row, cells in enumerate((("Area", "Firms", "Jobs"), ("Northmoor", "140", "6,200"))):
        for column, cell in enumerate(cells):
            put(pdf, 50 + 90 * column, 170 + 14 * row, [cell])
    found = split(read(pdf)[0])
    assert [(p.kind.value, p.text) for p in found] == [
        ("paragraph", "The skills that firms lack include:"),
        (
            "bullet",
            "software testing and validation, above all for devices that learn as they are used;",
        ),
        ("bullet", "quality engineering."),
        ("table-row", "Area\tFirms\tJobs"),
        ("table-row", "Northmoor\t140\t6,200"),
    ]
    assert [p.lead_in for p in found[1:3]] == [0, 0]


def test_bold_lines_and_large_letters_are_headings() -> None:
    pdf = sheet()
    pdf.add_page()
    put(pdf, 50, 60, ["A plan for skills"], 22)
    put(pdf, 50, 90, ["Employment"], 10, "B")
    put(pdf, 50, 104, LEFT)
    put(pdf, 50, 190, ["70,000"], 30)
    found = [(p.kind.value, p.text) for p in split(read(pdf)[0])]
    assert found[0] == ("heading", "A plan for skills")
    assert found[1] == ("heading", "Employment")
    assert ("heading", "70,000") not in found


def test_a_table_of_contents_is_left_out() -> None:
    pdf = sheet()
    pdf.add_page()
    put(pdf, 50, 60, ["Employment ................................ 4", *LEFT])
    assert "...." not in read(pdf)[0]


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_turned_page_reads_the_same(turned: int) -> None:
    from io import BytesIO

    import pypdfium2

    straight = bytes(two_columns().output())
    pdf = pypdfium2.PdfDocument(straight)
    for number in range(len(pdf)):
        pdf[number].set_rotation(turned)
    made = BytesIO()
    pdf.save(made)
    pdf.close()
    assert read(made.getvalue())[0] == read(straight)[0]


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_letters_that_lie_on_their_side_are_read_where_most_do(angle: int) -> None:
    pdf = sheet()
    pdf.add_page()
    with pdf.rotation(angle, 300, 400):
        put(pdf, 50, 120, LEFT)
        put(pdf, 50, 220, ["Then there is more."])
    assert [p.text[:19] for p in split(read(pdf)[0])] == [
        "Northmoor has 140 f",
        "Then there is more.",
    ]


def test_letters_on_their_side_are_no_text_among_others() -> None:
    pdf = sheet()
    pdf.add_page()
    put(pdf, 50, 120, LEFT)
    with pdf.rotation(90, 300, 400):
        put(pdf, 50, 120, ["Number of firms"])
    assert "Number of firms" not in read(pdf)[0]


def encrypted() -> bytes:
    pdf = two_columns()
    pdf.set_encryption(owner_password="owner", user_password="user")
    return bytes(pdf.output())


def scanned() -> bytes:
    pdf = sheet()
    pdf.add_page()
    pdf.rect(50, 50, 200, 300)
    return bytes(pdf.output())


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (encrypted(), "a.pdf: the PDF is encrypted; save a copy without a password"),
        (scanned(), "a.pdf: the PDF has no text, only pictures of it: it looks scanned; make it"),
        (b"%PDF-1.7\nnothing follows", "a.pdf: the PDF is damaged; fetch it again"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_line(data: bytes, problem: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(data)
    assert str(caught.value).startswith(problem)
    assert "\n" not in str(caught.value)


def test_fonts_without_letters_are_refused() -> None:
    page = [Word("\ue001\ue002\ue003" * 8, 0, 0, 50, 10, 10)]
    with pytest.raises(SourceError, match="do not tell which letters"):
        pdfs._refuse_pictures("a.pdf", [page])


def test_titles_that_name_a_file_are_none() -> None:
    assert "title" not in pdfs._known({"Title": "Microsoft Word - plan final2.docx"})
    assert pdfs._known({"ModDate": "D:20310304101500Z"})["not-after"] == "2031-03-04"


def words(*rows: str, size: float = 10) -> list[Word]:
    """Set rows of words, each letter as wide as half its size."""
    made = []
    for number, row in enumerate(rows):
        at = 0.0
        for part in row.split(" "):
            wide = len(part) * size / 2
            if part:
                made.append(Word(part, at, 12.0 * number, at + wide, 12.0 * number + size, size))
            at += wide + size / 2
    return made


def test_a_table_is_no_columns() -> None:
    rows = [f"Area{n}          1{n}0          {n},200" for n in range(6)]
    found = columns.lines(words(*rows))
    assert [line.text for line in found] == [f"Area{n}\t1{n}0\t{n},200" for n in range(6)]


def test_a_hyphen_stays_where_the_document_writes_it() -> None:
    page = words(
        "A well-known co-", "design of tests with a pre-", "clinical part, and preclinical."
    )
    assert "co-design of tests with a preclinical part" in typeset.text([page])


def test_a_page_without_words_counts() -> None:
    pages = [words("One line."), [], words("Another line.")]
    assert typeset.text(pages) == "One line.\n\f\fAnother line.\n\f"


def test_cells_written_one_after_the_other(tmp_path: object) -> None:
    pdf = sheet()
    pdf.add_page()
    pdf.set_font("Helvetica", size=10)
    pdf.multi_cell(400, 12, " ".join(LEFT).replace("- ", "-"), new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pdf.ln(12)
    pdf.multi_cell(400, 12, "A second paragraph follows the first one here.")
    assert len(split(read(pdf)[0])) == 2


ROWS = st.lists(st.text("abc XYZ.-•1", max_size=40), min_size=1, max_size=25)


@settings(max_examples=60)
@given(ROWS)
def test_no_word_of_a_page_is_lost_and_none_is_added(rows: list[str]) -> None:
    def letters(text: str) -> list[str]:
        return sorted(each for each in text if each.isalnum())

    page = words(*rows)
    text = typeset.text([page])
    leaders = [line for line in columns.lines(page) if typeset._LEADER.search(line.text)]
    left_out = "".join(line.text for line in leaders)
    assert letters(text + left_out) == letters("".join(word.text for word in page))
