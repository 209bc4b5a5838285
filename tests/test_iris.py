from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from medtechkg import iris
from medtechkg.iris import DEFAULT_BASE, Base

BASES = [Base(), Base("https://example.org/kg/"), Base("http://localhost:8000/")]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Northmoor University", "northmoor-university"),
        ("  St. Ann’s & St John's ", "st-anns-and-st-johns"),
        ("Ångström-Labs (UK)", "angstrom-labs-uk"),
        ("£5m", "5m"),
        ("a--b__c", "a-b-c"),
    ],
)
def test_a_slug_is_plain_words(name: str, slug: str) -> None:
    assert iris.slug(name) == slug


@pytest.mark.parametrize("dash", "‐‑–—")
def test_a_dash_parts_words_like_a_hyphen(dash: str) -> None:
    assert iris.slug(f"Northmoor{dash}Westmarch") == "northmoor-westmarch"


@settings(max_examples=60)
@given(st.text())
def test_a_slug_of_a_slug_is_itself(name: str) -> None:
    name = name.encode("utf-8", "replace").decode()
    once = iris.slug(name)
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", once)
    assert iris.slug(once) == once


def test_names_without_a_latin_letter_keep_apart() -> None:
    assert iris.slug("東京") != iris.slug("京都")
    assert iris.slug("東京") == iris.slug("東京")


@pytest.mark.parametrize(
    ("name", "kebab"),
    [("Region", "region"), ("ResearchCentre", "research-centre"), ("NHSTrust", "nhstrust")],
)
def test_a_class_becomes_a_segment(name: str, kebab: str) -> None:
    assert iris.kebab(name) == kebab


def test_a_digest_depends_on_where_the_parts_end() -> None:
    assert iris.digest("ab", "c") != iris.digest("a", "bc")
    assert re.fullmatch("[0-9a-f]{64}", iris.digest("a"))


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("http://a.org/b/c", "c"),
        ("http://a.org/b#d", "d"),
        ("http://a.org/b/", ""),
        ("plain", "plain"),
    ],
)
def test_a_local_name_is_what_comes_last(iri: str, name: str) -> None:
    assert iris.local_name(iri) == name


# -- minting ----------------------------------------------------------------------------------


def test_everything_is_minted_under_the_base() -> None:
    base = Base("https://example.org/kg/")
    assert base.term("develops") == "https://example.org/kg/def/develops"
    assert base.thing("region", "West March") == "https://example.org/kg/id/region/west-march"
    assert base.code("unit", "Full time") == "https://example.org/kg/scheme/unit/full-time"
    assert base.graph("source/12ab") == "https://example.org/kg/graph/source/12ab"
    found = base.hashed("claim", "one", "two")
    assert re.fullmatch(r"https://example\.org/kg/id/claim/[0-9a-f]{20}", found)
    assert found == base.hashed("claim", "one", "two") != base.hashed("claim", "two", "one")


@pytest.mark.parametrize("root", ["https://example.org/kg", "https://example.org/kg/"])
def test_the_base_can_be_set(root: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDTECHKG_BASE", root)
    assert Base.from_environment() == Base("https://example.org/kg/")


def test_the_base_has_a_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MEDTECHKG_BASE", raising=False)
    assert Base.from_environment() == Base() == Base(DEFAULT_BASE)


# -- prefixes ---------------------------------------------------------------------------------


def test_our_prefix_follows_the_base() -> None:
    base = Base("https://example.org/kg/")
    assert iris.prefixes(base)["mtk"] == "https://example.org/kg/def/"
    assert iris.contract(base.term("develops"), base) == "mtk:develops"
    assert iris.expand("mtk:develops", base) == base.term("develops")


@pytest.mark.parametrize(
    "iri",
    [
        "https://example.net/unheard-of",
        "http://www.w3.org/ns/org#",
        "http://www.w3.org/ns/org#a/b",
        "http://www.w3.org/ns/org#a#b",
    ],
)
def test_what_no_prefix_fits_stays_whole(iri: str) -> None:
    assert iris.contract(iri, Base()) == iri
    assert iris.expand(iri, Base()) == iri


@pytest.mark.parametrize("name", ["plain", "nosuch:name", "mtk://host/path", "urn:x:y"])
def test_only_a_known_prefix_is_expanded(name: str) -> None:
    assert iris.expand(name, Base()) == name


locals_ = st.text("abcXYZ019-_.:~%é", min_size=1, max_size=12)
namespaces = st.sampled_from(sorted(iris.prefixes(Base()).values()))
absolute = st.builds("https://{}/{}".format, locals_, st.text("ab/#:", max_size=9))


@settings(max_examples=60)
@given(st.one_of(st.builds("{}{}".format, namespaces, locals_), absolute), st.sampled_from(BASES))
def test_expanding_undoes_contracting(iri: str, base: Base) -> None:
    assert iris.expand(iris.contract(iri, base), base) == iri


@settings(max_examples=60)
@given(st.sampled_from(sorted(iris.PREFIXES)), locals_)
def test_a_known_prefix_is_found_again(prefix: str, name: str) -> None:
    whole = iris.expand(f"{prefix}:{name}", Base())
    assert whole == iris.PREFIXES[prefix] + name
    assert iris.contract(whole, Base()) == f"{prefix}:{name}"


def test_no_two_prefixes_share_a_namespace() -> None:
    known = iris.prefixes(Base())
    assert len(set(known.values())) == len(known)


def test_files_move_to_another_base() -> None:
    text = f"<{DEFAULT_BASE}def/x> <http://example.net/{{y}}> 'z'"
    assert iris.rebase(text, Base()) == text
    moved = iris.rebase(text, Base("https://example.org/kg/"))
    assert moved == "<https://example.org/kg/def/x> <http://example.net/{y}> 'z'"
