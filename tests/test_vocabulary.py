from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import wording
from medtechkg import resources, vocabulary
from medtechkg.errors import SeedError
from medtechkg.iris import Base
from medtechkg.model import Label, Property, Term, Vocabulary

HEAD = """@prefix mtk: <https://w3id.org/medtechkg/def/> .
@prefix id: <https://w3id.org/medtechkg/id/organisation/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix unit: <https://w3id.org/medtechkg/scheme/unit/> .
"""
CLASSES = """
mtk:Agent a owl:Class ; skos:prefLabel "agent"@en .
mtk:Organisation a owl:Class ; rdfs:subClassOf mtk:Agent, schema:Organization .
mtk:Guild a owl:Class ; rdfs:subClassOf mtk:Organisation .
mtk:Skill a owl:Class ; mtk:weakLabels true .
mtk:Odd a owl:Class ; rdfs:subClassOf mtk:Even .
mtk:Even a owl:Class ; rdfs:subClassOf mtk:Odd .
schema:Thing a owl:Class .
mtk:joins a owl:ObjectProperty, owl:SymmetricProperty ;
  schema:domainIncludes mtk:Organisation, mtk:Agent ; schema:rangeIncludes mtk:Guild .
mtk:needs a owl:ObjectProperty ; mtk:liftedTo mtk:Need ; mtk:subjectRole mtk:needOf ;
  mtk:objectRole mtk:needed, mtk:neededBy .
mtk:since a owl:DatatypeProperty ; schema:domainIncludes mtk:Guild .
schema:knows a owl:ObjectProperty .
"""
REGISTER = """
id:guild a mtk:Guild, mtk:Organisation ; skos:prefLabel "Turners’ Guild"@en ;
  skos:altLabel "The Turners"@en, "Guild of Turners"@en ; skos:hiddenLabel "Turners Guild"@en ;
  mtk:abbreviation "TG"@en ; mtk:contextualLabel "the Guild"@en ; mtk:formerName "Lathe Club"@en .
id:nameless a mtk:Guild .
id:stranger a schema:Thing ; skos:prefLabel "Stranger"@en .
"""
SCHEME = """
unit:job a skos:Concept, mtk:Skill ; skos:prefLabel "job"@en ; skos:notation "job" ;
  skos:inScheme <https://w3id.org/medtechkg/scheme/unit> .
unit:gbp a skos:Concept ; skos:prefLabel "pound"@en ; skos:notation "GBP" ;
  skos:inScheme <https://w3id.org/medtechkg/scheme/unit/> .
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "core.ttl": CLASSES,
        "reference/guilds.ttl": REGISTER,
        "schemes/unit.ttl": SCHEME,
        "shapes/guild.ttl": "mtk:Shape a owl:Class .",
        "notes.txt": "no Turtle",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(HEAD + text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def known(folder: Path) -> Vocabulary:
    return vocabulary.load(folder, Base())


def test_the_modules_schemes_and_registers_are_read_and_nothing_else(folder: Path) -> None:
    names = [path.relative_to(folder).as_posix() for path in vocabulary.files(folder)]
    assert names == ["core.ttl", "reference/guilds.ttl", "schemes/unit.ttl"]


def test_a_class_has_all_that_is_above_it(known: Vocabulary) -> None:
    assert known.ancestors["Guild"] == {"Guild", "Organisation", "Agent"}
    assert known.ancestors["Agent"] == {"Agent"}
    assert list(known.ancestors) == sorted(known.ancestors)
    assert "Thing" not in known.ancestors
    assert "Shape" not in known.ancestors


def test_classes_in_a_circle_are_above_each_other(known: Vocabulary) -> None:
    assert known.ancestors["Odd"] == known.ancestors["Even"] == {"Odd", "Even"}


def test_properties_of_ours_that_join_things(known: Vocabulary) -> None:
    base = Base()
    assert known.properties == {
        "joins": Property(
            "joins", base.term("joins"), ("Agent", "Organisation"), ("Guild",), symmetric=True
        ),
        "needs": Property(
            "needs",
            base.term("needs"),
            (),
            (),
            lifted_to="Need",
            subject_role="needOf",
            object_role=("needed", "neededBy"),
        ),
    }


def test_a_term_has_its_narrowest_class_and_every_label(known: Vocabulary) -> None:
    guild, job = known.terms
    assert guild == Term(
        Base().thing("organisation", "guild"),
        "Guild",
        "Turners’ Guild",
        (
            Label("Turners’ Guild"),
            Label("Guild of Turners"),
            Label("The Turners"),
            Label("Turners Guild"),
            Label("TG", exact=True),
            Label("the Guild", contextual=True),
            Label("Lathe Club", former=True),
        ),
    )
    assert (job.cls, job.name) == ("Skill", "job")


def test_a_common_word_may_be_the_preferred_name_of_what_it_names_in_context(folder: Path) -> None:
    scheme = """
