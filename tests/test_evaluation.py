from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from medtechkg import documents, evaluation, scorecards
from medtechkg.errors import SeedError
from medtechkg.reading import passages
from medtechkg.records import Record

GOLD = Path(__file__).resolve().parents[2] / "shared" / "gold"


def entity(subject: str, cls: str = "Business", **more: object) -> Record:
    return {"kind": "entity", "subject": subject, "subject_type": cls, **more}


def relation(subject: str, predicate: str, object_: str, **more: object) -> Record:
    return {
        "kind": "relation",
        "subject": subject,
        "predicate": predicate,
        "object": object_,
        **more,
    }


def statistic(value: float, predicate: str = "firmCount", **more: object) -> Record:
    return {
        "kind": "statistic",
        "subject": "Widget",
        "predicate": predicate,
        "value": value,
        **more,
    }


def test_a_score_has_recall_precision_and_f1() -> None:
    score = evaluation.Score(gold=4, found=3, predicted=2, right=1)
    assert (score.recall, score.precision, score.f1) == (0.75, 0.5, 0.6)
    assert evaluation.Score().f1 == 0.0
    assert score + score == evaluation.Score(8, 6, 4, 2)


def test_entities_are_counted_and_their_classes_apart() -> None:
    gold = [entity("Widget"), entity("Guild", "SectorBody"), entity("Hub")]
    found = [entity("Widget Ltd", "Organisation"), entity("The Guild", "SectorBody"), entity("Mop")]
    scores = evaluation.score(gold, found)
    assert scores.kinds["entity"] == evaluation.Score(3, 2, 3, 2)
    assert scores.classes == evaluation.Score(gold=2, found=1)
    assert scores.missed == (gold[2],)
    assert scores.wrong == (found[2],)


def test_a_relation_stated_twice_counts_once() -> None:
    gold = [relation("Widget", "collaboratesWith", "Guild")]
    found = [*gold, relation("Guild", "collaboratesWith", "Widget"), *gold]
    assert evaluation.score(gold, found).kinds["relation"] == evaluation.Score(1, 1, 1, 1)


def test_the_most_frequent_property_is_left_out_of_one_row() -> None:
    gold = [relation("North", "hasSubSector", "Pumps"), relation("Widget", "funds", "Guild")]
    scores = evaluation.score(gold, [gold[0], relation("Widget", "hasSubSector", "Pumps")])
    assert scores.kinds["relation"] == evaluation.Score(2, 1, 2, 1)
    assert scores.kinds["relation without hasSubSector"] == evaluation.Score(1, 0, 0, 0)
    assert scores.properties["hasSubSector"] == evaluation.Score(1, 1, 2, 1)
    assert scores.properties["funds"] == evaluation.Score(1, 0, 0, 0)


def test_a_match_counts_under_the_property_that_was_annotated() -> None:
    gold, found = (
        relation("Widget", "memberOf", "Guild"),
        relation("Widget", "participatesIn", "Guild"),
    )
    scores = evaluation.score([gold], [found])
    assert scores.properties["memberOf"] == evaluation.Score(1, 1, 1, 1)
    assert scores.properties["participatesIn"] == evaluation.Score()


def test_relations_may_be_compared_without_aliases() -> None:
    gold = [entity("Northmoor Guild", aliases=["NG"]), relation("Northmoor Guild", "funds", "Hub")]
    found = [relation("NG", "funds", "Hub")]
    assert evaluation.score(gold, found).kinds["relation"].found == 1
    assert evaluation.score(gold, found, aliases=False).kinds["relation"].found == 0


def test_each_statistic_answers_one_annotation_the_most_alike() -> None:
    gold = [statistic(7, unit="firms"), statistic(7, "otherStatistic", unit="prizes")]
    found = [statistic(7, "turnover", unit="prizes"), statistic(7, unit="firms")]
    assert evaluation.score(gold, found).kinds["statistic"] == evaluation.Score(2, 2, 2, 2)
    assert evaluation.score(gold, found[:1]).kinds["statistic"] == evaluation.Score(2, 1, 1, 1)
    assert evaluation.score(gold[:1], [found[1]] * 2).kinds["statistic"].right == 1


