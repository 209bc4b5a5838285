from __future__ import annotations

from pathlib import Path

import pytest

from medtechkg import resources
from medtechkg.errors import SeedError
from medtechkg.model import (
    Document,
    Entity,
    Mention,
    Modality,
    Passage,
    PassageKind,
    Polarity,
    Sentence,
)
from medtechkg.reading import discourse

PEOPLE = ("Una Vask", "Tomas Holt")
NAMES = {
    "Una Vask": "Person",
    "Tomas Holt": "Person",
    "Lens Council": "SectorBody",
    "Brayford": "Business",
    "Corvel": "Business",
    "Holt University": "University",
    "Optics Centre": "Facility",
    "Calder Survey": "Publication",
    "one business": "Cohort",
    "One business": "Cohort",
    "Businesses": "Cohort",
    "businesses": "Cohort",
    "Apprenticeships": "TrainingRoute",
    "Calder": "Region",
    "Europe": "Region",
    "optics cluster": "Cluster",
    "sector": "Sector",
}
SECTOR = Entity("Sector", "optics")
WORDS = discourse.cues()


def text_of(*texts: str, kinds: str = "") -> tuple[Document, list[Passage], list[Mention]]:
    """Make a document of one passage a text, with every name of NAMES found in it."""
    document = Document("d" * 64, "made up", "\n".join(texts))
    passages, mentions, at = [], [], 0
    for index, text in enumerate(texts):
        kind = {"h": PassageKind.HEADING, "b": PassageKind.BULLET}.get(
            kinds[index : index + 1], PassageKind.PARAGRAPH
        )
        passages.append(Passage(index, kind, at, at + len(text), text, ((0, at),)))
        at += len(text) + 1
        for name, cls in NAMES.items():
            start = text.find(name)
            while start >= 0:
                end = start + len(name)
                mentions.append(Mention(index, start, end, name, Entity(cls, name), "test"))
                start = text.find(name, end)
    return document, passages, sorted(mentions, key=lambda one: (one.passage, one.start))


def said(*texts: str, kinds: str = "") -> list[tuple[str, str]]:
    _, passages, mentions = text_of(*texts, kinds=kinds)
    return [
        (one.speaker.name, passages[one.passage].text[one.start : one.end])
        for one in discourse.speech(passages, mentions)
    ]


def sentences(passages: list[Passage]) -> list[Sentence]:
    return [Sentence(one.index, 0, len(one.text)) for one in passages]


QUOTED = [
    ("Una Vask, head of Brayford, said: “It works.”", ("Una Vask", "It works.")),
    ("“It works,” said Una Vask.", ("Una Vask", "It works,")),
    ("“It works,” said the head of skills at Brayford, Una Vask.", ("Una Vask", "It works,")),
    ("“It works,” Una Vask told them.", ("Una Vask", "It works,")),
    ("Una Vask came. She said, “It works.”", ("Una Vask", "It works.")),
    ("Una Vask came. “It works,” she said.", ("Una Vask", "It works,")),
    ("Una Vask: “It works.”", ("Una Vask", "It works.")),
    ("The Lens Council said: “It works.”", ("Lens Council", "It works.")),
    ("Una Vask said: 'It's the firms' choice.'", ("Una Vask", "It's the firms' choice.")),
]


@pytest.mark.parametrize(("text", "expected"), QUOTED, ids=[text for text, _ in QUOTED])
def test_a_quotation_and_its_speaker(text: str, expected: tuple[str, str]) -> None:
    assert said(text) == [expected]


def test_a_quotation_broken_by_its_speaker_goes_on() -> None:
    assert said("“It works,” said Una Vask. “We will build many more.”") == [
        ("Una Vask", "It works,"),
        ("Una Vask", "We will build many more."),
    ]


def test_a_name_under_a_quotation_signs_it() -> None:
    quotes = ("“We opened a lab here.", "It is full of lenses.”", "Una Vask, CEO, Brayford")
    assert said(*quotes) == [
        ("Una Vask", "We opened a lab here."),
        ("Una Vask", "It is full of lenses."),
    ]


def test_a_quotation_left_open_ends_at_the_name_under_it() -> None:
    assert said("“We opened a lab here.", "Una Vask, CEO, Brayford", "More text.") == [
        ("Una Vask", "We opened a lab here.")
    ]


