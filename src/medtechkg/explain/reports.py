"""An explanation in words, for people: the row, then the quotes that carry it. Or as JSON."""

from __future__ import annotations

import json as json_module
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from textwrap import wrap

from medtechkg import tables
from medtechkg.answers import Value
from medtechkg.explain import Explanation, Proof, Reason, Support
from medtechkg.explain.evidence import Evidence, Said
from medtechkg.explain.routes import Node, Premise
from medtechkg.iris import Base, contract, kebab

__all__ = ["json", "lines"]

_INDENT = "  "
#: What is said plainly needs no word.
_PLAIN = frozenset(("", "asserted", "affirmed", "accepted"))


def lines(explanation: Explanation, width: int | None = None) -> Iterator[tables.Line]:
    """Tell why each row is there: its quotes, what was derived by which rule, what was absent."""
    for kind, line in _lines(explanation, width):
        if width is None or kind == "quote" or len(line) <= width:
            yield kind, line
        else:
            indent = " " * (len(line) - len(line.lstrip()) + 2)
            yield from ((kind, each) for each in wrap(line, width, subsequent_indent=indent))


def _lines(explanation: Explanation, width: int | None) -> Iterator[tables.Line]:
    for number, reason in enumerate(explanation.reasons, 1):
        if number > 1:
            yield "row", ""
        yield "head", f"{number}. {_row(reason)}"
        for at, support in enumerate(reason.supports):
            if at:
                yield "row", f"{_INDENT}or"
            yield from _support(support, explanation, width)
        if not reason.complete:
            yield "row", f"{_INDENT}There may be other supports; not all were looked for."
        if not reason.minimal:
            yield "row", f"{_INDENT}Perhaps not all of this is needed; that could not be tried."


def _row(reason: Reason) -> str:
    told = {name: value for name, value in reason.row.items() if not name.endswith("_iri")}
    told = {name: value for name, value in told.items() if name not in ("quote", "document")}
    pairs = (told or reason.row).items()
    return " · ".join(f"{name.replace('_', ' ')}: {_value(value)}" for name, value in pairs)


def _value(value: Value) -> str:
    return "—" if value is None else _short(" ".join(str(value).split()))


def _short(text: str) -> str:
    """The text with its IRIs shortened by their prefixes."""
    base = Base.from_environment()
    short = re.sub(r"<([^<>\s]+)>", lambda match: contract(match[1], base), text)
    return contract(short, base) if "://" in short and " " not in short else short


def _support(
    support: Support, explanation: Explanation, width: int | None
) -> Iterator[tables.Line]:
    yield from _proofs(support.proofs, _INDENT, width)
    for kind, pattern in support.absences:
        sought = _short(pattern[pattern.find("{") :])
        yield "row", f"{_INDENT}rests on absence ({kind}): the graph has no {sought}"
    if support.absences and explanation.coverage:
        yield "row", f"{_INDENT}looked at: {explanation.coverage}"
    if not support.proofs and not support.absences:
        yield "row", f"{_INDENT}It follows from the query alone."


def _proofs(proofs: Iterable[Proof], indent: str, width: int | None) -> Iterator[tables.Line]:
    """Asserted triples by the quote they come from, then what stands in registers, then rules."""
    known = list(dict.fromkeys(proofs))
    quoted: dict[Evidence, list[tuple[Said, Proof]]] = {}
    for proof in known:
        for said in proof.said:
            for evidence in said.evidence[:1]:
                quoted.setdefault(evidence, []).append((said, proof))
    for evidence, sayings in quoted.items():
        yield from _quote(evidence, sayings, indent, width)
    texts = [proof.text for proof in known if not (proof.rule or proof.said or _idle(proof))]
    if texts:
        yield "row", f"{indent}known beforehand: {'; '.join(dict.fromkeys(texts))}"
    by_rule: dict[str, list[Proof]] = {}
    for proof in known:
        if proof.rule:
            by_rule.setdefault(proof.rule, []).append(proof)
    for derived in by_rule.values():
        yield from _derived(derived, indent, width)


def _idle(proof: Proof) -> bool:
    """Tell whether a triple says no more than the name of a thing, or where a text is kept."""
    subject, _, rest = proof.text.partition(" — ")
    predicate, _, object_ = rest.partition(" — ")
    return object_ == f"“{subject}”" or predicate == "snapshot of"


