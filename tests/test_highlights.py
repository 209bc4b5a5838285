from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import readings
from medtechkg import highlights, resources, vocabulary
from medtechkg.highlights import GROUPS, Span, marked
from medtechkg.iris import Base
from medtechkg.model import (
    Claim,
    Entity,
    Event,
    Evidence,
    Mention,
    Modality,
    Passage,
    PassageKind,
    Polarity,
    Reading,
    Statement,
    Vocabulary,
)
from medtechkg.reading import passages
from medtechkg.stretches import Findings
from readings import CALDER, NORTHMOOR, WESTMARCH

VOID = ("meta", "input")


class Page(HTMLParser):
    """What stands in a page: its text, and every tag with its attributes; tags have to nest."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def having(self, name: str, value: str | None = None) -> list[dict[str, str | None]]:
        found = [attributes for _, attributes in self.tags if name in attributes]
        return [each for each in found if value in (None, each[name])]


def drawn(reading: Reading, words: Vocabulary = readings.WORDS, **more: Any) -> str:
    return highlights.page(reading, words, **more)


def article(reading: Reading) -> str:
    return highlights.text(Findings(reading), lambda entity: "agents")


def data_of(page: str) -> dict[str, Any]:
    (found,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page)
    told: dict[str, Any] = json.loads(found)
    return told


# -- spans ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], "Tarn &amp; Co"),
        ([(0, 9), (0, 4)], "<a><b>Tarn</b> &amp; Co</a>"),
        ([(0, 4), (0, 4)], "<a><b>Tarn</b></a> &amp; Co"),
        ([(0, 4), (7, 9)], "<a>Tarn</a> &amp; <b>Co</b>"),
        ([(0, 6), (5, 9)], "<a>Tarn <b>&amp;</b></a><b> Co</b>"),
        ([(5, 9), (0, 6)], "<b>Tarn </b><a><b>&amp;</b> Co</a>"),
        ([(3, 3), (9, 12)], "Tarn &amp; Co"),
    ],
)
def test_spans_nest_and_are_cut_where_they_cross(
    spans: list[tuple[int, int]], expected: str
) -> None:
    made = [Span(*ends, tag, "") for ends, tag in zip(spans, "ab", strict=False)]
    assert marked("Tarn & Co", made) == expected


def test_only_the_first_piece_has_the_id() -> None:
    found = Page(marked("abcd", [Span(0, 2, "i", ""), Span(1, 4, "b", "", "here")]))
    assert [tag for tag, _ in found.tags] == ["i", "b", "b"]
    assert len(found.having("id")) == 1


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8)


@given(st.text(max_size=30), SPANS, st.integers(0, 30), st.integers(0, 30))
def test_marking_never_loses_text(
    text: str, ends: list[tuple[int, int]], start: int, end: int
) -> None:
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    spans = [Span(min(pair), max(pair), "mark", "", f"n{at}") for at, pair in enumerate(ends)]
    assert Page(marked(text, spans, start, end)).text == text[start:end]
    assert Page(marked(text, spans)).text == text


LINES = st.lists(
    st.text("ab <&>.;,\"'", max_size=30)
    | st.sampled_from(
        ["", "# A </script>", "- <b>a</b>", "1. a & b", "| a | <i> |", "a\tb\tc", "\f"]
    ),
    max_size=14,
)


@given(st.data())
def test_without_its_tags_the_page_is_the_text_of_the_passages(data: st.DataObject) -> None:
    document = readings.document("\n".join(data.draw(LINES)))
    split = passages.split(document)
    mentions, statements = [], []
    for _ in range(data.draw(st.integers(0, 8)) if split else 0):
        passage = data.draw(st.sampled_from(split))
        ends = st.integers(0, len(passage.text))
        start, end = sorted((data.draw(ends), data.draw(ends)))
        mentions.append(Mention(passage.index, start, end, "a", CALDER, "by-hand"))
        first = data.draw(st.integers(0, len(document.text) - 1))
        last = data.draw(st.integers(first + 1, len(document.text)))
        evidence = Evidence.of(document, first, last, "by-hand")
        statements.append(Statement(CALDER, "funds", NORTHMOOR, (evidence,)))
    found = Page(article(Reading(document, split, tuple(mentions), tuple(statements))))
    assert found.text == "\n".join(passage.text for passage in split)
    ids = [each["id"] for each in found.having("id")]
    assert len(ids) == len(set(ids))


# -- passages ---------------------------------------------------------------------------------


def test_passages_are_what_they_are() -> None:
    text = "# Pumps\n\nThey move water.\n\n## Kinds\n\n- hand pumps\n\nAll others:\n\n"
    text += "- wind\n- steam\n"
    text += "\n| Firm | Jobs |\n|---|---|\n| Acme | 2 |\n\nYear\tSum\n2031\t7\n"
    document = readings.document(text)
    lines = article(Reading(document, passages.split(document), ())).splitlines()
    bare = [re.sub(r"</?span[^>]*>| id=\"\w+\"", "", line) for line in lines]
    assert bare == [
        "<h2>Pumps</h2>",
        "<p>They move water.</p>",
        "<h3>Kinds</h3>",
        "<ul><li>hand pumps</li></ul>",
        "<p>All others:</p>",
        "<ul><li>wind</li>",
        "<li>steam</li></ul>",
        '<div class="rows"><table><tr><td hidden>| </td><td>Firm</td><td hidden> | </td>'
        "<td>Jobs</td><td hidden> |</td></tr>",
        "<tr><td hidden>| </td><td>Acme</td><td hidden> | </td><td>2</td><td hidden> |</td></tr>",
        "<tr><td>Year</td><td hidden>\t</td><td>Sum</td></tr>",
        "<tr><td>2031</td><td hidden>\t</td><td>7</td></tr></table></div>",
    ]


def test_a_page_begins_with_its_number() -> None:
    document = readings.document("abcd")
    pages = [
        Passage(at, PassageKind.BULLET, at, at + 1, "abcd"[at], ((0, at),), page=page)
        for at, page in enumerate((1, 1, 2, 2))
    ]
    lines = article(Reading(document, tuple(pages), ())).splitlines()
    assert [re.findall(r'data-page="(\d)"', line) for line in lines] == [["1"], [], ["2"], []]
    assert lines[2].endswith("</li>")
    assert "</div><ul><li" in lines[2]


# -- colours ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ontology() -> Vocabulary:
    return vocabulary.load(resources.ontology(), Base())


def test_groups_are_made_of_classes_of_the_ontology(ontology: Vocabulary) -> None:
    for roots in GROUPS.values():
        assert set(roots) <= set(ontology.ancestors)


@pytest.mark.parametrize(
    ("cls", "group"),
    [
        ("University", "agents"),
        ("Cohort", "agents"),
        ("Person", "people"),
        ("Facility", "places"),
        ("TrainingRoute", "qualifications"),
        ("SkillNeed", "skills"),
        ("SubSector", "fields"),
        ("Project", "programmes"),
        ("Publication", "other"),
        ("", "unlinked"),
    ],
)
def test_a_name_has_the_colour_of_its_group(ontology: Vocabulary, cls: str, group: str) -> None:
    document = readings.document("Tarn is new.")
    name = readings.mention(document, Entity(cls, "Tarn" if cls else ""), "Tarn")
    parts = {"mentions": (name,)} if cls else {"unlinked": (name,)}
    page = drawn(readings.reading(document, **parts), ontology)
    (mark,) = Page(page).having("data-name")
    assert mark["class"] == group
    assert f'id="show-{group}"' in page
    style = page.split("</style>")[0]
    assert f".{group} {{ --hue" in style or f".{group}, " in style or f", .{group} {{" in style
    assert f"#show-{group}:not(:checked)) mark.{group}" in style


def test_the_legend_counts() -> None:
    document = readings.document("Northmoor University and Calder Ltd of Westmarch have 20 sites.")
    names = [(NORTHMOOR, "Northmoor University"), (CALDER, "Calder Ltd"), (WESTMARCH, "Westmarch")]
    mentions = tuple(readings.mention(document, *name) for name in names)
    figure = readings.counts(document, CALDER, None, "20")
    page = drawn(readings.reading(document, mentions=mentions, figures=(figure,)))
    counts = dict(re.findall(r'id="show-(\w+)" checked>\w[\w ]* <b>(\d+)</b>', page))
    assert {name for name, count in counts.items() if count != "0"} == {
        "agents",
        "other",
        "figures",
        "figure",
    }
    assert counts["agents"] == "2"
    assert 'title="university 1, business 1"' in page


# -- what is told -----------------------------------------------------------------------------

NASTY = "Tarn </script><b>Ltd</b> & <!-- Sons said \"{{data}}\" and '$x ${y}'."


def test_nothing_a_document_says_becomes_a_tag() -> None:
    document = readings.document(NASTY, title=NASTY, publisher="<i>", url="javascript:alert(1)")
    tarn = Entity("Business", NASTY, "javascript:alert(1)//</script>")
    quoted = readings.said(document, NASTY)
    reading = readings.reading(
        document,
        mentions=(Mention(0, 0, len(NASTY), NASTY, tarn, "<rule>"),),
        statements=(Statement(tarn, "<p>", tarn, quoted, qualifiers=(("<q>", NASTY),)),),
        claims=(Claim(tarn, "<c>", NASTY, quoted, speaker=tarn),),
        figures=(readings.counts(document, tarn, None, NASTY),),
    )
    page = drawn(reading)
    found = Page(page)
    tags = {tag for tag, _ in found.tags}
    assert not {"i", "q", "c", "rule"} & tags
    assert len([tag for tag, _ in found.tags if tag == "script"]) == 2
    assert page.count("</script>") == 2
    assert not [each for each in found.having("href") if not str(each["href"]).startswith("#")]
    (entity,) = data_of(page)["entities"]
    assert entity == {
        "name": NASTY,
        "class": "business",
        "group": "agents",
        "iri": "javascript:alert(1)//</script>",
    }
    assert found.text.count(NASTY) > 4


def test_the_page_needs_nothing_else() -> None:
    page = drawn(readings.reading(readings.document("Nothing.")))
    found = Page(page)
    assert not found.having("src")
    assert "link" not in {tag for tag, _ in found.tags}
    assert not re.search(r"@import|url\(|\bfetch\(|https?://", page)
    assert "default-src 'none'" in page
    assert "{{" not in page
    assert "Nothing was found." in page


def test_addresses_are_links_and_names_have_iris() -> None:
    document = readings.document("Calder Ltd", url="https://example.org/a?b&c", issued="2031-03-05")
    reading = readings.reading(
        document, mentions=(readings.mention(document, CALDER, "Calder Ltd"),)
    )
    page = drawn(reading, iri=lambda entity: f"https://example.org/{entity.cls}")
    assert '<a href="https://example.org/a?b&amp;c">' in page
    assert "made-up · 2031-03-05 · <a href" in page
    assert data_of(page)["entities"][0]["iri"] == "https://example.org/Business"
    assert data_of(drawn(reading))["entities"][0]["iri"] is None


def test_a_name_without_a_class_has_no_iri() -> None:
    document = readings.document("Tarn came.")
    name = readings.mention(document, Entity("", ""), "Tarn")
    page = drawn(readings.reading(document, unlinked=(name,)), iri=lambda entity: "never")
    assert data_of(page)["entities"][0]["iri"] is None
    assert 'title="no class"' in page
    assert "1 name without a class" in highlights.summary(
        readings.reading(document, unlinked=(name,))
    )


TEXT = "Northmoor University works with Calder Ltd. It may fund Calder Ltd. Ada spoke."


def test_a_finding_is_told_with_all_it_rests_on() -> None:
    document = readings.document(TEXT)
    ada = Entity("Person", "Ada")
    (main,) = readings.said(document, "It may fund Calder Ltd.", confidence=0.4)
    (before,) = readings.said(document, "Northmoor University works with", role="antecedent")
    said = Statement(
        NORTHMOOR,
        "collaboratesWith",
        CALDER,
        (main, before, replace(before, rule="another", confidence=0.3)),
        Modality.HEDGED,
        Polarity.NEGATED,
        ada,
        qualifiers=(("startDate", "2031"),),
    )
    page = drawn(readings.reading(document, statements=(said,)))
    (item,) = re.findall(r'<li id="f0".*?</li>', page)
    assert item == (
        '<li id="f0" data-confidence="0.40"><p class="said"><b class="agents">Northmoor University'
        '</b> <span class="does">collaborates with</span> <b class="agents">Calder Ltd</b></p>'
        "<dl><div><dt>start date</dt><dd>2031</dd></div></dl>"
        '<p class="how"><em>hedged</em> · <em>negated</em> · said by Ada · confidence 0.40 · '
        "<code>by-hand</code> · <code>another</code></p>"
        '<blockquote class="statement"><small>statement</small> <a href="#s2">'
        "It may fund Calder Ltd.</a></blockquote>"
        '<blockquote class="antecedent"><small>antecedent</small> <a href="#s0">'
        "Northmoor University works with</a></blockquote></li>"
    )
    assert data_of(page)["facts"] == [
        {
            "entities": [0, 1, 2],
            "evidence": [["statement", 2, 2], ["antecedent", 0, 0], ["antecedent", 0, 0]],
        }
    ]
    assert [each["name"] for each in data_of(page)["entities"]][2] == "Ada"


def test_a_name_knows_its_stretch_and_a_number_its_figure() -> None:
    document = readings.document(TEXT)
    quoted = readings.said(document, "It may fund Calder Ltd.")
    start = TEXT.rindex("Calder")
    name = Mention(0, start, start + 10, "Calder Ltd", CALDER, "lexicon")
    statement = Statement(NORTHMOOR, "funds", CALDER, quoted)
    figure = readings.counts(document, CALDER, None, "fund", evidence=quoted)
    page = drawn(
        readings.reading(document, mentions=(name,), statements=(statement,), figures=(figure,))
    )
    assert data_of(page)["names"] == [{"entity": 0, "rule": "lexicon", "stretch": 1}]
    assert data_of(page)["facts"][0]["evidence"] == [["statement", 1, 1]]
    (number,) = Page(page).having("data-fact")
    assert number == {"class": "figures", "data-fact": "1"}
    assert '<span class="stretch unread" data-stretch="0" id="s0">' in page
    assert '<span class="stretch" data-stretch="1" id="s1">' in page


def test_every_kind_of_finding_has_its_section() -> None:
    document = readings.document(TEXT)
    quoted = readings.said(document, "Ada spoke.")
    page = drawn(
        readings.reading(
            document,
            statements=(readings.states(document, NORTHMOOR, "funds", CALDER),),
            figures=(readings.counts(document, CALDER, None, "two"),),
            claims=(Claim(CALDER, "praise", "it is good", quoted),),
            events=(Event("visit", "Ada came", (), (), quoted),),
        )
    )
    titles = ["Relations", "Figures", "Claims", "Events"]
    assert re.findall(r"<section class=\"\w+\"><h3>(\w+)</h3>", page) == titles
    assert re.findall(r'<li id="f(\d)"', page) == ["0", "1", "2", "3"]
    for kind in ("relation", "figure", "claim", "event"):
        assert f'id="show-{kind}" checked>' in page
        assert f"#show-{kind}:not(:checked)) section.{kind}" in page


def test_how_much_was_read() -> None:
    document = readings.document(TEXT)
    quoted = readings.said(document, TEXT[:39])
    reading = readings.reading(document, statements=(Statement(CALDER, "funds", CALDER, quoted),))
    assert highlights.summary(reading) == (
        "1 passage, 0 names, 1 relation, 0 figures, 0 claims, 0 events, 0 names without a class"
    )
    assert "<dt>of the text unread</dt><dd>50%</dd>" in drawn(reading)
    assert "<dd>0%</dd>" in drawn(Reading(document, (), ()))


def test_two_pages_of_one_reading_are_the_same() -> None:
    document = readings.document(TEXT)
    reading = readings.reading(
        document, statements=(readings.states(document, NORTHMOOR, "funds", CALDER),)
    )
    assert drawn(reading) == drawn(reading)
