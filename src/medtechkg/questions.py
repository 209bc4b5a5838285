"""The competency questions: one SPARQL file each, asked by name, answered with the evidence.

A file of ``queries/`` is valid SPARQL whose first lines, begun with ``#+``, hold YAML: the question
in plain words, who asks it, its parameters, its columns, the classes it looks through and what an
empty answer means. A parameter is bound as a term, never pasted into the text; it may be given as
an IRI or by any name of the thing. A variable of the projection that is not a column is a parameter
and stays out of the answer. Where SPARQL cannot answer, the query returns edges and an algorithm
goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medtechkg import algorithms, answers, coverage, resources, things
from medtechkg.algorithms import Step
from medtechkg.answers import Answer
from medtechkg.errors import NotFoundError, QueryError, SeedError
from medtechkg.iris import Base, rebase

if TYPE_CHECKING:
    import pyoxigraph

    from medtechkg.store import Store

__all__ = ["Answer", "Parameter", "Question", "ask", "bindings", "catalogue", "load", "question"]

_REQUIRED = frozenset(("question", "group", "about", "columns", "empty"))
_KEYS = _REQUIRED | {"parameters", "algorithm"}
_NAME = re.compile(r"cq-(\d{2})-[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What narrows a question; ``cls`` is a class, or a datatype such as ``xsd:gYear``."""

    name: str
    cls: str
    label: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A competency question: its SPARQL, and what a person has to know to ask it.

    ``about`` are the classes, by local name, whose members it looks through; ``algorithm`` what is
    done with the rows of the query, if SPARQL alone does not answer.
    """

    name: str
    question: str
    group: str
    columns: tuple[str, ...]
    empty: str
    text: str
    about: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    algorithm: Step | None = None

    @property
    def number(self) -> int:
        """Its number among the competency questions."""
        return int(self.name.split("-")[1])


@cache
def catalogue(folder: Path | None = None) -> tuple[Question, ...]:
    """All questions of a folder, by number.

    Raises:
        SeedError: if a file is malformed.
    """
    files = sorted((folder or resources.queries()).glob("*.rq"))
    return tuple(load(path) for path in files)


def question(name: str) -> Question:
    """The question called so: ``cq-01-skill-shortages``, ``skill-shortages``, ``cq-01`` or ``1``.

    Raises:
        NotFoundError: if there is none; the message suggests what there is.
    """
    wanted = name.strip().lower().removesuffix(".rq")
    if re.fullmatch(r"(?:cq-?)?\d{1,2}", wanted):
        wanted = f"cq-{int(wanted.lstrip('cq-')):02}"
    known = _named()
    if wanted in known:
        return known[wanted]
    close = get_close_matches(wanted, known, n=1)
    hint = f"did you mean {known[close[0]].name}?" if close else "`medtechkg questions` lists them"
    raise NotFoundError(f"there is no question “{name}”; {hint}")


def ask(store: Store, name: str, /, *, limit: int | None = None, **parameters: str) -> Answer:
    """Answer a question, every row with its quote.

    Raises:
        NotFoundError: if no question or no thing is called so.
        QueryError: if a parameter is misnamed or ambiguous.
    """
    asked = question(name)
    bound = bindings(store, asked, parameters)
    found = _found(store, asked, bound, limit)
    answer = replace(
        found,
        columns=asked.columns,
        rows=tuple({column: row[column] for column in asked.columns} for row in found.rows),
        question=asked.question,
        empty=asked.empty,
        parameters={key: term.value for key, term in bound.items()},
    )
    return coverage.explain(store, answer, asked.about, _things(asked, answer.parameters))


def bindings(store: Store, asked: Question, parameters: Mapping[str, str]) -> answers.Bindings:
    """Turn the parameters of a question, given or by default, into terms.

    Raises:
        NotFoundError: if no thing is called so.
        QueryError: if a parameter is misnamed or ambiguous.
    """
    given = _given(asked, parameters)
    return {
        parameter.name: _term(store, parameter, given[parameter.name])
        for parameter in asked.parameters
        if parameter.name in given
    }


def load(path: Path) -> Question:
    """Read one question.

    Raises:
        SeedError: if its name or its front matter is malformed.
    """
    text = path.read_text(encoding="utf-8")
    if not _NAME.fullmatch(path.stem):
        raise SeedError(path, "its name is not of the form cq-NN-slug.rq", "rename it")
    matter = _front_matter(path, text)
    return Question(
        name=path.stem,
        question=" ".join(str(matter["question"]).split()),
        group=str(matter["group"]),
        columns=_names(path, matter, "columns"),
        empty=" ".join(str(matter["empty"]).split()),
        text=text,
        about=_names(path, matter, "about"),
        parameters=tuple(_parameter(path, entry) for entry in matter.get("parameters") or ()),
        algorithm=_algorithm(path, matter["algorithm"]) if "algorithm" in matter else None,
    )


@cache
def _named() -> dict[str, Question]:
    return {key: found for found in catalogue() for key in _keys(found)}


def _keys(found: Question) -> tuple[str, str, str]:
    number = f"cq-{found.number:02}"
    return found.name, number, found.name.removeprefix(f"{number}-")


def _given(asked: Question, parameters: Mapping[str, str]) -> dict[str, str]:
    names = [parameter.name for parameter in asked.parameters]
    for name in parameters:
        if name not in names:
            known = f"its parameters are {', '.join(names)}" if names else "it has no parameters"
            close = get_close_matches(name, names, n=1)
            hint = f"did you mean {close[0]}?" if close else known
            raise QueryError(f"{asked.name} has no parameter “{name}”; {hint}")
    defaults = {p.name: p.default for p in asked.parameters if p.default is not None}
    return defaults | {name: value for name, value in parameters.items() if value}


def _term(
    store: Store, parameter: Parameter, given: str
) -> pyoxigraph.NamedNode | pyoxigraph.Literal:
    if parameter.cls.startswith("xsd:"):
        return answers.literal(given, parameter.cls.removeprefix("xsd:"))
    return answers.iri(things.find(store, given, parameter.cls))


def _found(store: Store, asked: Question, bound: answers.Bindings, limit: int | None) -> Answer:
    """Run the query, and the algorithm over all its rows if the question rests on one."""
    text = rebase(asked.text, Base.from_environment())
    if asked.algorithm is None:
        return answers.rows(store, text, bound, limit)
    return algorithms.apply(asked.algorithm, answers.rows(store, text, bound), limit)


def _things(asked: Question, given: Mapping[str, str]) -> list[str]:
    """Of the parameters given, the IRIs of those that are things."""
    return [given[p.name] for p in asked.parameters if p.name in given and p.cls[:4] != "xsd:"]


def _front_matter(path: Path, text: str) -> dict[str, Any]:
    import yaml

    lines = text.splitlines()
    head = [line.removeprefix("#+") for line in lines[: _height(lines)]]
    try:
        matter = yaml.load("\n".join(head), Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problem = f"the front matter is not YAML: {error.problem}"
        raise SeedError(path, problem, "mend the line", line) from error
    if not isinstance(matter, dict):
        raise SeedError(path, "it has no front matter", "begin it with lines of `#+ key: value`", 1)
    _check(path, matter)
    return matter


def _height(lines: Iterable[str]) -> int:
    height = 0
    for line in lines:
        if not line.startswith("#+"):
            break
        height += 1
    return height


def _check(path: Path, matter: Mapping[str, object]) -> None:
    if missing := sorted(_REQUIRED - matter.keys()):
        raise SeedError(path, f"the front matter lacks {', '.join(missing)}", "add it", 1)
    if unknown := sorted(matter.keys() - _KEYS):
        known = ", ".join(sorted(_KEYS))
        raise SeedError(path, f"{', '.join(unknown)} is no key", f"the keys are {known}", 1)


def _names(path: Path, matter: Mapping[str, object], key: str) -> tuple[str, ...]:
    found = matter[key]
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise SeedError(path, f"{key} is not a list of names", f"write {key}: [a, b]", 1)
    return tuple(found)


def _algorithm(path: Path, entry: object) -> Step:
    if not isinstance(entry, dict) or entry.keys() != {"name", "from", "to"}:
        form = "write algorithm: {name: a, from: b, to: c}"
        raise SeedError(path, "algorithm lacks name, from or to, or has more", form, 1)
    name, source, target = (str(entry[key]) for key in ("name", "from", "to"))
    if name not in algorithms.ALGORITHMS:
        known = ", ".join(sorted(algorithms.ALGORITHMS))
        raise SeedError(path, f"there is no algorithm {name}", f"the algorithms are {known}", 1)
    return Step(name, source, target)


def _parameter(path: Path, entry: object) -> Parameter:
    if not isinstance(entry, dict) or not {"name", "class", "label"} <= entry.keys():
        raise SeedError(path, "a parameter lacks name, class or label", "add what is missing", 1)
    default = entry.get("default")
    return Parameter(
        str(entry["name"]),
        str(entry["class"]),
        str(entry["label"]),
        None if default is None else str(default),
    )
