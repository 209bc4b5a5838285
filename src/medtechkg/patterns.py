"""The pattern language: how English states a property, written so that a domain expert can read it.

A pattern is a sentence with slots, matched against masked sentences (`masks`)::

    {s} <develop|design> {o}                 s, o: slots typed by the property's domain and range
    {o:Qualification} <develop!> by {s+}     a slot of its own type; a list; a passive verb
    skills such as {o:*Skill+}               any noun phrase will do, it becomes a Skill
    it features : {o:!Organisation+}         the items of a list, each by the name at its head
    {n=firms|colleges} in {place:Region}     words to be kept
    (based|located)? in {o:Region}           alternatives, options
    {s} ~ <be> .. part of {o}                an aside between commas or brackets; a gap of words

``#`` is a number, ``[dash]`` and ``[dots]`` marks of punctuation, ``..`` a gap of up to three words, ``...`` one of up to ten inside the clause.
What follows ``>>`` must come next but is not part of the match, what follows ``>>!`` must not.
Words match in any case; determiners and up to three adjectives before a name need not be written.
A pattern is compiled into a regular expression over tokens and runs only on sentences that hold
its rarest word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from medtechkg.errors import SeedError
from medtechkg.masks import CLOSE, Alphabet, Mark, Masked, coded, tokens
from medtechkg.model import Vocabulary
from medtechkg.verbs import forms

__all__ = ["Item", "Match", "Pattern", "Patterns", "Rule", "Slot", "read_rules", "states"]

_DET = "(?:\x03[^ ]+ )"
_WORD = "(?:[^\x02\x03 ,;:.()\ue000-\uefff][^ ,;:.()]* |[\ue000-\uefff] )"
_PRE = f"{_DET}*(?:[a-z\uf000-\uf7ff][^ ,;:.()]* ){{0,3}}?"
_BRACKET = r"\( (?:[^ ()]+ ){1,8}\) "
_POST = f"(?:{_BRACKET})?"
_NP = f"{_DET}*{_WORD}{{1,6}}(?:\x02of {_DET}*{_WORD}{{1,4}})?"
_SEP = (
    "(?:[,;] (?:\x02(?:and|or|plus|also|but also|as well as) |& |\x02as well \x02as )?"
    "(?:\x02(?:via|through|with|including) )?"
    "|(?:\x02and|\x02or|&|/|\x02plus|\x02as well \x02as|along \x02with|\x02together \x02with"
    "|\x02alongside) )"
)
_ADV = (
    "(?:[\x02\x03]?(?:also|now|already|recently|jointly|both|all|each|together|currently|further|"
    "first|still|not|never|just|newly|soon|then|again|long|always|today|[a-z]+ly) )?"
)
_MODAL = "\x02(?:will|would|can|could|may|might|should|must|to|did|does|do)"
_HAVE, _BE = "\x02(?:has|have|had|having)", "\x02(?:is|are|was|were|be)"
_HELPERS = "\x02(?:is|are|was|were|be|been|being|has|have|had|will|would|can|to|may|should)"
_NUMBER = (
    "(?:[£$€]?[0-9][^ ]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|"
    "hundreds?|thousands?|several|many) (?:(?:hundred|thousand|million|billion) )?"
)
_SPECIAL = {"dash": "(?:[–—-] )", "dots": r"(?:(?:\.|…) )+"}
_GAPS = {
    "..": "(?:[^ ,;:.\ue000-\uefff]+ ){0,3}?",
    "...": "(?:(?!\x03that )[^ ;:.\ue000-\uefff]+ ){0,10}?",
    "....": "(?:[^ ;:.]+ ){0,16}?",
}
_ASIDE = r"(?:, (?:[^ ;:]+ ){1,24}?, |\( (?:[^ ()]+ ){1,12}\) |[–—-] (?:[^ –—]+ ){1,24}?[–—-] )?"
_CODES = "\x02\x03" + CLOSE + "".join(map(chr, range(0xF000, 0xF800)))
_ELEMENT = re.compile(
    r"\s*(?:\{(?P<slot>[^{}]*)\}|<(?P<verb>[^<>]+)>|(?P<open>\()|(?P<close>\)\??)|(?P<bar>\|)"
    r"|\[(?P<special>dash|dots)\](?P<maybe>\?)?|(?P<gap>\.{2,4})|(?P<aside>~)|(?P<number>\#)|(?P<word>[\w'’/&-]+\??)|(?P<mark>[,;:–—.]\??))"
)
_SLOT = re.compile(
    r"(?P<name>[a-z][a-z0-9_]*)"
    r"(?:=(?P<words>[\w '|-]+)|(?::(?P<kind>[*!])?(?P<classes>[\w|]*))?(?P<many>\+)?)"
)
_CLAUSE = re.compile(r"\s*\{[^}]*\} (?:~|<|\.\.\.)")
_PREPOSITIONS = frozenset("in within of for to by with on into across between".split())
_LIGHT = frozenset(
    "the a an its their our this that these those all both other some several many most each "
    "every any own such specialist specialised basic advanced higher strong good high new key "
    "core general specific relevant more better first leading major national regional local "
    "essential additional further practical technical innovative existing".split()
)


@dataclass(frozen=True, slots=True)
class Rule:
    """An entry of a pattern file as written, with where it stands."""

    path: Path
    line: int
    id: str
    patterns: tuple[str, ...]
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a pattern that a name, a list of names, any noun phrase or a word fills."""

    name: str
    classes: tuple[str, ...] = ()
    open: bool = False
    many: bool = False
    items: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled pattern."""

    rule: Rule
    source: str
    clausal: bool
    slots: Mapping[str, Slot]
    triggers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Item:
    """What filled a slot: a mark read in the sense of ``cls``, a bare noun phrase, or a word.

    A word has no class.
    """

    passage: int
    start: int
    end: int
    cls: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found in a masked sentence; ``first`` and ``last`` are its tokens.

    ``known`` are all the names inside it, whether or not they filled a slot.
    """

    pattern: Pattern
    first: int
    last: int
    slots: Mapping[str, tuple[Item, ...]]
    trigger: tuple[int, int, int]
    known: tuple[Mark, ...] = ()