def _quote(
    evidence: Evidence, sayings: list[tuple[Said, Proof]], indent: str, width: int | None
) -> Iterator[tables.Line]:
    quote = " ".join(evidence.quote.split())
    room = None if width is None else width - len(indent) + 2
    for line in tables.quotation(quote, _place(evidence), room):
        yield "quote", indent[2:] + line
    facts: dict[Said, list[str]] = {}
    for said, proof in sayings:
        facts.setdefault(said, []).extend(_fact(said, proof, evidence))
    for said, told in facts.items():
        if told:
            yield "row", f"{indent}    {_head(said)}{'; '.join(dict.fromkeys(told))}"


def _place(evidence: Evidence) -> str:
    page = f", page {evidence.page}" if evidence.page is not None else ""
    return (
        f"{evidence.title}{page}, characters {evidence.start:,}–{evidence.end:,}; "
        f"rule {evidence.rule}, confidence {evidence.confidence:g}"
    )


def _head(said: Said) -> str:
    """What kind of thing says it, who, and how firmly if not plainly."""
    hedge = [each for each in (said.polarity, said.modality, said.status) if each not in _PLAIN]
    told = [*hedge, *([f"according to {said.speaker}"] if said.speaker else [])]
    how = f" ({', '.join(told)})" if told else ""
    name = kebab(said.cls).replace("-", " ")
    return f"{name}{how}: " if name else ""


def _fact(said: Said, proof: Proof, evidence: Evidence) -> Iterator[str]:
    """What the words are read to say; the bookkeeping of evidence says nothing more."""
    subject = getattr(proof.triple.subject, "value", "")
    if said.iri == evidence.iri or proof.text.split(" — ")[1:2] == ["evidenced by"]:
        return
    if said.cls and subject == said.iri:
        yield proof.text.partition(" — ")[2].replace(" — ", " ")
    else:
        yield proof.text


def _derived(proofs: list[Proof], indent: str, width: int | None) -> Iterator[tables.Line]:
    """What one rule made, and below it what it made that of."""
    texts = "; ".join(dict.fromkeys(proof.text for proof in proofs))
    yield "row", f"{indent}derived: {texts}"
    yield "row", f"{indent}by the rule {proofs[0].rule}: {proofs[0].summary}"
    yield from _proofs(
        (each for proof in proofs for way in proof.ways[:1] for each in way),
        indent + _INDENT,
        width,
    )
    if not all(proof.ways for proof in proofs):
        yield "row", f"{indent}{_INDENT}What it was derived from could not be traced."
    if any(len(proof.ways) > 1 for proof in proofs):
        yield "row", f"{indent}{_INDENT}It can be derived in other ways, too; JSON has them."


# -- JSON -------------------------------------------------------------------------------------


def json(explanation: Explanation) -> str:
    """Write an explanation as JSON, every triple and all its evidence in full."""
    coverage = explanation.coverage
    told = {
        "question": explanation.question,
        "columns": explanation.columns,
        "complete": explanation.complete,
        "coverage": coverage
        and {
            "documents": coverage.documents,
            "undated": coverage.undated,
            "first": coverage.first,
            "last": coverage.last,
            "regions": coverage.regions,
        },
        "rows": [_reason(reason) for reason in explanation.reasons],
    }
    return json_module.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _reason(reason: Reason) -> dict[str, object]:
    return {
        "row": {name: _plain(value) for name, value in reason.row.items()},
        "complete": reason.complete,
        "minimal": reason.minimal,
        "supports": [
            {
                "triples": [_proof(proof) for proof in support.proofs],
                "absences": [each._asdict() for each in support.absences],
            }
            for support in reason.supports
        ],
    }


def _plain(value: Value) -> Value:
    return float(value) if isinstance(value, Decimal) else value


def _proof(proof: Proof) -> dict[str, object]:
    told: dict[str, object] = {**_triple(proof.triple), "text": proof.text, "graphs": proof.graphs}
    if proof.rule:
        ways = [[_proof(each) for each in way] for way in proof.ways]
        return {**told, "rule": proof.rule, "summary": proof.summary, "from": ways}
    return {**told, "said": [_said(said) for said in proof.said]}


def _triple(premise: Premise) -> dict[str, str]:
    names = ("subject", "predicate", "object")
    return {name: _term(term) for name, term in zip(names, premise[:3], strict=True)}


def _term(term: Node) -> str:
    return str(getattr(term, "value", term))


def _said(said: Said) -> dict[str, object]:
    names = ("iri", "cls", "status", "modality", "polarity", "speaker", "more")
    fields = Evidence.__slots__
    quotes = [{name: getattr(each, name) for name in fields} for each in said.evidence]
    return {**{name: getattr(said, name) for name in names}, "evidence": quotes}
