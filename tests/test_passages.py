from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medtechkg.model import Document, Passage, PassageKind
from medtechkg.reading import passages

HEADING, PARAGRAPH = PassageKind.HEADING, PassageKind.PARAGRAPH
BULLET, ROW = PassageKind.BULLET, PassageKind.ROW


def split(text: str) -> tuple[Passage, ...]:
    return passages.split(Document("0" * 64, "note", text))


def kinds(text: str) -> list[tuple[str, str]]:
    return [(passage.kind.value[0], passage.text) for passage in split(text)]


def sentences(text: str, kind: PassageKind = PARAGRAPH) -> list[str]:
    passage = Passage(0, kind, 0, len(text), text, ((0, 0),))
    return [text[each.start : each.end] for each in passages.sentences(passage)]


# -- paragraphs -------------------------------------------------------------------------------


def test_paragraphs_of_one_line_each_stay_apart() -> None:
    text = "The firm makes valves for hospitals.\nThe board met in May.\n\nIt agreed on a plan.\n"
    assert kinds(text) == [
        ("p", "The firm makes valves for hospitals."),
        ("p", "The board met in May."),
        ("p", "It agreed on a plan."),
    ]


WRAPPED = """The works at Northmoor make valves and pumps for hospitals, and have done so
since the harbour was closed and its sheds stood empty. Some 300 people work
there.
The owners mean to add a second line, which would make housings for hearing
aids.
"""


def test_wrapped_lines_are_joined_and_short_last_lines_end_a_paragraph() -> None:
    first, second = split(WRAPPED)
    assert first.text.startswith("The works") and first.text.endswith("work there.")
    assert second.text.startswith("The owners") and second.text.endswith("hearing aids.")


def test_a_blank_line_below_every_line_is_not_the_end_of_a_paragraph() -> None:
    spaced = WRAPPED.replace("\n", " \n\n")
    assert [p.text for p in split(spaced)] == [p.text for p in split(WRAPPED)]


def test_a_sentence_goes_on_over_blank_lines_and_pages() -> None:
    text = "The grant was made by the Council of\n\n\n Northmoor in spring and\n\f\n\nwas spent.\n"
    (passage,) = split(text)
    assert passage.text == "The grant was made by the Council of Northmoor in spring and was spent."
    assert passage.page == 1


def test_page_numbers_are_left_out_but_numbers_in_the_text_are_not() -> None:
    text = (
        "The works began in the year in which the\n\n12\n\fharbour closed.\n\n"
        "Page 13 of 20\n\n300\n\nfirms"
    )
    assert [p.text for p in split(text)] == [
        "The works began in the year in which the harbour closed.",
        "300",
        "firms",
    ]


def test_a_word_hyphenated_at_the_end_of_a_line_is_joined() -> None:
    text = (
        "They teach their apprentices computer-\naided design on short-\nand long-term courses.\n"
    )
    (passage,) = split(text)
    assert passage.text == (
        "They teach their apprentices computer-aided design on short- and long-term courses."
    )
    at = passage.text.index("computer")
    start, end = passage.span(at, at + len("computer-aided"))
    assert text[start:end] == "computer-\naided"


def test_punctuation_cut_off_by_a_line_end_is_joined() -> None:
    text = "They wrote of the trade and of the council\n’s plans for the harbour\n, too.\n"
    (passage,) = split(text)
    assert passage.text.endswith("the council’s plans for the harbour, too.")


def test_pages_are_numbered_where_there_are_any() -> None:
    assert [p.page for p in split("One stands here.\n\fTwo stands here.\n")] == [1, 2]
    assert [p.page for p in split("One stands here.\n")] == [None]


def test_an_empty_document_has_no_passages() -> None:
    assert split(" \n\f\n") == ()


# -- headings ---------------------------------------------------------------------------------


