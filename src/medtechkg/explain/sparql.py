"""From the text of a query to its patterns: a parser of SPARQL 1.1 SELECT and CONSTRUCT.

The engine has read the text before and found no fault in it, so this reader only takes it apart.
It does in a tenth of a millisecond what rdflib's does in a hundred, and leaves expressions alone,
so that no function has to be known. Sequences and inverses of paths become triple patterns, as
the translation to the SPARQL algebra has it (https://www.w3.org/TR/sparql11-query/#sparqlQuery).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import ClassVar

from medtechkg.errors import QueryError
from medtechkg.explain.paths import (
    Alternative,
    Inverse,
    Link,
    Negated,
    Path,
    Repeat,
    Sequence,
)
from medtechkg.explain.patterns import (
    Bind,
    Element,
    Exists,
    Expression,
    Filter,
    Graph,
    Group,
    Minus,
    Optional,
    Select,
    Step,
    SubSelect,
    Triple,
    Union,
    Values,
    visible,
)
from medtechkg.explain.tokens import Tokens

__all__ = ["Construct", "Query", "construct", "select"]

_ENDS = frozenset(("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"))
_AGGREGATES = frozenset(("COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT"))


@dataclass(frozen=True, slots=True)
class Query:
    """A SELECT; ``prologue`` declares the prefixes its terms are written with."""

    prologue: str
    select: Select


@dataclass(frozen=True, slots=True)
class Construct:
    """A CONSTRUCT: triples made for every solution of a group."""

    prologue: str
    template: tuple[Triple, ...]
    where: Group


def select(text: str) -> Query:
    """Take a SELECT apart.

    Raises:
        QueryError: if it is another kind of query, or asks another endpoint.
    """
    reader = _Reader(text)
    prologue = reader.prologue()
    if not reader.at("SELECT"):
        raise QueryError(
            f"{reader.word() or 'this'} has no rows that could be explained; write SELECT"
        )
    return Query(prologue, reader.select())


def construct(text: str) -> Construct:
    """Take a CONSTRUCT with a template apart."""
    reader = _Reader(text)
    prologue = reader.prologue()
    reader.take("CONSTRUCT")
    template = reader.group().elements
    reader.skip("WHERE")
    made = tuple(each for each in template if isinstance(each, Triple))
    return Construct(prologue, made, reader.group())


class _Reader(Tokens):
    """A place in a query, moving on as it is read."""

    # -- queries

    def prologue(self) -> str:
        while self.at("PREFIX", "BASE"):
            while self.next().kind != "iri":
                pass
        return self.since(0) if self.place else ""

    def select(self) -> Select:
        self.take("SELECT")
        distinct = self.skip("DISTINCT", "REDUCED")
        start = self.place
        star, columns = self.skip("*"), self.columns()
        aggregated = self.aggregates(start)
        dataset = self.dataset()
        self.skip("WHERE")
        where = self.group()
        keys = self.keys() if self.at("GROUP") else None
        having = self.until("HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
        order = self.until("ORDER", "LIMIT", "OFFSET", "VALUES")
        cut = self.until("LIMIT", "VALUES") or self.until("OFFSET", "VALUES")
        if self.at("VALUES"):
            where = Group((where, self.values()))
        if star:
            columns = {name: None for name in visible(where) if not name.startswith("?_")}
        if keys is None and (aggregated or having):
            keys = {}
        return Select(where, columns, distinct, keys, having, order, cut, dataset)

    def aggregates(self, start: int) -> bool:
        words = (token for token in self.tokens[start : self.place] if token.kind == "word")
        return any(token.text.upper() in _AGGREGATES for token in words)

    def columns(self) -> dict[str, Expression | None]:
        found: dict[str, Expression | None] = {}
        while self.token.kind == "variable" or self.at("("):
            name, expression = self.named()
            found[name] = expression
        return found

    def named(self) -> tuple[str, Expression | None]:
        """A variable, an expression in brackets with a name, or one that gets a name."""
        if self.token.kind == "variable":
            return self.variable(), None
        if not self.at("("):
            return self.fresh("key"), self.call()
        self.take("(")
        expression = self.expression()
        name = self.variable() if self.skip("AS") else self.fresh("key")
        self.take(")")
        return name, expression

    def dataset(self) -> str:
        start = self.token.start
        place = self.place
        while self.skip("FROM"):
            self.skip("NAMED")
            self.next()
        return self.since(start) if self.place > place else ""

    def keys(self) -> dict[str, Expression | None]:
        self.take("GROUP")
        self.take("BY")
        found: dict[str, Expression | None] = {}
        while not self.at(*_ENDS, "}") and self.token.kind != "end":
            name, expression = self.named()
            found[name] = expression
        return found

    def until(self, begin: str, *ends: str) -> str:
        """A clause as it was written, up to the next."""
        if not self.at(begin):
            return ""
        start, depth = self.next().start, 0
        while self.token.kind != "end" and (depth or not self.at(*ends, "}")):
            depth += self.at("(", "{") - self.at(")", "}")
            self.next()
        return self.since(start)

    # -- groups

    def group(self) -> Group:
        self.take("{")
        if self.at("SELECT"):
            found: tuple[Element, ...] = (SubSelect(self.select()),)
            self.take("}")
            return Group(found)
        elements: list[Element] = []
        while not self.skip("}"):
            if self.skip("."):
                continue
            read = self.elements.get(self.word())
            elements += self.triples() if read is None else [read(self)]
        return Group(tuple(elements))

    def filter(self) -> Element:
        self.take("FILTER")
        return Filter(self.constraint())

    def bind(self) -> Element:
        self.take("BIND")
        variable, expression = self.named()
        return Bind(expression or (), variable)

    def values(self) -> Values:
        start = self.token.start
        self.take("VALUES")
        names = []
        several = self.skip("(")
        while self.token.kind == "variable":
            names.append(self.variable())
        self.skip(")")
        body, rows = self.token.start, self.rows(several)
        sure = {name for at, name in enumerate(names) if all(row[at] != "UNDEF" for row in rows)}
        head = " ".join(names)
        text = f"VALUES {f'({head})' if several else head} {self.since(body)}"
        assert start < body
        return Values(text, tuple(names), frozenset(sure))

    def rows(self, several: bool) -> list[list[str]]:
        self.take("{")
        rows: list[list[str]] = []
        while not self.skip("}"):
            self.skip("(")
            row: list[str] = []
            while not self.at(")", "}") and (several or not row):
                row.append("UNDEF" if self.skip("UNDEF") else self.constant())
            self.skip(")")
            rows.append(row)
        return rows

    def optional(self) -> Element:
        start = self.next().start
        group = self.group()
        return Optional(group, self.fresh("o"), self.since(start))

    def minus(self) -> Element:
        start = self.next().start
        group = self.group()
        return Minus(group, self.since(start))

    def graph(self) -> Element:
        self.take("GRAPH")
        name = self.variable() if self.token.kind == "variable" else self.next().text
        return Graph(name, self.group())

    def union(self) -> Element:
        branches = [self.group()]
        while self.skip("UNION"):
            branches.append(self.group())
        return Union(tuple(branches), self.fresh("u")) if len(branches) > 1 else branches[0]

    elements: ClassVar[dict[str, Callable[[_Reader], Element]]] = {
        "FILTER": filter,
        "BIND": bind,
        "VALUES": values,
        "OPTIONAL": optional,
        "MINUS": minus,
        "GRAPH": graph,
        "{": union,
    }

    # -- expressions

    def constraint(self) -> Expression:
        """A condition: in brackets, an EXISTS, or a call."""
        if not self.at("("):
            return self.call()
        self.take("(")
        expression = self.expression()
        self.take(")")
        return expression

    def call(self) -> Expression:
        if self.at("NOT", "EXISTS"):
            return (self.exists(),)
        name = self.next().text
        self.take("(")
        inner = self.expression()
        self.take(")")
        return (f"{name}(", *inner, ")")

    def expression(self) -> Expression:
        """What stands between brackets, up to the closing one or to AS."""
        parts: list[str | Exists] = []
        depth = 0
        while depth or not self.at(")", "AS"):
            if self.at("EXISTS") or (self.at("NOT") and self.follows("EXISTS")):
                parts.append(self.exists())
                continue
            depth += self.at("(") - self.at(")")
            parts.append(self._spaced())
        return tuple(parts)

    def _spaced(self) -> str:
        token = self.next()
        text = f"?{token.text[1:]}" if token.kind == "variable" else token.text
        gap = self.token.start > token.end and self.token.kind != "end"
        return f"{text} " if gap else text

    def follows(self, word: str) -> bool:
        return self.tokens[self.place + 1].text.upper() == word

    def exists(self) -> Exists:
        start = self.token.start
        negated = self.skip("NOT")
        self.take("EXISTS")
        group = self.group()
        return Exists(group, negated, self.since(start))

    # -- terms

    def variable(self) -> str:
        token = self.next()
        if token.kind != "variable":
            raise QueryError(f"“{token.text}” is no variable; begin it with a question mark")
        return f"?{token.text[1:]}"

    def constant(self) -> str:
        start = self.token.start
        if self.at("+", "-"):
            self.next()
        token = self.next()
        if token.kind == "string":
            if self.token.kind == "language" or self.skip("^^"):
                self.next()
        elif token.kind not in ("iri", "name", "number", "word"):
            self.place -= 1
            self.take("a term")
        return self.since(start)

    def term(self, found: list[Element]) -> str:
        """A term of a triple; what it opens in brackets goes to ``found``."""
        if self.token.kind == "variable":
            return self.variable()
        if self.token.kind == "blank":
            return f"?_l{re.sub(r'[^0-9A-Za-z]', '_', self.next().text[2:])}"
        if self.skip("["):
            node = self.fresh("b")
            if not self.skip("]"):
                self.properties(node, found)
                self.take("]")
            return node
        return self.collection(found) if self.skip("(") else self.constant()

    def collection(self, found: list[Element]) -> str:
        rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        items = []
        while not self.skip(")"):
            items.append(self.term(found))
        head = f"<{rdf}nil>"
        for item in reversed(items):
            node = self.fresh("b")
            found.append(Triple(node, f"<{rdf}first>", item))
            found.append(Triple(node, f"<{rdf}rest>", head))
            head = node
        return head

    # -- triples

    def triples(self) -> list[Element]:
        found: list[Element] = []
        subject = self.term(found)
        if not self.at(".", "}"):
            self.properties(subject, found)
        return found

    def properties(self, subject: str, found: list[Element]) -> None:
        while not self.at(".", "}", "]", *self.elements):
            if self.skip(";"):
                continue
            path = Link(self.variable()) if self.token.kind == "variable" else self.path()
            self.join(subject, path, self.term(found), found)
            while self.skip(","):
                self.join(subject, path, self.term(found), found)
            if not self.at(";"):
                return

    def join(self, subject: str, path: Path, object_: str, found: list[Element]) -> None:
        match path:
            case Link(iri):
                found.append(Triple(subject, iri, object_))
            case Inverse(inner):
                self.join(object_, inner, subject, found)
            case Sequence(parts):
                ends = [subject, *(self.fresh("b") for _ in parts[1:]), object_]
                for part, (one, other) in zip(parts, pairwise(ends), strict=True):
                    self.join(one, part, other, found)
            case _:
                found.append(Step(subject, path, object_))

    def path(self) -> Path:
        parts = [self.sequence()]
        while self.skip("|"):
            parts.append(self.sequence())
        return Alternative(tuple(parts)) if len(parts) > 1 else parts[0]

    def sequence(self) -> Path:
        parts = [self.part()]
        while self.skip("/"):
            parts.append(self.part())
        return Sequence(tuple(parts)) if len(parts) > 1 else parts[0]

    def part(self) -> Path:
        if self.skip("^"):
            return Inverse(self.part())
        path = self.primary()
        if self.at("?", "*", "+"):
            path = Repeat(path, self.next().text)
        return path

    def primary(self) -> Path:
        if self.skip("("):
            path = self.path()
            self.take(")")
            return path
        return self.negated() if self.skip("!") else Link(self.property())

    def property(self) -> str:
        if self.skip("A"):
            return "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
        return self.constant()

    def negated(self) -> Path:
        several = self.skip("(")
        forward: list[str] = []
        backward: list[str] = []
        while not (forward or backward) or (several and self.skip("|")):
            (backward if self.skip("^") else forward).append(self.property())
        if several:
            self.take(")")
        return Negated(tuple(forward), tuple(backward))
