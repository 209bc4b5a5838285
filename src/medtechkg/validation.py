"""Whether the graph keeps its promises: the shapes, and what shapes cannot say.

What is wrong comes back as findings, each with the thing concerned, the sentence it was read from
and what to do; nothing is raised. A violation keeps a graph from being put in place, a warning is
for a person to look at.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TypeAlias

import pyoxigraph

from medtechkg import shapes
from medtechkg.findings import Finding, Severity
from medtechkg.iris import Base, contract, local_name, prefixes

__all__ = ["CHECKS", "Graph", "check"]

_SPACE = re.compile(r"\s+")
_IRI = re.compile(r"[a-z]+://[^<>\"{}|^`\\\s]+")
_DIGITS = re.compile(r"\d[\d,.\s]*")
#: From a fact to the things it relates.
_ENDS = (
    "rdf:subject|rdf:object|mtk:participant|mtk:needOf|mtk:needed|mtk:demandedBy|mtk:demanded"
    "|mtk:affiliate|mtk:heldRole|mtk:affiliatedWith|mtk:funder|mtk:funded"
)

#: How grave it is, which node it concerns, and what is wrong.
Fault: TypeAlias = tuple[Severity, str, str]


@dataclass(frozen=True, slots=True)
class Graph:
    """The graph under check; its default graph is the union of its named graphs."""

    store: pyoxigraph.Store
    base: Base

    def rows(self, query: str) -> Iterator[Mapping[str, str]]:
        """Run a SELECT; a variable without a value is the empty string."""
        found = self.store.query(query, prefixes=prefixes(self.base))
        assert isinstance(found, pyoxigraph.QuerySolutions)
        names = [variable.value for variable in found.variables]
        for solution in found:
            terms = ((name, solution[name]) for name in names)
            yield {name: "" if term is None else _plain(term) for name, term in terms}

    def scheme(self, name: str) -> str:
        """Declare a prefix for a code list, to stand in front of a query."""
        return f"PREFIX {name}: <{self.base.root}scheme/{name}/>\n"


def check(store: pyoxigraph.Store, ontology: Path, base: Base) -> tuple[Finding, ...]:
    """Check a graph held in memory against the shapes of ``ontology`` and against `CHECKS`.

    Raises:
        SeedError: if a shape is malformed.
    """
    graph = Graph(store, base)
    faults = {(*fault, name) for name, each in CHECKS.items() for fault in each(graph)}
    faults |= {
        (found.severity, found.focus, found.message, contract(found.shape, base))
        for found in shapes.run(store, ontology, base)
    }
    return tuple(sorted(_finding(graph, *fault) for fault in faults))


# -- checks -----------------------------------------------------------------------------------


def quotes_stand(graph: Graph) -> Iterator[Fault]:
    """Find quotes that are not what the snapshot says at their offsets."""
    rows = graph.rows("SELECT ?snapshot ?text { ?snapshot mtk:text ?text }")
    texts = {row["snapshot"]: row["text"] for row in rows}
    for row in graph.rows("""
        SELECT ?evidence ?snapshot ?exact ?start ?end {
          ?evidence oa:hasSource ?snapshot ; oa:hasSelector/oa:exact ?exact ;
                    oa:hasSelector ?position .
          ?position oa:start ?start ; oa:end ?end }
    """):
        text = texts.get(row["snapshot"], "")
        if text[int(row["start"]) : int(row["end"])] != row["exact"]:
            place = f"{row['start']}-{row['end']}"
            yield Severity.VIOLATION, row["evidence"], f"the text says something else at {place}"


def ends_named(graph: Graph) -> Iterator[Fault]:
    """Find facts one end of which no quote names, unless it is set for the whole document."""
    forms = _forms(graph)
    quotes = _quotes(graph)
    roles = _ENDS.replace("|", " ")
    for row in graph.rows(f"SELECT ?fact ?end {{ VALUES ?role {{ {roles} }} ?fact ?role ?end }}"):
        quoted = quotes.get(row["fact"], [])
        written = forms.get(row["end"], set())
        scoped = any(role == "scope" for role, _ in quoted)
        if written and not scoped and not any(f in quote for f in written for _, quote in quoted):
            name = min(written, key=lambda form: (-len(form), form))
            yield (
                Severity.WARNING,
                row["fact"],
                f"no quote names “{name}”; look whether it is meant",
            )


def figures_written(graph: Graph) -> Iterator[Fault]:
    """Find figures whose digits are not in a quote, or are not those of their value."""
    quotes = _quotes(graph)
    for row in graph.rows("""
        SELECT DISTINCT ?figure ?verbatim ?value {
          ?figure a mtk:StatisticalObservation ; mtk:verbatimValue ?verbatim .
          OPTIONAL { ?figure mtk:value ?value } }
    """):
        verbatim = _folded(row["verbatim"])
        quoted = [quote for _, quote in quotes.get(row["figure"], [])]
        if not any(verbatim in quote for quote in quoted):
            yield Severity.VIOLATION, row["figure"], f"no quote has the number “{row['verbatim']}”"
        elif row["value"] and not _same_digits(verbatim, row["value"]):
            problem = f"“{row['verbatim']}” is read as {row['value']}; look whether that is right"
            yield Severity.WARNING, row["figure"], problem


def totals_add_up(graph: Graph) -> Iterator[Fault]:
    """Find derived totals that are not the sum of their parts."""
    parts: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in graph.rows("""
        SELECT DISTINCT ?total ?value ?part ?share {
          ?total a mtk:StatisticalObservation ; mtk:value ?value ; prov:wasDerivedFrom ?part .
          ?part mtk:value ?share }
    """):
        parts[row["total"], row["value"]] += Decimal(row["share"])
    for (total, value), added in parts.items():
        if added != Decimal(value):
            yield Severity.WARNING, total, f"its parts add up to {added}, not to {value}"


def conflicts(graph: Graph) -> Iterator[Fault]:
    """Report conflict sets: both sides stay in the graph, and a person should know."""
    for row in graph.rows("""
        SELECT DISTINCT ?conflict ?kind ?one ?other {
          ?conflict a mtk:ConflictSet ; mtk:conflictKind ?kind ; mtk:groups ?one , ?other .
          FILTER(STR(?one) < STR(?other)) }
    """):
        kind = local_name(row["kind"]).replace("-", " ")
        other = _finding(graph, Severity.WARNING, row["other"], "", "")
        words = f"{kind}: another source says “{other.quote}” ({other.document})"
        yield Severity.WARNING, row["one"], words


def accepted_stand(graph: Graph) -> Iterator[Fault]:
    """Find accepted statements without their triple, and triples no statement accounts for."""
    stated = {
        (row["subject"], row["predicate"], row["object"]): row["statement"]
        for row in graph.rows(
            graph.scheme("status")
            + graph.scheme("polarity")
            + graph.scheme("modality")
            + """SELECT ?statement ?subject ?predicate ?object {
              ?statement rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object ;
                mtk:status status:accepted ; mtk:polarity polarity:affirmed ; mtk:modality ?how .
              FILTER(?how IN (modality:asserted, modality:purpose)) }"""
        )
    }
    plain = set(_plain_triples(graph))
    for triple, statement in stated.items():
        if pyoxigraph.Quad(*map(pyoxigraph.NamedNode, triple)) not in graph.store:
            yield Severity.VIOLATION, statement, "it is accepted, but its triple is missing"
    for subject, predicate, object_ in plain - stated.keys():
        words = f"nothing accounts for {local_name(predicate)} {local_name(object_)}"
        yield Severity.VIOLATION, subject, words


def all_evidenced(graph: Graph) -> Iterator[Fault]:
    """Find things and facts in the graph of a document that no words support."""
    for row in graph.rows(f"""
        SELECT DISTINCT ?thing ?kind {{
          GRAPH ?source {{ ?thing a ?kind }}
          FILTER(STRSTARTS(STR(?source), "{graph.base.graph("source/")}"))
          FILTER(?kind NOT IN (mtk:Document, mtk:DocumentSnapshot, mtk:Evidence, mtk:ExtractionRun,
                               oa:TextQuoteSelector, oa:TextPositionSelector))
          FILTER NOT EXISTS {{ GRAPH ?source {{ ?thing mtk:evidencedBy ?evidence }} }} }}
    """):
        words = f"no words support this {local_name(row['kind'])}"
        yield Severity.VIOLATION, row["thing"], words


#: The checks by name.
CHECKS: Mapping[str, Callable[[Graph], Iterator[Fault]]] = {
    "accepted-stand": accepted_stand,
    "all-evidenced": all_evidenced,
    "conflicts": conflicts,
    "ends-named": ends_named,
    "figures-written": figures_written,
    "quotes-stand": quotes_stand,
    "totals-add-up": totals_add_up,
}


# -- what checks share ------------------------------------------------------------------------


def _plain(term: object) -> str:
    return str(getattr(term, "value", term))


def _folded(text: str) -> str:
    return _SPACE.sub(" ", text).casefold()


def _forms(graph: Graph) -> dict[str, set[str]]:
    """Collect every way a document writes each thing."""
    forms: dict[str, set[str]] = defaultdict(set)
    for row in graph.rows("SELECT ?thing ?form { ?thing mtk:writtenAs ?form }"):
        forms[row["thing"]].add(_folded(row["form"]))
    return forms


def _quotes(graph: Graph) -> dict[str, list[tuple[str, str]]]:
    """Collect the role and the words of each fact's evidence."""
    quotes: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in graph.rows("""
        SELECT ?fact ?role ?exact {
          ?fact mtk:evidencedBy ?evidence .
          ?evidence mtk:evidenceRole ?role ; oa:hasSelector/oa:exact ?exact }
    """):
        quotes[row["fact"]].append((local_name(row["role"]), _folded(row["exact"])))
    return quotes