def test_headings_are_short_without_an_end_mark_and_above_something() -> None:
    text = (
        "Valves of the north\n\nAbout us\nWe make valves.\n\nWhat do we need?\n\nWe need turners."
        "\n\nThe end\n"
    )
    assert [kind for kind, _ in kinds(text)] == ["h", "h", "p", "h", "p", "p"]
    assert split(text)[4].headings == ("Valves of the north", "What do we need?")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("A place where makers meet…", HEADING),
        ("OUR PEOPLE", HEADING),
        ("Is that a question to ask of a firm? We think so, and ask.", PARAGRAPH),
        ("2024-05-30", PARAGRAPH),
        ("Tuesday, 12 March 2024", PARAGRAPH),
        ("Source: Northmoor Council", PARAGRAPH),
        ("www.example.org", PARAGRAPH),
        ("We sell to hospitals,", PARAGRAPH),
        ("x" * 130, PARAGRAPH),
    ],
)
def test_what_looks_like_a_heading(line: str, kind: PassageKind) -> None:
    found = split(f"We make valves.\n\n{line}\n\nThe works stand at Northmoor.\n")
    assert found[1].kind is kind


def test_marked_headings_nest() -> None:
    text = "# Plan\n\n## Aims ##\n\nGrow.\n\n### Skills\n\nTrain.\n\n## Means\n\nPay.\n"
    assert [(p.text, p.headings) for p in split(text) if p.kind is PARAGRAPH] == [
        ("Grow.", ("Plan", "Aims")),
        ("Train.", ("Plan", "Aims", "Skills")),
        ("Pay.", ("Plan", "Means")),
    ]


def test_underlined_and_numbered_headings() -> None:
    text = (
        "The plan\n========\n\nFirst part\n----------\n\nText.\n\n2.1 Skills needed\n\nMore text.\n"
    )
    assert [(p.kind, p.text) for p in split(text)] == [
        (HEADING, "The plan"),
        (HEADING, "First part"),
        (PARAGRAPH, "Text."),
        (HEADING, "Skills needed"),
        (PARAGRAPH, "More text."),
    ]
    assert split(text)[-1].headings == ("The plan", "First part", "Skills needed")


def test_capitals_stand_above_plain_headings() -> None:
    text = "Report\n\nTHE REGION\n\nIts firms\n\nThere are ten.\n\nIts people\n\nThere are many.\n"
    assert split(text)[-1].headings == ("Report", "THE REGION", "Its people")


def test_a_list_of_terms_is_headings_and_descriptions() -> None:
    pairs = [
        ("Valves", "Design and manufacture of valves for pumps and for breathing aids"),
        ("Software", "Programs that read scans; services that store them"),
        ("Supply", "Distribution of parts to hospitals and to other makers of devices"),
    ]
    text = "\n\n".join(f"{term}\n\n{description}" for term, description in pairs)
    assert [kind for kind, _ in kinds(text)] == ["h", "p"] * 3


def test_a_long_run_of_short_lines_is_a_list_below_a_heading() -> None:
    text = "Partners\n\nAcme\n\nWidget\n\nNorthmoor\n\nHow we work\n\nWe work together.\n"
    assert [kind for kind, _ in kinds(text)] == ["h", "p", "p", "p", "h", "p"]


# -- quotations -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "quotation",
    [
        "“We are proud of our people and of what they make.”",
        "'We are proud of our people and of what they make.'",
        "“We are proud of our people and of what they make.",
    ],
)
@pytest.mark.parametrize(
    "signature", ["Ann Example, Director, Widget Ltd", "— Ann Example", "– Ann Example"]
)
def test_the_signature_under_a_quotation_is_no_heading(quotation: str, signature: str) -> None:
    found = split(f"News\n\n{quotation}\n\n{signature}\n\nThe works stand at Northmoor.\n")
    assert (found[2].kind, found[2].text) == (PARAGRAPH, signature)


def test_a_signature_of_two_lines() -> None:
    text = "“We are proud.”\n\nAnn Example\nDirector, Widget Ltd\n\nNext steps\n\nWe go on.\n"
    assert [kind for kind, _ in kinds(text)] == ["p", "p", "p", "h", "p"]


# -- lists ------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["-", "*", "•", "·", "–", "o", "\uf0b7", "1.", "a)", "(2)"])
def test_marked_items_are_bullets_with_their_lead_in(mark: str) -> None:
    found = split(
        f"We need:\n\n{mark} Turners\n{mark} Millers who can read\n  a drawing\n\nWe pay.\n"
    )
    assert [(p.kind, p.text) for p in found] == [
        (PARAGRAPH, "We need:"),
        (BULLET, "Turners"),
        (BULLET, "Millers who can read a drawing"),
        (PARAGRAPH, "We pay."),
    ]
    assert [p.lead_in for p in found] == [None, 0, 0, None]


