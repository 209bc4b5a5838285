from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

from medtechkg import tables
from medtechkg.answers import Answer, Row

ANSWER = Answer(
    columns=("skill", "employers", "area", "quote", "document", "skill_iri"),
    rows=(
        {
            "skill": "Casting",
            "employers": Decimal("1200"),
            "area": None,
            "quote": "Casting and\nwelding are rare.",
            "document": "A report",
            "skill_iri": "https://example.org/casting",
        },
        {
            "skill": "Wel|ding",
            "employers": None,
            "area": None,
            "quote": "Casting and\nwelding are rare.",
            "document": "A report",
            "skill_iri": "https://example.org/welding",
        },
    ),
    question="Which skills are rare?",
)


def _text(answer: Answer, width: int | None = None) -> list[str]:
    return [line for _, line in tables.lines(answer, width)]


def test_a_quote_stands_once_under_its_rows() -> None:
    assert _text(ANSWER) == [
        "skill     employers",
        "Casting   1,200",
        "Wel|ding",
        "    │ Casting and welding are rare. — A report",
    ]


def test_lines_keep_to_the_width_and_lose_nothing() -> None:
    long = Answer(
        ("claim", "quote", "document"),
        ({"claim": "word " * 40, "quote": "quote " * 40, "document": "A report"},),
    )
    found = _text(long, 60)
    assert all(len(line) <= 60 for line in found)
    assert " ".join(found).count("word") == 40
    assert " ".join(found).count("quote") == 40


def test_a_number_is_never_broken() -> None:
    row: Row = {"measure": "the turnover of all firms", "value": Decimal("6000000000")}
    found = _text(Answer(("measure", "value"), (row,)), 30)
    assert "6,000,000,000" in "\n".join(found)
    assert all(len(line) <= 30 for line in found)


def test_kinds_of_lines() -> None:
    assert [kind for kind, _ in tables.lines(ANSWER)] == ["head", "row", "row", "quote"]


def test_two_quotes_for_a_conflict() -> None:
    columns = ("kind", "quote", "document", "second_quote", "second_document")
    row = dict(zip(columns, ("time", "One.", "A", "Two.", "B"), strict=True))
    assert _text(Answer(columns, (row,)))[2:] == ["    │ One. — A", "    │ Two. — B"]


def test_csv_has_every_column_in_full() -> None:
    rows = list(csv.DictReader(io.StringIO(tables.csv(ANSWER))))
    assert rows[0]["skill_iri"] == "https://example.org/casting"
    assert rows[0]["quote"] == "Casting and\nwelding are rare."
    assert (rows[0]["employers"], rows[1]["employers"]) == ("1200", "")


def test_json_says_whether_it_is_all() -> None:
    told = json.loads(tables.json(ANSWER))
    assert told["state"] == "complete"
    assert told["question"] == "Which skills are rare?"
    assert told["rows"][0]["employers"] == 1200
    assert told["rows"][1]["employers"] is None
    part = Answer(("a",), ({"a": Decimal("0.3")},), complete=False)
    assert json.loads(tables.json(part))["rows"] == [{"a": 0.3}]
    assert json.loads(tables.json(part))["state"] == "truncated"


def test_markdown_escapes_what_would_break_it() -> None:
    assert tables.markdown(ANSWER).splitlines() == [
        "| skill | employers | quote | document |",
        "| --- | --- | --- | --- |",
        "| Casting | 1,200 | Casting and welding are rare. | A report |",
        "| Wel\\|ding |  | Casting and welding are rare. | A report |",
    ]


def test_nothing_found_still_has_a_head() -> None:
    assert _text(Answer(("skill", "quote"), ())) == ["skill"]


def test_iris_are_shortened_where_only_they_are_left() -> None:
    row: Row = {"thing": "https://w3id.org/medtechkg/def/Region", "sure": True}
    assert _text(Answer(("thing", "sure"), (row,))) == ["thing       sure", "mtk:Region  yes"]