def _same_digits(verbatim: str, value: str) -> bool:
    """Tell whether a number has the digits of its wording; words without digits say nothing."""
    groups = _DIGITS.findall(verbatim)
    written = [re.sub(r"\D", "", group).strip("0") for group in groups]
    return len(written) != 1 or written[0] == re.sub(r"\D", "", value).strip("0")


def _plain_triples(graph: Graph) -> Iterator[tuple[str, str, str]]:
    """List the triples between things that documents assert, apart from what facts consist of."""
    for row in graph.rows(f"""
        SELECT DISTINCT ?subject ?predicate ?object {{
          GRAPH ?source {{ ?subject ?predicate ?object }}
          FILTER(ISIRI(?object) && STRSTARTS(STR(?predicate), STR(mtk:)))
          FILTER(?predicate != mtk:evidencedBy)
          FILTER(STRSTARTS(STR(?source), "{graph.base.graph("source/")}"))
          FILTER NOT EXISTS {{
            VALUES ?node {{ mtk:Assertion mtk:Evidence mtk:Document mtk:DocumentSnapshot }}
            ?subject a ?node }}
          FILTER NOT EXISTS {{ ?subject mtk:eventKind ?happening }} }}
    """):
        yield row["subject"], row["predicate"], row["object"]


# -- findings ---------------------------------------------------------------------------------