@dataclass(slots=True)
class _Compiled:
    regex: str = ""
    required: list[frozenset[str]] = field(default_factory=list)


def read_rules(path: Path) -> Iterator[Rule]:
    """Read the entries of a pattern file.

    Raises:
        SeedError: if the file is not YAML or an entry lacks ``id`` or ``pattern``, with the line.
    """
    import yaml

    try:
        loader = yaml.CSafeLoader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        entries = [(item, loader.construct_object(item, deep=True)) for item in node.value]  # type: ignore[no-untyped-call]
    except (yaml.YAMLError, OSError, UnicodeDecodeError, AttributeError, TypeError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        line = mark.line + 1 if mark else None
        raise SeedError(path, f"not a list of rules: {problem}", "mend the YAML", line) from error
    for item, entry in entries:
        yield _rule(path, item.start_mark.line + 1, entry)


def _rule(path: Path, line: int, entry: Any) -> Rule:
    if not isinstance(entry, dict) or "id" not in entry or "pattern" not in entry:
        raise SeedError(path, "a rule needs 'id' and 'pattern'", "add what is missing", line)
    written = entry["pattern"]
    options = {key: value for key, value in entry.items() if key not in ("id", "pattern")}
    texts = (written,) if isinstance(written, str) else tuple(written)
    return Rule(path, line, str(entry["id"]), texts, options)


def states(rule: Rule) -> list[list[str]]:
    """What a relation rule states: lists of subject slot, property, object slot."""
    if "states" in rule.options:
        return [list(state) for state in rule.options["states"]]
    return [["s", rule.options["property"], "o"]] if "property" in rule.options else []


class Patterns:
    """Compiled patterns, found by their rarest word."""

    def __init__(self, rules: Iterable[Rule], vocabulary: Vocabulary, alphabet: Alphabet) -> None:
        self._vocabulary = vocabulary
        self._alphabet = alphabet
        self.patterns: list[Pattern] = []
        self._index: dict[str, list[int]] = defaultdict(list)
        for rule in rules:
            for text in rule.patterns:
                self._add(self._compile(rule, text))

    def _add(self, pattern: Pattern) -> None:
        for word in pattern.triggers:
            self._index[word].append(len(self.patterns))
        self.patterns.append(pattern)

    def candidates(self, masked: Masked) -> list[Pattern]:
        """The patterns whose rarest word stands in the sentence, in the order of the file."""
        found = {at for word in masked.words & self._index.keys() for at in self._index[word]}
        return [self.patterns[at] for at in sorted(found)]

    def find(self, masked: Masked) -> Iterator[Match]:
        """Yield the matches of every pattern in the sentence."""
        for pattern in self.candidates(masked):
            yield from self.matches(pattern, masked)

    def matches(self, pattern: Pattern, masked: Masked) -> Iterator[Match]:
        """Yield the matches of one pattern in the sentence."""
        at, regex = 0, _compiled(pattern.source)
        while found := regex.search(masked.text, at):
            slots = {
                name: tuple(self._items(slot, masked, *found.span(name)))
                for name, slot in pattern.slots.items()
                if found.group(name) is not None
            }
            run = masked.tokens(*found.span())
            if all(slots.values()) and not _excluded(pattern, masked, run):
                trigger = _trigger(pattern, masked, run)
                known = tuple(masked.marks[at] for at in run if at in masked.marks)
                yield Match(pattern, run.start, run.stop, slots, trigger, known)
            at = _next_token(masked, found)

    # -- what fills a slot --------------------------------------------------------------------

    def _items(self, slot: Slot, masked: Masked, start: int, end: int) -> Iterator[Item]:
        run = masked.tokens(start, end)
        if slot.words:
            yield Item(*masked.origin(run), "")
            return
        if slot.items:
            for part in _by_passage(masked, run):
                yield from self._marks(slot, masked, _at_head(masked, part))
            return
        if not slot.open:
            yield from self._marks(slot, masked, run)
            return
        for part in _split(masked, run) if slot.many else [run]:
            item = self._phrase(slot, masked, part)
            if item is not None:
                yield item

    def _marks(self, slot: Slot, masked: Masked, run: range) -> Iterator[Item]:
        depth = 0
        for at in run:
            token = masked.text[masked.starts[at] : masked.starts[at] + 1]
            depth += (token == "(") - (token == ")")
            mark = masked.marks.get(at)
            cls = self._sense(slot, mark) if mark and not depth else None
            if mark and cls:
                yield Item(mark.passage, mark.start, mark.end, cls, mark)

    def _sense(self, slot: Slot, mark: Mark) -> str | None:
        for want in slot.classes:
            for sense in mark.senses:
                if self._alphabet.fits(sense.cls, (want,)):
                    return sense.cls
        return None

    def _phrase(self, slot: Slot, masked: Masked, run: range) -> Item | None:
        """A noun phrase: the one name in it if the rest is light, else the phrase itself."""
        words = [_word(masked, at) for at in run]
        while words and (words[0] in _LIGHT or words[0] == "'"):
            if run.start in masked.marks:
                break
            run, words = run[1:], words[1:]
        run = _without_brackets(masked, run)
        if not run:
            return None
        named = [at for at in run if at in masked.marks]
        if named:
            mark = masked.marks[named[0]]
            cls = self._sense(slot, mark)
            width = _width(masked, named[0])
            rest = [at for at in run if not named[0] <= at < named[0] + width]
            if cls and all(_word(masked, at) in _LIGHT for at in rest):
                return Item(mark.passage, mark.start, mark.end, cls, mark)
            last = masked.marks.get(run[-1])
            if last is not None and last.strong and not self._sense(slot, last):
                return None
        passage, start, end = masked.origin(run)
        return Item(passage, start, end, slot.classes[0]) if end - start > 1 else None

    # -- compiling ----------------------------------------------------------------------------

    def _compile(self, rule: Rule, written: str) -> Pattern:
        slots: dict[str, Slot] = {}
        text, arrow, context = written.partition(">>")
        compiled = self._whole(rule, text, slots)
        if not compiled.required:
            raise self._error(rule, text, 0, "no word that must be there")
        triggers = max(compiled.required, key=_rarity)
        if arrow:
            sign = "!" if context.startswith("!") else "="
            ahead = self._whole(rule, context.lstrip("!"), slots)
            compiled.regex += f"(?{sign}{ahead.regex})"
        source = f"(?<![^ ])(?:{compiled.regex})"
        return Pattern(rule, source, bool(_CLAUSE.match(text)), slots, triggers)

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
        branches = [_Compiled()]
        while at < len(text.rstrip()):
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
            into.regex += self._slot_regex(slot, first=not into.regex)
            if slot.words:
                into.required.append(frozenset(tokens(word)[0] for word in slot.words))
            elif not slot.open and not slot.items:
                into.required.append(self._alphabet.chars(slot.classes))
        elif found["verb"]:
            _add_verb(found["verb"], into)
        elif found["word"]:
            _add_word(found["word"], into)
        elif found["special"]:
            into.regex += f"(?:{_SPECIAL[found['special']]})" + (found["maybe"] or "")
        elif found["gap"]:
            into.regex += _GAPS[found["gap"]]
        elif found["aside"]:
            into.regex += _ASIDE
        elif found["number"]:
            into.regex += _NUMBER
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
        kind, many = written["kind"], bool(written["many"])
        return Slot(written["name"], classes, kind == "*", many, items=kind == "!")

    def _default(self, rule: Rule, name: str) -> tuple[str, ...]:
        """The classes of a slot that names none: domain or range of the property it stands for."""
        for subject, predicate, object_ in states(rule):
            known = self._vocabulary.properties.get(predicate)
            if known is None:
                problem = f"rule {rule.id}: no property {predicate!r} in the ontology"
                raise SeedError(rule.path, problem, "mend the rule or declare it", rule.line)
            if name in (subject, object_):
                return known.domain if name == subject else known.range
        return ()

    def _slot_regex(self, slot: Slot, *, first: bool) -> str:
        if slot.words:
            either = "|".join("".join(map(_literal, tokens(word))) for word in slot.words)
            return f"(?P<{slot.name}>{either})"
        if slot.items:
            return f"(?P<{slot.name}>(?:[^ ]+ )+)"
        one = self._alphabet.matching(slot.classes)
        lead = "" if first else _PRE
        item = f"{_NP}(?:{_BRACKET}{_WORD}{{0,3}})?" if slot.open else f"{one}{_POST}"
        if slot.open:
            more = f"(?:{_SEP}{item})*" if slot.many else ""
            return f"(?P<{slot.name}>{item}{more})"
        if slot.many:
            return f"{lead}(?P<{slot.name}>{item}(?:{_SEP}{_PRE}{item})*)"
        return f"{lead}(?P<{slot.name}>{one}){_POST}"


def _join(branches: Sequence[_Compiled]) -> _Compiled:
    if len(branches) == 1:
        return branches[0]
    joined = _Compiled("|".join(branch.regex for branch in branches))
    if all(branch.required for branch in branches):
        best = (max(branch.required, key=_rarity) for branch in branches)
        joined.required.append(frozenset().union(*best))
    return joined


def _rarity(words: frozenset[str]) -> tuple[int, int, int]:
    """Prefer a trigger of content words, few forms, long."""
    return min(_content(word) for word in words), -len(words), min(map(len, words))


def _content(word: str) -> int:
    return int(word.isalpha() and word == coded(word) and not "\ue000" <= word[0] <= "\uf8ff")


def _literal(word: str) -> str:
    """One token, whether or not it begins or ends a weak name."""
    return f"[\uf000-\uf7ff]?{re.escape(coded(word))}{CLOSE}? "


def _add_word(written: str, into: _Compiled) -> None:
    optional = written.endswith("?")
    found = tokens(written.rstrip("?"))
    regex = "".join(map(_literal, found))
    into.regex += f"(?:{regex})?" if optional else regex
    if not optional:
        into.required += [frozenset((word,)) for word in found]


def _add_verb(written: str, into: _Compiled) -> None:
    passive = written.endswith("!")
    verbs = [forms(lemma.strip()) for lemma in written.rstrip("!").split("|")]

    def either(name: str) -> str:
        found = sorted({getattr(verb, name) for verb in verbs})
        return "(?:" + "|".join("".join(map(_literal, tokens(form))) for form in found) + ")"

    if passive:
        into.regex += f"(?:{_ADV}{_HELPERS} ){{0,4}}{_ADV}{either('participle')}{_ADV}"
        into.required.append(frozenset(tokens(verb.participle)[0] for verb in verbs))
        return
    ing, participle, base = either("ing"), either("participle"), either("base")
    simple = f"(?:{either('third')}|{either('past')}|{base}|{ing})"
    into.regex += (
        f"{_ADV}(?:{_HAVE} {_ADV}(?:\x02been {ing}|{participle})|{_BE} {_ADV}{ing}"
        f"|{_MODAL} {_ADV}(?:\x02be {ing}|\x02have {participle}|{base})|{simple}){_ADV}"
    )
    into.required.append(frozenset(tokens(form)[0] for verb in verbs for form in verb.all()))


@cache
def _compiled(source: str) -> re.Pattern[str]:
    """Compile a pattern when a sentence first needs it: most are not needed in most documents."""
    return re.compile(source)


def _excluded(pattern: Pattern, masked: Masked, run: range) -> bool:
    """Whether the match is ruled out: by ``except`` or ``not after``, or as no subject.

    A name after "in" or "of" belongs to the noun before it and is not the subject of the verb.
    """
    rule = pattern.rule
    before = _word(masked, run.start - 1) if run.start else ""
    if pattern.clausal and before in _PREPOSITIONS:
        return True
    barred = rule.options.get("not after", ())
    if before in barred or ("#" in barred and before[:1].isdigit()):
        return True
    excepted = rule.options.get("except", ())
    if not excepted:
        return False
    words = {_word(masked, at) for at in run}
    return any(word in words for word in excepted)


def _word(masked: Masked, at: int) -> str:
    start = masked.starts[at]
    return masked.text[start : masked.text.index(" ", start)].strip(_CODES)


def _width(masked: Masked, at: int) -> int:
    """How many tokens the mark that begins at ``at`` covers."""
    end = masked.marks[at].end
    width = 1
    while at + width < len(masked.origins):
        passage, start, _ = masked.origins[at + width]
        if passage != masked.origins[at][0] or start >= end:
            break
        width += 1
    return width


def _split(masked: Masked, run: range) -> Iterator[range]:
    """Cut a list into its items at commas, semicolons and conjunctions."""
    if masked.origins[run.start][0] != masked.origins[run.stop - 1][0]:
        yield from _by_passage(masked, run)
        return
    first, depth, at = run.start, 0, run.start
    while at < run.stop:
        word = _word(masked, at)
        depth += (word == "(") - (word == ")")
        width = 1 if word in (",", ";", "and", "or", "&", "plus", "alongside") else 0
        if word in ("as", "along", "together", "but") and not width:
            width = {"as": 3}.get(word, 2)
        if width and not depth:
            if at > first:
                yield range(first, at)
            at, first = at + width, at + width
            continue
        at += _width(masked, at) if at in masked.marks else 1
    if run.stop > first:
        yield range(first, run.stop)


def _by_passage(masked: Masked, run: range) -> Iterator[range]:
    """The items of a list that runs over several passages: one for each passage."""
    first = run.start
    for at in range(run.start + 1, run.stop + 1):
        if at == run.stop or masked.origins[at][0] != masked.origins[first][0]:
            stop = at
            while stop > first and _word(masked, stop - 1) in (";", ",", ".", "and", "or"):
                stop -= 1
            if stop > first:
                yield range(first, stop)
            first = at


def _at_head(masked: Masked, part: range) -> range:
    """The name that heads a list item: of names side by side ("A/B project") the last."""
    named = [at for at in part if at in masked.marks and masked.marks[at].strong]
    if not named:
        return part[:0]
    head = named[0]
    for at in named[1:]:
        if all(_word(masked, between) == "/" for between in range(head + 1, at)):
            head = at
        elif at > head + 1:
            break
    return range(head, head + 1)


def _without_brackets(masked: Masked, run: range) -> range:
    """A phrase without what it has in brackets at its end."""
    if run and _word(masked, run[-1]) == ")":
        for at in run:
            if _word(masked, at) == "(":
                return range(run.start, at)
    return run


def _trigger(pattern: Pattern, masked: Masked, run: range) -> tuple[int, int, int]:
    """Where the word that set the pattern off stands."""
    for at in run:
        if _word(masked, at) in pattern.triggers:
            return masked.origins[at]
    return masked.origins[run.start]


def _next_token(masked: Masked, found: re.Match[str]) -> int:
    """Go on one token after the match began, so that matches that overlap are all found."""
    first = masked.tokens(*found.span()).start
    return masked.starts[first + 1] if first + 1 < len(masked.starts) else len(masked.text) + 1