def test_a_quotation_under_the_line_that_introduces_it() -> None:
    assert said("Una Vask, CEO of Brayford, said:", "“We opened a lab here.”") == [
        ("Una Vask", "We opened a lab here.")
    ]


REPORTED = [
    (
        "The Lens Council has estimated that 90 jobs are needed.",
        ("Lens Council", "90 jobs are needed."),
    ),
    ("Tomas Holt, director of Brayford, said it was ready.", ("Tomas Holt", "it was ready.")),
    (
        "Tomas Holt, director of Brayford, said the firms included Una Vask.",
        ("Tomas Holt", "the firms included Una Vask."),
    ),
    (
        "Tomas Holt, director of Brayford, told the Lens Council that it was ready.",
        ("Tomas Holt", "the Lens Council that it was ready."),
    ),
    (
        "Tomas Holt of the Optics Centre at Brayford said it was ready.",
        ("Tomas Holt", "it was ready."),
    ),
    ("Tools: one business noted a gap in training.", ("one business", "a gap in training.")),
    ("Businesses consistently mentioned lens skills.", ("Businesses", "lens skills.")),
    ("Una Vask came. She believes that it works.", ("Una Vask", "it works.")),
    ("There were 90 firms, said Tomas Holt.", ("Tomas Holt", "There were 90 firms")),
    ("According to the Lens Council, there are 90 firms.", ("Lens Council", "there are 90 firms.")),
    ("There are 90 firms, according to the Lens Council.", ("Lens Council", "There are 90 firms")),
    ("It has 90 firms (Brayford).", ("Brayford", "It has 90 firms")),
]


@pytest.mark.parametrize(("text", "expected"), REPORTED, ids=[text for text, _ in REPORTED])
def test_reported_speech_and_its_speaker(text: str, expected: tuple[str, str]) -> None:
    assert said(text) == [expected]


def test_what_is_added_after_the_speaker_is_said_too() -> None:
    text = "There were 90 firms, said Tomas Holt, the director, adding that more would come."
    assert said(text) == [
        ("Tomas Holt", "There were 90 firms"),
        ("Tomas Holt", "more would come."),
    ]


SILENT = [
    "They need ‘people skills’ and Brayford’s trust.",
    "The ‘Clear Sight’ scheme is run by Una Vask.",
    "Brayford makes lenses.",
    "It was said to be good.",
    "The Optics Centre (Brayford) opened.",
]


@pytest.mark.parametrize("text", SILENT)
def test_where_nobody_speaks(text: str) -> None:
    assert said(text) == []


def test_a_source_line_speaks_for_the_items_above_it() -> None:
    texts = ("Facts:", "there are 90 firms", "there are 700 jobs", "Lens Council May 2031")
    assert said(*texts, kinds="pbbp") == [
        ("Lens Council", "there are 90 firms"),
        ("Lens Council", "there are 700 jobs"),
    ]
    assert said("There are 90 firms.", "Lens Council", kinds="pp") == []


STANCES = [
    ("Brayford makes lenses.", Modality.ASSERTED, Polarity.AFFIRMED),
    ("None of the firms had problems.", Modality.ASSERTED, Polarity.NEGATED),
    ("The firms had not had problems.", Modality.ASSERTED, Polarity.NEGATED),
    ("Firms can’t recruit.", Modality.ASSERTED, Polarity.NEGATED),
    ("Firms failed to recruit.", Modality.ASSERTED, Polarity.NEGATED),
    ("Brayford not only makes lenses.", Modality.ASSERTED, Polarity.AFFIRMED),
    ("Brayford is at No.7 Calder Park.", Modality.ASSERTED, Polarity.AFFIRMED),
    ("It was not good, but Brayford makes lenses.", Modality.ASSERTED, Polarity.AFFIRMED),
    ("It is likely to employ 90.", Modality.HEDGED, Polarity.AFFIRMED),
    ("This was perceived to be a gap.", Modality.HEDGED, Polarity.AFFIRMED),
    ("It opened in May 2031.", Modality.ASSERTED, Polarity.AFFIRMED),
    ("It may employ 90.", Modality.HEDGED, Polarity.AFFIRMED),
    ("Around 90 people work there.", Modality.ASSERTED, Polarity.AFFIRMED),
    ("90 jobs will be needed by 2050.", Modality.EXPECTED, Polarity.AFFIRMED),
    ("Demand is expected to grow.", Modality.EXPECTED, Polarity.AFFIRMED),
    ("Demand is forecast to grow.", Modality.EXPECTED, Polarity.AFFIRMED),
    ("Brayford will open a lab.", Modality.PLANNED, Polarity.AFFIRMED),
    ("Brayford plans to grow.", Modality.PLANNED, Polarity.AFFIRMED),
    ("The lab is due to open soon.", Modality.PLANNED, Polarity.AFFIRMED),
    ("The gap is due to poor pay.", Modality.ASSERTED, Polarity.AFFIRMED),
    ("Colleges should teach lens making.", Modality.RECOMMENDED, Polarity.AFFIRMED),
    ("The scheme is designed to close the gap.", Modality.PURPOSE, Polarity.AFFIRMED),
    ("A new course to help tackle the gap.", Modality.PURPOSE, Polarity.AFFIRMED),
    ("A course aimed at closing the gap.", Modality.PURPOSE, Polarity.AFFIRMED),
    ("A course aimed at young nurses has begun.", Modality.ASSERTED, Polarity.AFFIRMED),
]