def _finding(graph: Graph, severity: Severity, focus: str, message: str, rule: str) -> Finding:
    quote, document = _sentence(graph, focus)
    return Finding(severity, _label(graph, focus), message, rule, quote, document)


def _label(graph: Graph, focus: str) -> str:
    """Name a node: its label, or that of what it is about, or the end of its IRI."""
    if not _IRI.fullmatch(focus):
        return focus
    rows = graph.rows(f"""
        SELECT ?label {{
          {{ <{focus}> skos:prefLabel|dcterms:title ?label BIND(0 AS ?order) }}
          UNION {{ <{focus}> (mtk:about|{_ENDS})/skos:prefLabel ?label BIND(1 AS ?order) }}
        }} ORDER BY ?order ?label LIMIT 1
    """)
    return next((row["label"] for row in rows), _end(focus))


def _end(iri: str) -> str:
    return "/".join(iri.rsplit("/", 2)[-2:])


def _sentence(graph: Graph, focus: str) -> tuple[str, str]:
    """Find the words a node was read from, and the document; the statement before its context."""
    if not _IRI.fullmatch(focus):
        return "", ""
    rows = graph.rows(f"""
        SELECT ?quote ?document ?role ?start {{
          <{focus}> mtk:groups?/mtk:evidencedBy? ?evidence .
          ?evidence oa:hasSource/mtk:snapshotOf/dcterms:title ?document ; mtk:evidenceRole ?role ;
            oa:hasSelector/oa:exact ?quote ; oa:hasSelector/oa:start ?start }}
    """)
    found = [
        (local_name(row["role"]) != "statement", row["document"], int(row["start"]), row["quote"])
        for row in rows
    ]
    _, document, _, quote = min(found, default=(False, "", 0, ""))
    return _SPACE.sub(" ", quote), document