def test_the_strict_row_compares_hedges() -> None:
    gold = [statistic(7, qualifier="over", unit="firms")]
    same = [statistic(7, qualifier="more than", unit="businesses")]
    bare = [statistic(7, unit="firms")]
    assert evaluation.score(gold, same).kinds["statistic, strict"].found == 1
    scores = evaluation.score(gold, bare)
    assert scores.kinds["statistic, strict"] == evaluation.Score(1, 0, 1, 0)
    assert scores.kinds["statistic"].found == 1


def test_the_second_tier_is_neither_missed_nor_wrong_to_find() -> None:
    gold = [entity("Widget", tier=1), entity("Firms", tier=2), entity("People", tier=2)]
    scores = evaluation.score(gold, [entity("Widget"), entity("Firms")])
    assert scores.kinds["entity"] == evaluation.Score(1, 1, 1, 1)
    assert not scores.missed and not scores.wrong


def test_a_statistic_answers_the_first_tier_before_the_second() -> None:
    gold = [statistic(7, tier=2), statistic(7, tier=1)]
    assert evaluation.score(gold, [statistic(7)]).kinds["statistic"].found == 1


def test_events_and_claims_are_listed() -> None:
    gold: list[Record] = [
        {"kind": "claim", "subject": "Widget", "quote": "It is the best.", "tier": 2},
        {"kind": "event", "subject": "Guild", "predicate": "launched"},
    ]
    found: list[Record] = [
        {"kind": "claim", "subject": "Widget", "quote": "it is the best"},
        {"kind": "claim", "subject": "Guild", "quote": "something else"},
    ]
    scores = evaluation.score(gold, found)
    assert scores.answered == (gold[0],)
    assert scores.unanswered == (gold[1],)
    assert not scores.wrong and not scores.missed


def test_totals_add_up() -> None:
    one = evaluation.score([entity("Widget"), relation("A", "funds", "B")], [entity("Widget")])
    two = evaluation.score([entity("Guild"), relation("A", "leads", "B")], [entity("Hub")])
    both = evaluation.total([one, two])
    assert both.kinds["entity"] == evaluation.Score(2, 1, 2, 1)
    assert list(both.properties) == ["funds", "leads"]
    assert both.missed == one.missed + two.missed
    assert both.wrong == two.wrong


def test_the_table_has_kinds_and_properties() -> None:
    scores = evaluation.score([entity("Widget"), relation("A", "funds", "B")], [entity("Widget")])
    lines = scorecards.table(scores).splitlines()
    assert lines[1].split() == ["entity", "1.00", "1.00", "1.00", "1/1", "1/1"]
    assert lines[-3].split() == ["funds", "0.00", "-", "0.00", "0/1", "0/0"]
    assert lines[-1] == "right class: 1 of 1 entities found"


def test_the_report_has_a_row_a_document_and_the_totals() -> None:
    one = evaluation.score([entity("Widget")], [entity("Widget")])
    two = evaluation.score([entity("Guild")], [])
    lines = scorecards.report({"first": one, "second": two}).splitlines()
    assert lines[2].split()[:4] == ["first", "1.00", "1.00", "1.00"]
    assert lines[3].split()[:4] == ["second", "0.00", "-", "0.00"]
    assert lines[4].split()[:5] == ["all", "documents", "0.50", "1.00", "0.67"]


def test_errors_are_told_with_quote_and_rule() -> None:
    gold: list[Record] = [
        entity("Guild", "SectorBody", quote="the  Guild"),
        relation("Widget", "funds", "Hub", polarity="negated", quote="Widget funds no hub."),
        statistic(700, qualifier="over", unit="firms", quote="over 700 firms"),
        {"kind": "event", "subject": "Guild", "predicate": "launch", "object": "Mop", "quote": "a"},
    ]
    found: list[Record] = [
        entity("Mop", rule="lexicon", quote="Mop"),
        {"kind": "claim", "subject": "Mop", "claim_kind": "praise", "quote": "best", "rule": "c"},
    ]
    assert list(scorecards.errors(evaluation.score(gold, found))) == [
        ("missed", "entity     Guild | SectorBody", "the Guild"),
        ("missed", "relation   Widget | funds | Hub  [negated]", "Widget funds no hub."),
        ("missed", "statistic  Widget | firmCount | over 700 firms", "over 700 firms"),
        ("wrong", "entity     Mop | Business  [rule lexicon]", "Mop"),
        ("unanswered", "event      Guild | launch | Mop", "a"),
    ]


