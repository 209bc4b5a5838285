from __future__ import annotations

import pytest

from medtechkg import answers, coverage, questions, store

NOTHING = answers.Answer((), ())
ID = "https://w3id.org/medtechkg/id/"


def known(graph: store.Store, *classes: str, thing: str = "") -> tuple[str, ...]:
    return coverage.explain(graph, NOTHING, classes, [ID + thing] if thing else []).known


@pytest.mark.parametrize(
    ("classes", "words"),
    [
        (("University",), "The graph knows 3 universities, none with what is asked."),
        (("Person",), "The graph knows 1 person, none with what is asked."),
        (("Charity",), "The graph knows no charity."),
        (
            ("University", "Business", "Charity"),
            "The graph knows 3 universities, 3 businesses and no charity, none with what is asked.",
        ),
        (("ClassificationScheme",), "The graph knows no classification scheme (42 in the "),
    ],
)
def test_a_class_has_members_or_none(
    graph: store.Store, classes: tuple[str, ...], words: str
) -> None:
    (told,) = known(graph, *classes)
    assert told.startswith(words.split("(")[0])
    assert ("in the registers alone)" in told) == ("(" in words)


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        ("region/fenmoor", "No document read is about Fenmoor or names anything there."),
        (
            "region/eastvale",
            "1 document read is about Eastvale; 2 more name it or something there.",
        ),
        ("region/sundland", "4 documents read are about Sundland."),
        ("organisation/westmarch-university", "3 documents read name University of Westmarch."),
        ("organisation/northmoor-university", "1 document read names Northmoor University."),
        ("organisation/eastvale-council", "1 document read names Eastvale Council."),
    ],
)
def test_a_thing_is_named_or_not(graph: store.Store, thing: str, words: str) -> None:
    assert known(graph, thing=thing) == (words,)


def test_what_has_no_name_is_passed_over(graph: store.Store) -> None:
    assert known(graph, thing="document/none") == ()


def test_rows_are_not_explained_away(graph: store.Store) -> None:
    found = coverage.explain(graph, answers.Answer(("a",), ({"a": 1},)), ["University"])
    assert (found.known, len(found.coverage)) == ((), 4)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "SELECT ?u { ?u a mtk:University ; mtk:locatedIn region:fenmoor }",
            ("The graph knows 3 universities, none with what is asked.",),
        ),
        (
            f"SELECT ?u {{ ?u a <https://w3id.org/medtechkg/def/University> ; ?p "
            f"<{ID}region/fenmoor> }}",
            (
                "The graph knows 3 universities, none with what is asked.",
                "No document read is about Fenmoor or names anything there.",
            ),
        ),
        (
            "SELECT ?u { ?u a mtk:Universty }",
            ("mtk:Universty is no class of the ontology; is mtk:University meant?",),
        ),
        ("SELECT ?u { ?u a mtk:Zzz }", ("mtk:Zzz is no class of the ontology.",)),
        ("SELECT ?u { ?u mtk:nothing ?x } # mtk:University", ()),
    ],
)
def test_a_query_of_ones_own(graph: store.Store, text: str, words: tuple[str, ...]) -> None:
    assert coverage.explain_query(graph, NOTHING, text).known == words


def test_every_class_of_a_question_can_be_counted(graph: store.Store) -> None:
    for asked in questions.catalogue():
        for told in known(graph, *asked.about):
            assert told.startswith("The graph knows ")
