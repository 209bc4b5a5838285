"""What Virtuoso understands otherwise than the standard has it, said so that it understands.

Measured on version 7.2.5. To any other server, each rewriting means what stood there before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from medtechkg import rewriting
from medtechkg.rewriting import TOKEN, Outline

if TYPE_CHECKING:
    from medtechkg.stores import Substitutions

__all__ = ["adapted", "bound"]

_BOOLEAN = "<http://www.w3.org/2001/XMLSchema#boolean>"
_STRING = "<http://www.w3.org/2001/XMLSchema#string>"
#: What no text of a graph is.
_NONE = '"-no value-"'
#: A variable without a value.
_NOTHING = "?_nothing"


class _Edit(NamedTuple):
    """What to write in the place of a part of a query."""

    start: int
    end: int
    text: str


class _Token(NamedTuple):
    """A token; words are in capitals, all else is as it was written."""

    text: str
    start: int
    end: int


def adapted(text: str) -> str:
    """Write a query in other words.

    - A comparison with a variable that has no value is an error, which ``COALESCE`` passes over; to
      Virtuoso it is false. So it is asked first whether there are values; a comparison with what
      nothing gives a value to, as a parameter that is left out, is no question at all, and three
      of them would take it a minute to plan.
    - ``CONCAT`` with a variable that has no value is an error; to Virtuoso it is the rest. Beside a
      constant with letters beyond ASCII and no type, it garbles those of the values.
    - ``BOUND`` of a variable of an OPTIONAL is true beside a UNION; whether it has a text is not.
    - ``EXISTS`` gives a number where it should give a truth.
    - A property repeated by ``+`` between two ends that are known is not found; by ``/`` and ``*``
      it is.
    - ``GRAPH`` with nothing in its braces finds no graph; with any triple it does.
    - ``REGEX`` does not take the alternatives of a pattern unless they are in parentheses.

    >>> adapted('ASK { ?a ?b ?c FILTER(REGEX(?c, "a|b")) }')
    'ASK { ?a ?b ?c FILTER(REGEX(?c, "(a|b)")) }'
    """
    for edits in _EDITS:
        tokens = _tokens(text)
        for edit in sorted(edits(text, tokens), reverse=True):
            text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def bound(text: str, found: Outline, substitutions: Substitutions | None) -> str:
    """Give variables their terms: where they stand, and last in the outermost pattern.

    Joined in front, as to other servers, a term may take it a minute to plan. There they go where a
    variable has to stay one, or means another in a sub-select.
    """
    opening = _opening(text, found)
    if not substitutions or opening < 0 or _tokens(text)[opening + 1].text == "SELECT":
        return rewriting.bound(text, found, substitutions)
    front, behind = dict(substitutions), ""
    for variable, value in substitutions.items():
        tokens = _tokens(text)
        inside = range(opening, _close(tokens, opening))
        places = [
            at for at in inside if tokens[at].text in (f"?{variable.value}", f"${variable.value}")
        ]
        if _kept(tokens, inside).isdisjoint(places):
            del front[variable]
            behind += f" BIND({rewriting.term(value)} AS ?{variable.value})"
            for at in reversed(places):
                before, after = text[: tokens[at].start], text[tokens[at].end :]
                text = f"{before}{rewriting.term(value)}{after}"
    text = rewriting.bound(text, found, front)
    tokens = _tokens(text)
    end = tokens[_close(tokens, opening)].start
    return f"{text[:end]}{behind} {text[end:]}" if behind else text


def _opening(text: str, found: Outline) -> int:
    """The token that opens the outermost pattern, or -1."""
    tokens = enumerate(_tokens(text))
    return next((at for at, token in tokens if token.end == found.pattern), -1)


def _kept(tokens: Sequence[_Token], inside: range) -> set[int]:
    """The places that take a variable only: sub-selects, MINUS, heads of VALUES, BOUND and AS."""
    kept: set[int] = set()
    for at in inside:
        word = tokens[at].text
        if word in ("AS", "BOUND"):
            kept.update((at + 1, at + 2))
        elif word == "MINUS":
            kept.update(range(at, _close(tokens, at + 1)))
        elif word == "VALUES":
            kept.update(range(at, _next(tokens, at)))
        elif word == "SELECT":
            kept.update(range(at, _close(tokens, _next(tokens, at))))
    return kept


def _next(tokens: Sequence[_Token], at: int) -> int:
    """The next brace that opens."""
    return next(place for place in range(at, len(tokens)) if tokens[place].text == "{")


def _tokens(text: str) -> list[_Token]:
    return [
        _Token(found[0].upper() if found["word"] else found[0], *found.span())
        for found in TOKEN.finditer(text)
    ]


def _comparisons(text: str, tokens: Sequence[_Token]) -> Iterator[_Edit]:
    """Rewrite ``COALESCE(…, true)`` and ``COALESCE(…, false)``."""
    found = []
    for at, token in enumerate(tokens):
        if token.text != "COALESCE":
            continue
        close = _close(tokens, at + 1)
        commas = [each for each in _inside(tokens, at + 1) if each.text == ","]
        if len(commas) == 1 and tokens[close - 1].text in ("TRUE", "FALSE"):
            found.append((at, commas[0].start, close))
    begin = next((at for at, token in enumerate(tokens) if token.text == "{"), 0)
    skipped = {place for at, _, close in found for place in range(at, close)} | {*range(begin)}
    had = {token.text for place, token in enumerate(tokens) if place not in skipped}
    for at, comma, close in found:
        last = tokens[close - 1].text
        inside = text[tokens[at + 1].end : comma]
        names = dict.fromkeys(each.text for each in _inside(tokens, at + 1) if each.text[0] in "?$")
        known = " && ".join(f"BOUND({name})" for name in names) or "true"
        told = f"(!({known}) || ({inside}))" if last == "TRUE" else f"({known} && ({inside}))"
        yield _Edit(
            tokens[at].start, tokens[close].end, told if had.issuperset(names) else last.lower()
        )


def _concatenations(text: str, tokens: Sequence[_Token]) -> Iterator[_Edit]:
    """Rewrite ``CONCAT(…)``."""
    for at, token in enumerate(tokens):
        if token.text != "CONCAT":
            continue
        close = _close(tokens, at + 1)
        for inner in tokens[at + 2 : close]:
            plain = inner.text[0] in "\"'" and text[inner.end : inner.end + 1] not in ("@", "^")
            if plain and not inner.text.isascii():
                yield _Edit(inner.end, inner.end, f"^^{_STRING}")
        names = dict.fromkeys(_whole(tokens[at + 2 : close]))
        if names:
            known = " && ".join(f"BOUND({name})" for name in names)
            yield _Edit(token.start, token.start, f"IF({known}, ")
            yield _Edit(tokens[close].end, tokens[close].end, f", {_NOTHING})")


def _whole(tokens: Sequence[_Token]) -> Iterator[str]:
    """The variables that are arguments as they are, or by their texts."""
    depth, start = 0, 0
    for at, token in enumerate((*tokens, _Token(",", 0, 0))):
        depth += (token.text == "(") - (token.text == ")")
        if token.text == "," and depth == 0:
            words = [each.text for each in tokens[start:at]]
            name = words[2] if words[:2] == ["STR", "("] and len(words) == 4 else words[0]
            if name[0] in "?$" and len(words) in (1, 4):
                yield name
            start = at + 1


def _truths(text: str, tokens: Sequence[_Token]) -> Iterator[_Edit]:
    """Rewrite ``BIND(EXISTS … AS …)`` and ``BIND(NOT EXISTS … AS …)``."""
    for at, token in enumerate(tokens[:-4]):
        words = [each.text for each in tokens[at : at + 4]]
        if token.text == "BIND" and (words[2] == "EXISTS" or words[2:] == ["NOT", "EXISTS"]):
            brace = at + 3 + (words[2] == "NOT")
            start, close = tokens[at + 1].end, _close(tokens, brace)
            if tokens[close + 1].text == "AS":
                exists = text[start : tokens[close].end]
                told = f'STRDT(IF({exists}, "true", "false"), {_BOOLEAN}) '
                yield _Edit(start, tokens[close].end, told)


def _values(text: str, tokens: Sequence[_Token]) -> Iterator[_Edit]:
    """Rewrite ``BOUND(…)``."""
    for at, token in enumerate(tokens):
        if token.text == "BOUND":
            name = tokens[at + 2].text
            told = f"(COALESCE(STR({name}), {_NONE}) != {_NONE})"
            yield _Edit(token.start, tokens[at + 3].end, told)


def _repetitions(text: str, tokens: Sequence[_Token]) -> Iterator[_Edit]:
    """Rewrite ``property+``."""
    for token in tokens:
        named = token.text[0] not in "?$@#\"'" and ":" in token.text
        if named and text[token.end : token.end + 1] == "+":
            yield _Edit(token.start, token.end + 1, f"({token.text}/{token.text}*)")


def _graphs(text: str, tokens: Sequence[_Token]) -> Iterator[_Edit]:
    """Rewrite ``GRAPH ?graph { }``, or drop it where the same group asks the graph for more."""
    for at, token in enumerate(tokens[:-3]):
        if token.text == "GRAPH" and [each.text for each in tokens[at + 2 : at + 4]] == ["{", "}"]:
            name, end = tokens[at + 1].text, tokens[at + 3].end
            inside = "?_any ?_of ?_graph"
            told = f"{{ SELECT DISTINCT {name} WHERE {{ GRAPH {name} {{ {inside} }} }} }}"
            yield _Edit(token.start, end, "" if _asked_more(tokens, at + 4, name) else told)


def _asked_more(tokens: Sequence[_Token], at: int, name: str) -> bool:
    """Say whether what follows in the same group is ``GRAPH`` of a name, with something in it."""
    depth = 0
    for number, token in enumerate(tokens[at:-3], at):
        graph = depth == 0 and token.text == "GRAPH" and tokens[number + 1].text == name
        if graph and tokens[number + 3].text != "}":
            return True
        depth += (token.text == "{") - (token.text == "}")
        if depth < 0 or (depth == 0 and token.text == "UNION"):
            return False
    return False


def _alternatives(text: str, tokens: Sequence[_Token]) -> Iterator[_Edit]:
    """Rewrite the pattern of ``REGEX(…)``."""
    for at, token in enumerate(tokens):
        if token.text != "REGEX":
            continue
        arguments = iter(_inside(tokens, at + 1))
        next((each for each in arguments if each.text == ","), None)
        pattern = next(arguments, None)
        if pattern and pattern.text[0] in "\"'" and "|" in pattern.text:
            quote = pattern.text[0] * (3 if pattern.text[:3] == pattern.text[0] * 3 else 1)
            inside = pattern.text[len(quote) : -len(quote)]
            yield _Edit(pattern.start, pattern.end, f"{quote}({inside}){quote}")


_EDITS = (
    _concatenations,
    _comparisons,
    _truths,
    _values,
    _repetitions,
    _graphs,
    _alternatives,
)


def _inside(tokens: Sequence[_Token], at: int) -> list[_Token]:
    """The tokens between a bracket and the one that closes it, less those in braces or deeper."""
    found, depth = [], 0
    braces = 0
    for token in tokens[at + 1 : _close(tokens, at)]:
        depth += (token.text == "(") - (token.text == ")")
        braces += (token.text == "{") - (token.text == "}")
        if not braces and (depth == 0 or token.text != ","):
            found.append(token)
    return found


def _close(tokens: Sequence[_Token], at: int) -> int:
    """The token that closes what one opens."""
    depth = 0
    for number, token in enumerate(tokens[at:], at):
        depth += (token.text in ("{", "(")) - (token.text in ("}", ")"))
        if depth == 0:
            return number
    return len(tokens) - 1
