"""Files of rules and the lists of words they share."""

from __future__ import annotations

from pathlib import Path

import pytest

from medtechkg.errors import SeedError
from medtechkg.language.rulebooks import expand, read_rules, states

ENTRY = '- id: buys\n  property: acquires\n  pattern: "{s} <buy> [firms] {o}"\n'


def written(folder: Path, rules: str, words: str | None = None) -> Path:
    path = folder / "relations.yaml"
    path.write_text(rules, encoding="utf-8")
    if words is not None:
        (folder / "words.yaml").write_text(words, encoding="utf-8")
    return path


def test_a_list_of_words_stands_for_its_words(tmp_path: Path) -> None:
    (rule,) = read_rules(written(tmp_path, ENTRY, "firms: firm | company |\n  maker\n"))
    assert expand(rule, rule.patterns[0]) == "{s} <buy> (firm|company|maker) {o}"
    assert states(rule) == [["s", "acquires", "o"]]


def test_lists_hold_lists_and_lists_of_classes_stand_in_slots(tmp_path: Path) -> None:
    words = "firms: '[makers]|company'\nmakers: maker\nbody: Organisation|Facility\n"
    (rule,) = read_rules(written(tmp_path, ENTRY, words))
    assert expand(rule, "{s:[body]} [firms]") == "{s:Organisation|Facility} ((maker)|company)"


def test_special_marks_are_no_lists(tmp_path: Path) -> None:
    (rule,) = read_rules(written(tmp_path, ENTRY))
    assert expand(rule, "{o} [dash] [end]") == "{o} [dash] [end]"


def test_an_unknown_list_is_refused(tmp_path: Path) -> None:
    (rule,) = read_rules(written(tmp_path, ENTRY))
    with pytest.raises(SeedError, match="no list 'firms'"):
        expand(rule, rule.patterns[0])


def test_lists_that_are_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"words\.yaml"):
        list(read_rules(written(tmp_path, ENTRY, "- firms\n")))


def test_a_list_of_words_given_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "relations.yaml").write_text("[]", encoding="utf-8")
    (tmp_path / "words.yaml").write_text("sites: lab|works\nfirms: firm\nsites: mill\n")
    with pytest.raises(SeedError, match=r"words\.yaml:3: the list 'sites' is there twice"):
        list(read_rules(tmp_path / "relations.yaml"))


def test_an_exception_that_yaml_takes_for_a_truth_value_is_refused(tmp_path: Path) -> None:
    rules = "- id: other\n  pattern: a\n" + ENTRY + "  except: [never, no]\n"
    with pytest.raises(SeedError, match=r"yaml:3: rule buys: except has False.*quotation marks"):
        list(read_rules(written(tmp_path, rules, "firms: firm")))


def test_lists_that_have_changed_are_read_anew(tmp_path: Path) -> None:
    path = written(tmp_path, ENTRY, "firms: firm")
    (rule,) = read_rules(path)
    written(tmp_path, ENTRY, "firms: company|maker")
    (again,) = read_rules(path)
    assert (rule.words["firms"], again.words["firms"]) == ("firm", "company|maker")