@pytest.mark.parametrize(("text", "modality", "polarity"), STANCES, ids=[s[0] for s in STANCES])
def test_stance(text: str, modality: Modality, polarity: Polarity) -> None:
    at = text.find("Brayford makes") if ", but" in text else 0
    meant = discourse.stance(text, at, len(text) - 1)
    assert (meant.modality, meant.polarity) == (modality, polarity)
    assert bool(meant.cue) == ((modality, polarity) != (Modality.ASSERTED, Polarity.AFFIRMED))


def test_a_later_cue_does_not_reach_back_to_a_clause() -> None:
    text = "Brayford has opened a lab without delay, to help tackle the gap."
    meant = discourse.stance(text, 0, text.index(" without"))
    assert (meant.modality, meant.polarity) == (Modality.ASSERTED, Polarity.AFFIRMED)


RULES = [
    (rule["id"], rule["kind"], example, verdict == "matches")
    for rule in WORDS.data["claims"]
    for verdict in ("matches", "passes")
    for example in rule[verdict]
]


@pytest.mark.parametrize(("rule", "kind", "text", "wanted"), RULES)
def test_the_examples_of_the_claim_rules(rule: str, kind: str, text: str, wanted: bool) -> None:
    document, passages, mentions = text_of(text.replace("Holt", "Calder").replace("UK", "Calder"))
    found = discourse.claims(document, passages, sentences(passages), mentions, scope=SECTOR)
    rules = {claim.evidence[0].rule for claim in found if claim.kind == kind}
    assert (f"claim:{rule}" in rules) is wanted


def test_a_claim_keeps_subject_speaker_stance_and_words() -> None:
    text = "Una Vask said: “Brayford is ready. None of the businesses had problems.”"
    document, passages, mentions = text_of(text)
    cut = text.index("None")
    parts = [Sentence(0, 0, cut - 1), Sentence(0, cut, len(text))]
    speeches = discourse.speech(passages, mentions)
    [claim] = discourse.claims(document, passages, parts, mentions, speeches)
    assert claim.kind == "finding"
    assert claim.subject.name == "businesses"
    assert claim.speaker == Entity("Person", "Una Vask")
    assert claim.polarity is Polarity.NEGATED
    assert claim.quantifier == "none"
    assert claim.evidence[0].quote == text[cut:]


def test_a_superlative_keeps_what_it_is_measured_over() -> None:
    document, passages, mentions = text_of("Brayford – the largest lens maker in Europe – grew.")
    [claim] = discourse.claims(document, passages, sentences(passages), mentions)
    assert claim.subject.name == "Brayford"
    assert claim.text == "the largest lens maker in Europe"
    assert claim.qualifiers == (("superlative", "largest"), ("scope", "Europe"))


def test_a_sentence_that_names_nothing_is_about_what_came_before() -> None:
    document, passages, mentions = text_of("Apprenticeships are new.", "They are very successful.")
    [claim] = discourse.claims(document, passages, sentences(passages), mentions, scope=SECTOR)
    assert claim.subject.name == "Apprenticeships"
    document, passages, mentions = text_of("Results were excellent.")
    [claim] = discourse.claims(document, passages, sentences(passages), mentions, scope=SECTOR)
    assert claim.subject == SECTOR
    assert not list(discourse.claims(document, passages, sentences(passages), mentions))