unit:wounds a skos:Concept, mtk:Skill ; skos:prefLabel "Wound care"@en ;
  skos:altLabel "wound treatment"@en ; mtk:contextualLabel "wound care"@en .
"""
    (folder / "schemes" / "unit.ttl").write_text(HEAD + scheme, encoding="utf-8")
    (wounds,) = [term for term in vocabulary.load(folder, Base()).terms if term.cls == "Skill"]
    assert wounds.name == "Wound care"
    assert wounds.labels == (Label("wound treatment"), Label("wound care", contextual=True))


def test_classes_with_weak_labels_are_marked(known: Vocabulary) -> None:
    assert known.weak == {"Skill"}


def test_codes_go_by_notation(known: Vocabulary) -> None:
    assert known.codes == {
        "unit": {"job": Base().code("unit", "job"), "GBP": Base().code("unit", "gbp")}
    }


def test_everything_moves_with_the_base(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDTECHKG_BASE", "https://example.org/kg")
    moved, default = vocabulary.load(folder), vocabulary.load(folder, Base())
    assert moved.terms[0].iri == "https://example.org/kg/id/organisation/guild"
    assert moved.properties["joins"].iri == "https://example.org/kg/def/joins"
    assert moved.ancestors == default.ancestors
    assert [term.labels for term in moved.terms] == [term.labels for term in default.terms]


# -- files that are not as they should be -----------------------------------------------------


def test_what_is_not_turtle_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "core.ttl"
    path.write_text("@prefix a: <http://a.org/> .\n\na:b a:c ; ; .\na:d\n", encoding="utf-8")
    message = r"core\.ttl:\d: not Turtle, column \d+: .*; mend the file"
    with pytest.raises(SeedError, match=message) as caught:
        vocabulary.load(tmp_path, Base())
    assert caught.value.path == str(path)
    assert caught.value.line in (3, 4, 5)
    assert " at line " not in str(caught.value)


def test_what_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "core.ttl"
    path.write_bytes(b'<http://a.org/a> <http://a.org/b> "caf\xe9" .')
    with pytest.raises(SeedError, match="cannot be read"):
        list(vocabulary.parse(path, Base()))
    with pytest.raises(SeedError, match="cannot be read"):
        list(vocabulary.parse(tmp_path / "nowhere.ttl", Base()))


# -- the ontology itself ----------------------------------------------------------------------


def test_the_ontology_has_what_reading_needs() -> None:
    known = wording.vocabulary()
    assert known.is_a("University", "Agent")
    assert known.properties["collaboratesWith"].symmetric
    assert known.properties["lacksSkill"].lifted_to == "SkillNeed"
    assert {"Skill", "OccupationGroup"} <= known.weak
    assert "GBP" in known.codes["unit"]
    assert len({term.iri for term in known.terms}) == len(known.terms) > 1000
    assert {term.cls for term in known.terms} <= known.ancestors.keys()


def test_importing_the_vocabulary_needs_no_library_of_rdf() -> None:
    program = (
        "import sys, medtechkg.vocabulary, medtechkg.language.lexicon, medtechkg.model\n"
        "print(sorted({'pyoxigraph', 'rdflib', 'networkx', 'ahocorasick'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
    assert resources.ontology().is_dir()