def test_lists_whose_marks_were_lost_and_end_in_semicolons() -> None:
    text = (
        "It comprises the following:\n\nPumps;\n\nValves, which are made at the harbour and are"
        "\n\nsold to hospitals; and\n\nHousings.\n\nIt is large.\n"
    )
    found = split(text)
    assert [(p.text, p.lead_in) for p in found if p.kind is BULLET] == [
        ("Pumps;", 0),
        ("Valves, which are made at the harbour and are sold to hospitals; and", 0),
        ("Housings.", 0),
    ]
    assert (found[-1].kind, found[-1].text) == (PARAGRAPH, "It is large.")


def test_short_lines_below_a_lead_in_are_a_list() -> None:
    text = "Courses include:\n\nMilling\nTurning\nWelding\n\nThey start in May.\n"
    assert [kind for kind, _ in kinds(text)] == ["p", "b", "b", "b", "p"]
    spaced = "Courses include:\n\nMilling\n\nTurning\n\nHow to apply\n\nWrite to the college.\n"
    assert [kind for kind, _ in kinds(spaced)] == ["p", "b", "b", "h", "p"]


def test_a_lead_in_before_one_paragraph_is_no_list() -> None:
    text = "She said this:\n\nThe works will grow, and so will the town around them.\n"
    assert [kind for kind, _ in kinds(text)] == ["p", "p"]


def test_an_inner_list_is_led_in_by_its_item() -> None:
    text = "We need:\n- engineers:\n    - at level 4\n    - at level 5\n- turners\n"
    assert [p.lead_in for p in split(text)] == [None, 0, 1, 1, 0]


def test_a_source_inside_a_list_does_not_end_it() -> None:
    text = "The town has:\n\n- ten firms\n\nCouncil survey 2019\n\n- two colleges\n"
    found = split(text)
    assert [p.kind for p in found] == [PARAGRAPH, BULLET, PARAGRAPH, BULLET]
    assert found[3].lead_in == 0


def test_a_bullet_under_a_heading_has_no_lead_in() -> None:
    found = split("Our aims\n\n- Grow\n- Train\n")
    assert [(p.kind, p.lead_in) for p in found] == [(HEADING, None), (BULLET, None), (BULLET, None)]


def test_a_dash_inside_a_wrapped_sentence_is_no_bullet() -> None:
    text = "The works were short of people in spring\n– of engineers above all – and had to wait.\n"
    (passage,) = split(text)
    assert "spring – of" in passage.text


def test_a_number_at_the_start_of_a_wrapped_line_is_no_item() -> None:
    text = """The council agreed after long talk and many drafts on a plan in the year
20. It runs on for ten years more, or until the harbour closes for good and
then it ends.
"""
    (passage,) = split(text)
    assert "the year 20. It runs" in passage.text


def test_a_bullet_alone_on_its_line_marks_the_next_line() -> None:
    assert kinds("We need:\n\n•\nTurners\n•\nMillers\n") == [
        ("p", "We need:"),
        ("b", "Turners"),
        ("b", "Millers"),
    ]


# -- tables -----------------------------------------------------------------------------------


def test_rows_of_a_table() -> None:
    text = (
        "| Firm | Jobs |\n|------|------|\n| Acme | 200 |\n\nFirm\tJobs\t Year\nAcme\t\t200\t2024\n"
    )
    found = split(text)
    assert {p.kind for p in found} == {ROW}
    assert [p.text for p in found] == [
        "| Firm | Jobs |",
        "| Acme | 200 |",
        "Firm\tJobs\tYear",
        "Acme\t200\t2024",
    ]
    assert [len(passages.sentences(p)) for p in found] == [1, 1, 1, 1]


