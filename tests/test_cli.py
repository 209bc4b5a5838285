"""The command line: what it prints, where it prints it, and the code it leaves with."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from commandline import Run, folder, run
from medtechkg import pipeline, store
from medtechkg.errors import MedtechkgError, ReadingWarning, ViolationError
from medtechkg.findings import Finding, Severity
from test_pipeline import ontology, rules

__all__ = ["folder", "ontology", "rules", "run"]  # fixtures


def test_help_names_every_command(run: Run) -> None:
    found = run("--help")
    assert found.code == 0
    for name in COMMANDS:
        assert f"\n  {name}" in found.out
    assert "..." not in found.out.replace("[ARGS]...", "")


COMMANDS = (
    "push",
    "add",
    "ask",
    "brokers",
    "build",
    "check",
    "communities",
    "compare",
    "conflicts",
    "documents",
    "evaluate",
    "export",
    "extract",
    "gaps",
    "learn",
    "links",
    "neighbours",
    "path",
    "query",
    "questions",
    "remove",
    "show",
    "suggest",
    "timeline",
)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help(run: Run, name: str) -> None:
    assert run(name, "--help").out.startswith(f"Usage: medtechkg {name}")


def test_version(run: Run) -> None:
    assert run("--version").out.startswith("medtechkg 0.")


def test_help_loads_no_heavy_library() -> None:
    code = (
        "import sys, contextlib\nfrom medtechkg import cli\n"
        "with contextlib.suppress(SystemExit): cli.main(['--help'])\n"
        "heavy = {'rdflib', 'pyoxigraph', 'pyshacl', 'networkx', 'rich', 'yaml', 'ahocorasick',"
        " 'lxml', 'docx', 'pypdfium2', 'fsspec', 'numpy', 'scipy'}\n"
        "print('loaded', sorted(heavy & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.splitlines()[-1] == "loaded []"


def test_module_runs_as_the_command() -> None:
    command = [sys.executable, "-m", "medtechkg", "--version"]
    assert "medtechkg" in subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_questions_are_listed_by_who_asks(run: Run) -> None:
    found = run("questions")
    assert found.out.startswith("Cluster body\n")
    assert "  cq-01-skill-shortages  --region\n" in found.out
    one = run("questions", "1")
    assert "--region  the region asked about" in one.out
    assert "no rows means:" in one.out
    assert "looks through: SkillNeed" in one.out
    assert "worked out by: betweenness" in run("questions", "brokers").out


@pytest.mark.parametrize(
    "arguments",
    [
        ("1", "--region", "Westmarch"),
        ("1", "--region=Westmarch"),
        ("--region", "Westmarch", "skill-shortages"),
        ("1", "--param", "region=Westmarch"),
    ],
)
def test_parameters_are_options(run: Run, arguments: tuple[str, ...]) -> None:
    found = run("ask", *arguments)
    assert found.code == 0
    assert "Casting skills" in found.out
    assert "│ One business reported a shortage of casting skills" in found.out
    assert "Known from: A diploma" in found.err
    assert "Known from" not in found.out


def test_no_rows_say_what_that_means(run: Run) -> None:
    found = run("ask", "1", "--region", "Eastvale", "--format", "csv")
    assert found.code == 0
    assert found.out.count("\n") == 1
    assert "No document read reports a shortage" in found.err
    assert "The graph knows 4 skill needs, none with what is asked." in found.err
    assert "No document read is about Fenmoor" in run("ask", "1", "--region", "Fenmoor").err


def test_rows_for_programs(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("ask", "1", "--format", "csv").out)))
    assert [row["skill"] for row in rows] == ["Casting skills", "Casting skills", "Welding skills"]
    told = json.loads(run("ask", "1", "--format", "json", "--limit", "1").out)
    assert (told["state"], told["limit"], len(told["rows"])) == ("truncated", 1, 1)
    told = json.loads(run("ask", "1", "--region", "Fenmoor", "--format", "json").out)
    assert (told["state"], len(told["known"])) == ("not known", 2)
    assert run("ask", "1", "-f", "md").out.startswith("| skill | kind |")


def test_truncation_is_told(run: Run) -> None:
    assert "The first 1 rows; there are more (limit 1)." in run("ask", "1", "--limit", "1").err
    assert "Complete: 3 rows." in run("ask", "1", "--limit", "3").err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("ask", "skil-shortages"), "did you mean cq-01-skill-shortages"),
        (("ask", "1", "--regio", "Westmarch"), "did you mean region"),
        (("ask", "1", "--region", "Westmarsh"), "did you mean “Westmarch”"),
        (("show", "Limb Labratory"), "did you mean “Limb Laboratory”"),
        (("questions", "99"), "there is no question"),
        (("query", "no-such-file.rq"), "cannot be read"),
        (("extract", "no-such-file.txt"), "there is no such file"),
        (("export", "--only", "https://example.org/"), "there is no graph"),
        (("--graph", "no-such-folder", "ask", "1"), "run `medtechkg build` first"),
    ],
)
def test_errors_are_one_line(run: Run, arguments: tuple[str, ...], words: str) -> None:
    found = run(*arguments)
    assert found.code == 1
    assert found.err.startswith("error: ")
    assert found.err.count("\n") == 1
    assert words in found.err


@pytest.mark.parametrize(
    "arguments",
    [("ask",), ("ask", "1", "2"), ("ask", "1", "--region"), ("ask", "1", "--param", "x")],
)
def test_misuse_is_explained(run: Run, arguments: tuple[str, ...]) -> None:
    found = run(*arguments)
    assert found.code == 1
    assert found.err.endswith("; see `medtechkg ask --help`\n")
    assert found.err.count("\n") == 1


def test_no_command_is_a_call_for_help(run: Run) -> None:
    assert run().out == run("--help").out


def test_query_of_your_own(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "query.rq"
    path.write_text("SELECT ?name { ?x a mtk:University ; skos:prefLabel ?name } ORDER BY ?name")
    assert run("query", str(path), "-f", "csv").out.splitlines() == [
        "name",
        "Northmoor University",
        "University of Eastvale",
        "University of Westmarch",
    ]
    path.write_text("CONSTRUCT { ?x a mtk:University } WHERE { ?x a mtk:University }")
    assert run("query", str(path)).out.count(" a mtk:University .") == 3
    path.write_text("DELETE WHERE { ?s ?p ?o }")
    assert "only reading is allowed" in run("query", str(path)).err


def test_query_from_a_pipe(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("ASK { ?x a mtk:University }"))
    assert run("query", "-").out.splitlines()[-1] == "yes"


def test_why_a_row_is_there(run: Run, tmp_path: Path) -> None:
    found = run("ask", "university-links", "--why", "--limit", "1")
    assert found.code == 0
    assert "by the rule label" in found.out
    assert (
        "design shoes together. — The Sundland mobility bulletin, characters 193–257" in found.out
    )
    told = json.loads(run("ask", "1", "--why", "--format", "json", "--region", "Westmarch").out)
    assert told["rows"][0]["supports"][0]["triples"]
    file = tmp_path / "query.rq"
    file.write_text("SELECT ?one { ?one a mtk:Business }")
    assert "1. one: " in run("query", "--why", str(file)).out


def test_why_for_no_rows_for_some_and_for_tables(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "query.rq"
    file.write_text("SELECT ?one { ?one a mtk:Nothing }")
    assert "nothing to explain" in run("query", "--why", str(file)).err
    assert "The first 1 rows" in run("ask", "evidence", "--why", "--limit", "1").err
    assert "--why prints text or JSON, not csv" in run("ask", "1", "--why", "-f", "csv").err
    file.write_text("ASK { ?s ?p ?o }")
    assert "write SELECT" in run("query", "--why", str(file)).err


def test_show_everything_said(run: Run) -> None:
    found = run("show", "eastvale")
    assert found.out.startswith(
        "Eastvale  (region)\nhttps://w3id.org/medtechkg/id/region/eastvale\n"
    )
    assert "part of: Sundland  [register]" in found.out
    assert "[hedged, proposed]" in found.out
    assert "(according to Dr Ada Marsh)" in found.out
    assert "│ It lies in Eastvale. — A diploma for orthotics technicians" in found.out


def test_show_what_only_a_register_knows(run: Run) -> None:
    assert "No document in this graph says anything about it." in run("show", "Sundland").err


@pytest.mark.parametrize("key", ["trig", "nq", "jsonld"])
def test_export(run: Run, graph: store.Store, tmp_path: Path, key: str) -> None:
    path = tmp_path / f"graph.{key}"
    assert run("export", "--format", key, "--output", str(path)).code == 0
    syntax = RdfFormat.from_extension(key)
    assert set(parse(path.read_bytes(), format=syntax)) == set(graph.quads_for_pattern())


def test_export_into_a_pipe(run: Run) -> None:
    found = run("export", "-f", "nt", "--only", "https://w3id.org/medtechkg/graph/about")
    assert "What “Orthotics in the West March” says" in found.out


def test_build_check_and_extract(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "release.txt"
    text.write_text("Northmoor University has announced a diploma. It is based in Birmingham.\n")
    made = str(tmp_path / "graph")
    built = run("--graph", made, "build", str(text))
    assert built.code == 0
    assert built.out.startswith(f"The graph is in {made}")
    assert "        1  documents" in built.out
    assert "What to try next\n" in built.out
    assert " ask skill-shortages " in built.out
    assert run("--graph", made, "check").code == 0
    told = [json.loads(line) for line in run("extract", str(text), "-f", "jsonl").out.splitlines()]
    assert ("entity", "Northmoor University") in {(row["kind"], row["subject"]) for row in told}
    assert "Northmoor University" in run("extract", str(text)).out
    assert "a mtk:University" in run("extract", str(text), "-f", "ttl").out
    _pipe(text)


def test_a_corpus_grows_and_shrinks(
    run: Run, tmp_path: Path, rules: pipeline.Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "load_rules", lambda **_: rules)
    made = ("--graph", str(tmp_path / "graph"))
    (tmp_path / "a.txt").write_text("Northmoor University has announced a diploma.\n")
    (tmp_path / "b.txt").write_text("Northmoor University is based in Birmingham.\n")
    (tmp_path / "c.txt").write_bytes(b"caf\xe9")
    built = run(*made, "build", str(tmp_path / "*.txt"))
    assert built.code == 1
    assert f"skipped: {tmp_path}/c.txt: not UTF-8 at byte 3, line 1" in built.err
    assert "A document was skipped; the graph was made of the rest." in built.err
    assert "        2  documents" in built.out
    assert run(*made, "remove", "a").code == 0
    added = run(*made, "add", str(tmp_path / "a.txt"))
    assert added.code == 0
    assert "        2  documents" in added.out
    listed = list(csv.DictReader(io.StringIO(run(*made, "documents", "-f", "csv").out)))
    assert [(row["name"], row["format"]) for row in listed] == [("a", "text"), ("b", "text")]
    assert "there is no document “d”" in run(*made, "remove", "d").err
    assert run(*made, "add", str(tmp_path / "c.txt")).err.count("\n") == 1


def _pipe(text: Path) -> None:
    command = [sys.executable, "-m", "medtechkg", "extract", "-", "-f", "jsonl"]
    with text.open() as stdin:
        found = subprocess.run(command, stdin=stdin, capture_output=True, text=True, check=True)
    assert "Northmoor University" in found.stdout


FINDING = Finding(Severity.VIOLATION, "x", "a figure has no unit", "shape", "40 firms", "A report")


def test_findings_give_code_two(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "check", lambda folder: (FINDING,))
    found = run("check")
    assert found.code == 2
    assert found.out == "violation: a figure has no unit\n    │ 40 firms — A report\n"


def test_a_build_that_breaks_the_shapes(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ViolationError("1 violation; what was there stays", (FINDING,))

    monkeypatch.setattr(pipeline, "build", refuse)
    found = run("build")
    assert found.code == 2
    assert "a figure has no unit" in found.err
    assert found.err.endswith("error: 1 violation; what was there stays\n")


def test_what_was_left_unread_is_a_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def check(folder: object) -> tuple[()]:
        warnings.warn("rule x was not tried\non a sentence", ReadingWarning, stacklevel=1)
        warnings.warn("only for programmers", ResourceWarning, stacklevel=1)
        return ()

    monkeypatch.setattr(pipeline, "check", check)
    warnings.simplefilter("always")
    result = run("check")
    assert result.code == 0
    assert "warning: rule x was not tried on a sentence\n" in result.err
    assert "ResourceWarning: only for programmers" in result.err


def test_interruption_gives_code_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "build", interrupt)
    assert run("build").code == 130


def test_every_error_becomes_a_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class NewError(MedtechkgError):
        pass

    def fail(*_: object, **__: object) -> None:
        raise NewError("something\nwent wrong")

    monkeypatch.setattr(pipeline, "build", fail)
    assert run("build").err == "error: something went wrong\n"


def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    command = f"{sys.executable} -m medtechkg export -f nq | head -1; echo ${{PIPESTATUS[0]}}"
    found = subprocess.run(
        ["bash", "-c", command],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "MEDTECHKG_GRAPH": str(folder)},
    )
    assert found.stderr == ""
    assert len(found.stdout.splitlines()) == 2


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("option", [("--graph", "{}"), ("-g", "{}"), ("--graph={}",)])
def test_the_graph_is_named_before_or_after_the_command(
    run: Run,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    option: tuple[str, ...],
    after: bool,
) -> None:
    monkeypatch.setenv("MEDTECHKG_GRAPH", "/nowhere")
    named = tuple(part.format(folder) for part in option)
    assert run("check").code == 1
    assert run(*(("check", *named) if after else (*named, "check"))).code != 1