DATES = [
    ("on 12 May 2031", ["2031-05-12"]),
    ("on 1st Sept 2031", ["2031-09-01"]),
    ("on May 12, 2031", ["2031-05-12"]),
    ("2031-05-12 and 03/04/2031", ["2031-05-12", "2031-04-03"]),
    ("in May 2031", ["2031-05"]),
    ("in 2031", ["2031"]),
    ("last year, with 2031 people, in 2031-32", []),
]


@pytest.mark.parametrize(("text", "expected"), DATES)
def test_dates(text: str, expected: list[str]) -> None:
    assert [one.iso for one in discourse.dates(text)] == expected


EVENTS = [
    (
        "On 2 May 2031 Una Vask visited Brayford at the Optics Centre.",
        ("visit", ["Una Vask"], ["Brayford"], "Optics Centre", "2031-05-02"),
    ),
    (
        "Brayford and Holt University have signed up. Corvel has acquired Brayford.",
        ("acquisition", ["Corvel"], ["Brayford"], None, None),
    ),
    (
        "The Optics Centre was opened by Una Vask in 2031.",
        ("opening", ["Una Vask"], ["Optics Centre"], None, "2031"),
    ),
    (
        "Brayford and Holt University launched Apprenticeships in Calder.",
        ("launch", ["Brayford", "Holt University"], ["Apprenticeships"], "Calder", None),
    ),
    ("Brayford secured £2m in May 2031.", ("funding-award", ["Brayford"], [], None, "2031-05")),
]


@pytest.mark.parametrize(("text", "expected"), EVENTS)
def test_events(text: str, expected: tuple[str, list[str], list[str], str | None, str]) -> None:
    document, passages, mentions = text_of(text)
    cut = text.find(". ") + 2 if ". " in text else 0
    parts = [Sentence(0, cut, len(text))]
    [event] = discourse.events(document, passages, parts, mentions)
    assert expected == (
        event.kind,
        [one.name for one in event.agents],
        [one.name for one in event.objects],
        event.place and event.place.name,
        event.date,
    )
    assert event.evidence[0].quote == text[cut:]
    assert event.date_basis == ("stated" if event.date else None)


NO_EVENT = [
    "Brayford won.",
    "Lenses were launched in May 2031.",
    "The Optics Centre will be the second after a lab was opened in 2031.",
    "Brayford makes lenses in 2031.",
]


@pytest.mark.parametrize("text", NO_EVENT)
def test_where_nothing_happens(text: str) -> None:
    document, passages, mentions = text_of(text)
    assert not list(discourse.events(document, passages, sentences(passages), mentions))


def test_a_planned_event_is_marked_so() -> None:
    document, passages, mentions = text_of("Brayford plans to launch; it launched Corvel in 2031.")
    [event] = discourse.events(document, passages, sentences(passages), mentions)
    assert event.modality is Modality.ASSERTED
    document, passages, mentions = text_of("Brayford hopes to have acquired Corvel in 2031.")
    [event] = discourse.events(document, passages, sentences(passages), mentions)
    assert event.modality is Modality.PLANNED


def test_the_codes_are_of_the_schemes() -> None:
    for table, scheme in (("claims", "claim-kind"), ("events", "event-kind")):
        text = (resources.ontology() / "schemes" / f"{scheme}.ttl").read_text(encoding="utf-8")
        data = WORDS.data[table]
        codes = {rule["kind"] for rule in data} if isinstance(data, list) else set(data)
        assert all(f'skos:notation "{code}"' in text for code in codes)


def test_a_malformed_file_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "discourse.yaml"
    source = (resources.ontology() / "patterns" / "discourse.yaml").read_text(encoding="utf-8")
    for old, new, problem in (
        ("says: [", "says: [[", r"discourse\.yaml:\d+: not YAML"),
        ("\nsays:", "\nsay:", "has no says"),
        ("[should,", '["should(",', "a malformed expression"),
    ):
        path.write_text(source.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(SeedError, match=problem):
            discourse.load(path)
    with pytest.raises(SeedError, match="cannot be read"):
        discourse.load(tmp_path / "none.yaml")