# -- sentences --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "parts",
    [
        ["Dr. Ann Example met Prof. J. B. Smith.", "They agreed."],
        ["It stands at No. 1 Harbour Road.", "It is new."],
        ["Is it so? No.", "We asked."],
        ["Widget Ltd. makes pumps.", "Acme Inc.", "The firms merged."],
        ["Skills are short, e.g. Milling or welding.", "Pay rose by 2.5 per cent."],
        ["U.K. sales rose.", "They fell in the U.S. market."],
        ["She said, “We grew.", "We will grow again.”", "Then she left."],
        ["“Why?” she asked.", "Nobody knew."],
        ["He said: “It is done.”", "It was."],
        ["The plan is old; it was agreed in 2015.", "200 firms signed it."],
        ["It grew … and grew.", "And then...", "It stopped!"],
        ["The hub opened.", "It hired people."],
        ["A start.", "e2v makes valves.", "iPads help."],
        ["See www.example.org for it.", "£5 is paid."],
        ["It was found.[1]", "Others agree."],
        ["1. Firms and their skills matter.", "They do."],
        ["A. Firms matter.", "They do."],
        ["St. James Hospital is near.", "(It is old.)", "Go there."],
    ],
)
def test_sentences(parts: list[str]) -> None:
    text = " ".join(parts)
    joined = ["Is it so?", "No.", "We asked."] if parts[0].startswith("Is it") else parts
    assert sentences(text) == joined


def test_a_full_stop_that_lost_its_space() -> None:
    assert sentences("The hub opened.It has ten people in it.") == [
        "The hub opened.",
        "It has ten people in it.",
    ]
    assert len(sentences("See www.example.Org today for it.")) == 1


def test_headings_and_bullets_have_sentences_too() -> None:
    assert sentences("Valves of the north", HEADING) == ["Valves of the north"]
    assert sentences("Pumps. They sell.", BULLET) == ["Pumps.", "They sell."]
    assert sentences("A. Firm\tTen. Jobs", ROW) == ["A. Firm\tTen. Jobs"]


# -- what always holds ------------------------------------------------------------------------

WORDS = [
    "the",
    "The",
    "works",
    "Northmoor",
    "of",
    "and",
    "Dr.",
    "valves",
    "pumps;",
    "said:",
    "£5m",
    "computer-",
    "(NVQ)",
    "level",
    "“We",
    "grow.”",
    "ended.",
    "people?",
    "…",
    "\u00a0",
    "  ",
]
MARKS = ["", "", "", "- ", "• ", "1. ", "a) ", "# ", "  ", "\t", "| ", "o ", "– "]
LINES = st.builds(
    lambda mark, words, end: mark + " ".join(words) + end,
    st.sampled_from(MARKS),
    st.lists(st.sampled_from(WORDS), max_size=9),
    st.sampled_from(["\n", "\n", "\n\n", " \n \n\n", "\n\f", "\n---\n", "\n\f12\n", "\ta\n"]),
)
TEXTS = st.lists(LINES, max_size=14).map("".join)


def bare(text: str) -> str:
    return "".join(text.split())


@settings(max_examples=250, derandomize=True)
@given(TEXTS.map(lambda text: text.replace("\f12\n", "\f")), st.data())
def test_every_span_of_a_passage_quotes_the_document(text: str, data: st.DataObject) -> None:
    for passage in split(text):
        assert bare(text[passage.start : passage.end]) == bare(passage.text)
        start = data.draw(st.integers(0, len(passage.text) - 1))
        end = data.draw(st.integers(start + 1, len(passage.text)))
        low, high = passage.span(start, end)
        assert bare(text[low:high]) == bare(passage.text[start:end])
        assert "\n" not in passage.text and "  " not in passage.text


@settings(max_examples=250, derandomize=True)
@given(TEXTS)
def test_passages_are_in_order_and_cover_the_text_but_marks(text: str) -> None:
    at = 0
    left = []
    found = split(text)
    for index, passage in enumerate(found):
        assert passage.index == index
        assert at <= passage.start < passage.end <= len(text)
        assert passage.lead_in is None or (passage.kind is BULLET and passage.lead_in < index)
        left.append(text[at : passage.start])
        at = passage.end
    left.append(text[at:])
    assert re.fullmatch(r"(?:[-•#|–=:]|\d+\.?|a\)|o|\s)*", " ".join(left)), left


@settings(max_examples=250, derandomize=True)
@given(TEXTS)
def test_sentences_cover_a_passage_but_the_spaces_between(text: str) -> None:
    for passage in split(text):
        parts = passages.sentences(passage)
        spans = [(each.start, each.end) for each in parts]
        assert spans == sorted(spans)
        assert bare("".join(passage.text[a:b] for a, b in spans)) == bare(passage.text)
        assert all(passage.text[a:b].strip() == passage.text[a:b] for a, b in spans)