def test_scores_for_programs_have_no_share_of_nothing() -> None:
    gold = [entity("Widget"), entity("Hub"), entity("Mop"), relation("A", "funds", "B")]
    scores = evaluation.score(gold, [entity("Widget", "Charity")])
    told = scorecards.described(scores)
    assert json.loads(json.dumps(told)) == told
    assert list(told) == ["kinds", "properties", "classes"]
    assert scorecards.described(scores, errors=True) == {
        **told,
        "missed": gold[1:],
        "wrong": [],
        "unanswered": [],
    }
    kinds, properties = told["kinds"], told["properties"]
    assert isinstance(kinds, dict) and isinstance(properties, dict)
    assert list(kinds) == list(evaluation.KINDS)
    assert kinds["entity"] == {
        "recall": 0.3333,
        "precision": 1.0,
        "f1": 0.5,
        "annotated": 3,
        "found": 1,
        "read": 1,
        "right": 1,
    }
    assert properties["funds"]["precision"] is None
    assert properties["funds"]["f1"] == 0
    assert kinds["statistic"]["f1"] is None
    assert told["classes"] == {"accuracy": 0.0, "found": 1, "right": 0}


# -- loading ----------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["[%s, %s]", "%s\n\n%s\n"])
def test_records_are_loaded_from_an_array_or_from_lines(tmp_path: Path, text: str) -> None:
    path = tmp_path / "gold.json"
    rows = [entity("Widget"), entity("Café")]
    path.write_text(text % tuple(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    assert evaluation.load(path) == rows


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"kind": "entity",\n "subject" 1}]', ":2: not JSON"),
        ('{"kind": "entity", "subject": "A"}\n{"kind"', ":2: not JSON"),
        ('{"kind": "entity", "subject": "A"}\n\n{"kind": "entity"}', ":3: the record lacks kind"),
        ('[{"subject": "A"}]', ": record 1 lacks kind or subject"),
        ("[1]", ": record 1 lacks kind or subject"),
    ],
)
def test_malformed_records_are_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "gold.json"
    path.write_text(text)
    with pytest.raises(SeedError) as caught:
        evaluation.load(path)
    assert str(caught.value).startswith(f"{path}{message}")


def test_a_missing_or_unreadable_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SeedError, match="cannot be read"):
        evaluation.load(tmp_path / "none.json")
    path = tmp_path / "odd.json"
    path.write_bytes(b"\xff")
    with pytest.raises(SeedError, match="cannot be read"):
        evaluation.load(path)


# -- the annotated documents ------------------------------------------------------------------


def annotated() -> list[tuple[Path, Path]]:
    if not GOLD.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{GOLD} is missing")
        pytest.skip(f"{GOLD} is not there")
    seeds = GOLD.parent / "seeds"
    return [
        (gold, (seeds if gold.parent == GOLD else gold.parent) / f"{gold.name[:-10]}.txt")
        for gold in sorted(GOLD.rglob("*.gold.json"))
    ]


def test_annotations_agree_with_themselves() -> None:
    for gold, _ in annotated():
        rows = evaluation.load(gold)
        for score in evaluation.score(rows, rows).kinds.values():
            assert (score.found, score.right) == (score.gold, score.predicted)


def test_most_annotated_quotes_lie_within_one_passage() -> None:
    inside = total = 0
    for gold, text in annotated():
        (document,) = documents.read(documents.sources([text]))
        found = [passage.text for passage in passages.split(document)]
        for row in evaluation.load(gold):
            quote = " ".join(str(row["quote"]).split())
            inside += any(quote in each for each in found)
            total += 1
    assert inside >= 0.95 * total
