from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medtechkg import resources
from medtechkg.language import grammar
from medtechkg.language.verbs import Forms, forms


@pytest.mark.parametrize(
    "written",
    [
        "develop develops developed developed developing",
        "create creates created created creating",
        "carry carries carried carried carrying",
        "play plays played played playing",
        "plan plans planned planned planning",
        "address addresses addressed addressed addressing",
        "reach reaches reached reached reaching",
        "focus focuses focused focused focusing",
        "tie ties tied tied tying",
        "oversee oversees oversaw overseen overseeing",
        "agree agrees agreed agreed agreeing",
        "lead leads led led leading",
        "begin begins began begun beginning",
        "have has had had having",
        "do does did done doing",
        "go goes went gone going",
        "be is was been being",
        "co-found co-founds co-founded co-founded co-founding",
    ],
)
def test_a_verb_is_inflected_as_it_is_written(written: str) -> None:
    base, *rest = written.split()
    assert forms(base) == Forms(base, *rest)


def test_a_phrasal_verb_inflects_its_first_word() -> None:
    found = forms("spin out")
    assert found == Forms("spin out", "spins out", "spun out", "spun out", "spinning out")
    assert found.all() == {"spin out", "spins out", "spun out", "spinning out"}


stems = st.text("abdeghiklmnoprstuvwxy", min_size=2, max_size=8)
particles = st.sampled_from(["", "up", "out of", "in partnership with"])


@settings(max_examples=60)
@given(stems, particles)
def test_every_form_ends_in_the_particle_and_has_the_ending(stem: str, particle: str) -> None:
    found = forms(f"{stem} {particle}".strip())
    plain = forms(stem)
    assert found.base == f"{stem} {particle}".strip()
    assert plain.ing.endswith("ing")
    assert len(found.all()) >= 3
    for name in ("base", "third", "past", "participle", "ing"):
        assert getattr(found, name) == f"{getattr(plain, name)} {particle}".strip()


@settings(max_examples=60)
@given(stems)
def test_no_form_of_a_regular_verb_is_spelt_against_the_rules(stem: str) -> None:
    found = forms(stem + "nt")
    assert found == Forms(f"{stem}nt", f"{stem}nts", f"{stem}nted", f"{stem}nted", f"{stem}nting")


def lemmas() -> set[str]:
    """The verbs that the rules of the ontology name."""
    paths = sorted((resources.ontology() / "patterns").glob("*s.yaml"))
    rules = [
        rule
        for path in paths
        if path.stem.startswith(("relations", "phrases"))
        for rule in grammar.read_rules(path)
    ]
    named = [found for rule in rules for text in rule.patterns for found in _NAMED.findall(text)]
    return {lemma.strip() for found in named for lemma in found.rstrip("!").split("|")}


_NAMED = re.compile(r"<([^<>]+)>")
#: One syllable with one vowel before one consonant doubles it: "plan", "planned".
_SHORT = re.compile(r"[^aeiou]*[aeiou][bdfgklmnprtvz]")
#: Verbs of more syllables that double it too.
_LONGER = {"overlap", "enrol", "co-run"}


@pytest.mark.parametrize("lemma", sorted(lemmas()))
def test_a_verb_of_the_rules_is_inflected(lemma: str) -> None:
    found = forms(lemma)
    assert found.base == lemma
    assert len(found.all()) >= 3
    assert all(form.islower() for form in found.all())


@pytest.mark.parametrize(
    "verb",
    [
        verb
        for verb in sorted({lemma.split()[0] for lemma in lemmas()} | _LONGER)
        if _SHORT.fullmatch(verb) or verb in _LONGER
    ],
)
def test_a_short_verb_of_the_rules_doubles_its_consonant(verb: str) -> None:
    assert forms(verb).ing == f"{verb}{verb[-1]}ing"
