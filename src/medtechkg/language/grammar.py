"""The pattern language: how English states a property, written so that a domain expert can read it.

A pattern is a sentence with slots, matched against masked sentences (`masks`)::

    {s} <develop|design> {o}                 s, o: slots typed by the property's domain and range
    {o:Qualification} <develop!> by {s+}     a slot of its own type; a list; a passive verb
    skills such as {o:*Skill+}               any noun phrase will do, it becomes a Skill
    it features : {o:!Organisation+}         the items of a list, each by the name at its head
    {s:Region} 's {o:^Sector+}               a name no common word may be; of a list the last one
    from A to {o:?Sector+}                   the names of a list that holds other things besides
    {n=firms|colleges} in {place:Region}     words to be kept
    (based|located)? in {o:Region}           alternatives, options
    {s} ~ <be> .. part of {o}                an aside, "which" or "in Leeds"; a gap of words
    {s} <make> {o:*Technology/products+}     noun phrases whose last word is one of [products]
    [companies] such as {o+}                 one of the words that words.yaml lists by that name

``#`` is a number, ``[sum]`` one of money; ``[dash]``, ``[joined]`` (a hyphen), ``[dots]`` and
``[open]`` (a bracket) are marks of punctuation, ``[end]`` is where a phrase ends: no further noun
follows. ``..`` is a gap of up to three words, ``...`` of ten, neither with a name in it, ``....``
of eighteen with any.
What follows ``>>`` must come next but is not part of the match, what follows ``>>!`` must not.
Words match in any case; determiners and up to three adjectives before a name need not be written.
A pattern is compiled into a regular expression over tokens and runs only on sentences that hold
its rarest word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from medtechkg.errors import SeedError
from medtechkg.language import pieces
from medtechkg.language.masks import HYPHEN, Alphabet, coded
from medtechkg.language.phrasing import either, folded, verb
from medtechkg.language.rulebooks import Rule, expand, read_rules, states
from medtechkg.model import Property, Vocabulary

__all__ = ["Compiler", "Pattern", "Rule", "Slot", "read_rules", "states"]

#: The doer is what the next "by" names: not "led by A and backed *by B*".
_BY = re.compile(r" (?:by\b|\(by\))")
#: None of these, which may be subjects, stands between a subject and its second verb.
_AGENTS = ("Agent", "Initiative", "Facility", "Cluster")
_ELEMENT = re.compile(
    r"\s*(?:\{(?P<slot>[^{}]*)\}|<(?P<verb>[^<>]+)>|(?P<open>\()|(?P<close>\)\??)|(?P<bar>\|)"
    r"|\[(?P<special>dash|joined|dots|open|end|sum)\](?P<maybe>\?)?|(?P<gap>\.{2,4})|(?P<aside>~)|(?P<number>\#)|(?P<word>[\w'’/&-]+\??)|(?P<mark>[,;:–—.]\??))"
)
_PLAIN = re.compile(r"([\w'’& -]+(?:\|[\w'’& -]+)*)\)(\?)?")  # a group of words and phrases
_SLOT = re.compile(
    r"(?P<name>[a-z][a-z0-9_]*)"
    r"(?:=\(?(?P<words>[\w '|-]+)\)?|(?::(?P<kind>[*!^?])?(?P<classes>[\w|]*)"
    r"(?:/(?P<heads>[a-z]+))?)?(?P<many>\+)?)"
)
_SUBJECT = re.compile(r"\s*\{[^}]*\}\s*[~<]")
_CLAUSE = re.compile(r"\s*\{[^}]*\}\s*(?:[~<.]|\((?!\[))")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a pattern that a name, a list of names, any noun phrase or a word fills."""

    name: str
    classes: tuple[str, ...] = ()
    open: bool = False
    many: bool = False
    items: bool = False
    strong: bool = False
    mixed: bool = False
    words: tuple[str, ...] = ()
    heads: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern; ``second`` finds it where the verb is the subject's second one.

    ``required`` are the words and classes that must stand in a sentence, one of each set, in this
    order; ``triggers`` is the rarest of these sets. ``text`` is the pattern as it is written.
    """

    rule: Rule
    source: str
    clausal: bool
    slots: Mapping[str, Slot]
    triggers: frozenset[str]
    required: tuple[frozenset[str], ...] = ()
    second: str = ""
    text: str = ""


@dataclass(slots=True)
class _Compiled:
    regex: str = ""
    required: list[frozenset[str]] = field(default_factory=list)


class Compiler:
    """Turns written patterns into regular expressions over the tokens of masked sentences."""

    def __init__(self, vocabulary: Vocabulary, alphabet: Alphabet) -> None:
        self._vocabulary = vocabulary
        self._alphabet = alphabet
        agents = "".join(sorted(alphabet.chars(_AGENTS)))
        quiet = f"(?![;:.] )[^ {agents}]+ "
        self._other_verb = f"(?:{quiet}){{1,16}}?\x02and "

    def compile(self, rule: Rule, written: str) -> Pattern:
        """Compile one pattern of a rule.

        Raises:
            SeedError: if it is malformed, or names a class or property the ontology lacks.
        """
        for _, predicate, _ in states(rule):
            self._property(rule, predicate)
        slots: dict[str, Slot] = {}
        text, arrow, context = expand(rule, written).partition(">>")
        clausal = bool(states(rule) and _CLAUSE.match(text)) and not rule.options.get("compound")
        if clausal and _SUBJECT.match(text) and "+}" not in text[: text.index("}") + 1]:
            text = text.replace("}", "+}", 1)  # any subject may be several
        compiled = self._whole(rule, text, slots)
        if not compiled.required:
            raise self._error(rule, text, 0, "no word that must be there")
        triggers = max(compiled.required, key=_rarity)
        if arrow:
            sign = "!" if context.startswith("!") else "="
            ahead = self._whole(rule, context.lstrip("!"), slots)
            compiled.regex += f"(?{sign}{ahead.regex})"
        source = f"(?<![^ ])(?:{compiled.regex})"
        second = source.replace("\0", self._other_verb) if "\0" in source else ""
        source = source.replace("\0", "")
        required = tuple(compiled.required)
        return Pattern(rule, source, clausal, slots, triggers, required, second, text)

    def _whole(self, rule: Rule, text: str, slots: dict[str, Slot]) -> _Compiled:
        compiled, rest = self._sequence(rule, text, 0, slots)
        if rest != len(text.rstrip()):
            raise self._error(rule, text, rest, "a bracket too many")
        return compiled

    def _error(self, rule: Rule, text: str, column: int, problem: str) -> SeedError:
        where = f"rule {rule.id}, pattern {text!r}, column {column + 1}"
        return SeedError(rule.path, f"{where}: {problem}", "mend the pattern", rule.line)

    def _sequence(
        self, rule: Rule, text: str, at: int, slots: dict[str, Slot]
    ) -> tuple[_Compiled, int]:
        branches, end = [_Compiled()], len(text.rstrip())
        while at < end:
            found = _ELEMENT.match(text, at)
            if not found:
                raise self._error(rule, text, at, f"cannot read {text[at : at + 12]!r}")
            if found["close"]:
                break
            at = found.end()
            if found["bar"]:
                branches.append(_Compiled())
            elif found["open"]:
                at = self._group(rule, text, at, slots, branches[-1])
            else:
                self._element(rule, text, found, slots, branches[-1])
        return _join(branches), at

    def _group(
        self, rule: Rule, text: str, at: int, slots: dict[str, Slot], into: _Compiled
    ) -> int:
        plain = _PLAIN.match(text, at)
        if plain:
            regex, rarest = _phrases(plain[1])
            into.regex += regex + (plain[2] or "")
            if not plain[2]:
                into.required.append(rarest)
            return plain.end()
        inner, at = self._sequence(rule, text, at, slots)
        closing = _ELEMENT.match(text, at)
        if not closing or not closing["close"]:
            raise self._error(rule, text, at, "a bracket is not closed")
        optional = closing["close"].endswith("?")
        into.regex += f"(?:{inner.regex}){'?' if optional else ''}"
        if not optional:
            into.required += inner.required
        return closing.end()

    def _element(
        self,
        rule: Rule,
        text: str,
        found: re.Match[str],
        slots: dict[str, Slot],
        into: _Compiled,
    ) -> None:
        if found["slot"] is not None:
            slot = self._slot(rule, text, found)
            if slot.name in slots:
                raise self._error(rule, text, found.start(), f"slot {slot.name} twice")
            slots[slot.name] = slot
            beside = not into.regex or text[: found.start()].rstrip().endswith("}")
            into.regex += self._slot_regex(slot, beside=beside)
            if slot.strong:
                into.regex += pieces.STRONG_LAST
            if not text.startswith((" 's", "'s"), found.end()):
                into.regex += pieces.NO_OWNER
            if not text.startswith((" [joined]", " (joined"), found.end()):
                into.regex += f"(?!{HYPHEN})"
            if slot.words:
                into.required.append(frozenset(folded(word)[0] for word in slot.words))
            elif not slot.open and not slot.items:
                into.required.append(self._alphabet.chars(slot.classes))
        elif found["verb"]:
            regex, forms = verb(found["verb"])
            into.regex += regex
            into.required.append(forms)
        elif found["word"]:
            optional = found["word"].endswith("?")
            regex, words = _word(found["word"].rstrip("?"))
            into.regex += f"(?:{regex})?" if optional else regex
            into.required += () if optional else words
        elif found["special"]:
            into.regex += f"(?:{pieces.SPECIAL[found['special']]})" + (found["maybe"] or "")
        elif found["gap"]:
            into.regex += _gap(found["gap"], text[found.end() :])
        elif found["aside"]:
            into.regex += pieces.ASIDE + "\0"
        elif found["number"]:
            into.regex += pieces.NUMBER
        else:
            mark = found["mark"]
            into.regex += f"(?:{re.escape(mark[0])} )" + ("?" if mark.endswith("?") else "")

    def _slot(self, rule: Rule, text: str, found: re.Match[str]) -> Slot:
        written = _SLOT.fullmatch(found["slot"])
        if not written:
            raise self._error(rule, text, found.start(), f"not a slot: {{{found['slot']}}}")
        if written["words"]:
            return Slot(written["name"], words=tuple(written["words"].split("|")))
        classes = tuple(filter(None, (written["classes"] or "").split("|")))
        classes = classes or self._default(rule, written["name"])
        for cls in classes:
            if cls not in self._vocabulary.ancestors:
                raise self._error(rule, text, found.start(), f"no class {cls!r} in the ontology")
        if not classes:
            raise self._error(rule, text, found.start(), f"slot {written['name']} has no class")
        kind, many, heads = written["kind"], bool(written["many"]), written["heads"]
        if heads and heads not in rule.words:
            raise self._error(rule, text, found.start(), f"no list {heads!r} in words.yaml")
        last = _listed(rule, heads) if heads else frozenset()
        return Slot(
            written["name"],
            classes,
            open=kind == "*",
            many=many,
            items=kind == "!",
            strong=kind == "^",
            mixed=kind == "?",
            heads=last,
        )

    def _default(self, rule: Rule, name: str) -> tuple[str, ...]:
        """The classes of a slot that names none: domain or range of the property it stands for."""
        for subject, predicate, object_ in states(rule):
            known = self._property(rule, predicate)
            if name in (subject, object_):
                return known.domain if name == subject else known.range
        return ()

    def _property(self, rule: Rule, name: str) -> Property:
        known = self._vocabulary.properties.get(name)
        if known is None:
            problem = f"rule {rule.id}: no property {name!r} in the ontology"
            raise SeedError(rule.path, problem, "mend the rule or declare it", rule.line)
        return known

    def _slot_regex(self, slot: Slot, *, beside: bool) -> str:
        if slot.words:
            return f"(?P<{slot.name}>{either(slot.words)})"
        if slot.items:
            return f"(?P<{slot.name}>(?:[^ ]+ )+)"
        one = self._alphabet.matching(slot.classes)
        before = "" if beside else f"{pieces.OWNER}{pieces.PRE}"
        phrase = pieces.PRODUCT if slot.heads else pieces.NOUNS
        item = (
            f"{phrase}(?:{pieces.BRACKET}{pieces.WORD}{{0,3}})?"
            if slot.open
            else f"{one}{pieces.POST}{pieces.IN_PLACE}"
        )
        item += pieces.USE if slot.heads else ""
        if slot.open:
            item += pieces.TAIL if slot.many else ""
            more = f"(?:{pieces.BARE_SEPARATOR}{item})*" if slot.many else ""
            return f"(?P<{slot.name}>{item}{more})"
        if slot.mixed:
            other = f"(?:{item}|{pieces.NOUNS}){pieces.ITEM_ASIDE}"
            return f"{before}(?P<{slot.name}>{other}(?:{pieces.SEPARATOR}{other})*)"
        if slot.many:
            lead = f"(?:{pieces.PRE}|{pieces.SUCH_AS})"
            next_ = f"{lead}{item}{pieces.ITEM_ASIDE}"
            comma, and_ = pieces.COMMA, pieces.AND
            if beside:  # a subject ends at a semicolon
                comma, and_ = pieces.COMMA_ONLY, pieces.AND_ONLY
            rest = f"(?:(?:{comma}{next_})*{and_}{next_})+|(?:{comma}{next_}){{2,}}"
            rest += f"|(?:{comma}{next_})+(?=(?:, )?\x02and [^\x02])"  # "A, B and forty others"
            return f"{before}(?P<{slot.name}>{item}(?:{pieces.ITEM_ASIDE}(?:{rest}))?)"
        return f"{before}(?P<{slot.name}>{one}){pieces.POST}"


def _listed(rule: Rule, name: str) -> frozenset[str]:
    """The words of a list, those of the lists it names included."""
    return frozenset(re.sub(r"[()]", "", expand(rule, f"[{name}]")).split("|"))


def _join(branches: Sequence[_Compiled]) -> _Compiled:
    if len(branches) == 1:
        return branches[0]
    joined = _Compiled("|".join(branch.regex for branch in branches))
    if all(branch.required for branch in branches):
        best = (max(branch.required, key=_rarity) for branch in branches)
        joined.required.append(frozenset().union(*best))
    return joined


@cache
def _rarity(words: frozenset[str]) -> tuple[int, int, int]:
    """Prefer a trigger of content words, few forms, long."""
    return min(_content(word) for word in words), -len(words), min(map(len, words))


@cache
def _content(word: str) -> int:
    return int(word.isalpha() and word == coded(word) and word.isascii())


def _single(word: str) -> frozenset[str]:
    return frozenset((word,))


def _gap(dots: str, rest: str) -> str:
    gap = pieces.GAPS[dots]
    return gap.replace("(?!", f"(?!{coded('by')} |", 1) if _BY.match(rest) else gap


@cache
def _word(written: str) -> tuple[str, tuple[frozenset[str], ...]]:
    """The expression for a word, and what must be there."""
    return either((written,)), tuple(map(_single, folded(written)))


@cache
def _phrases(written: str) -> tuple[str, frozenset[str]]:
    """The expression for one of several phrases, and the rarest words, of which one is there."""
    phrases = written.split("|")
    rarest = (max(map(_single, folded(each)), key=_rarity) for each in phrases)
    return f"(?:{either(phrases)})", frozenset[str]().union(*rarest)
