"""All labels of the vocabulary as one automaton: which known names stand in a text, and where.

Text and labels are folded alike (case, hyphens, quotation marks), character for character, so
that positions in the folded text are positions in the text. Plurals of concept labels are
generated. One pass over the text finds every label, however many there are (Aho-Corasick).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from medtechkg.model import Entity, Label, Term, Vocabulary

if TYPE_CHECKING:
    import ahocorasick

__all__ = ["Hit", "Lexicon", "Sense", "fold", "plural"]

_FOLD = str.maketrans(dict.fromkeys("‐‑‒–-\u00a0\u2009", " ") | {"’": "'", "‘": "'", "`": "'"})
_WORD = re.compile(r"[^\W_]")
#: "The photonics sector" is read from "photonics": the longer label would hide what it joins.
_CLASS_NOUN = (" sector", " sectors", " industry", " industries")
_IRREGULAR = {"analysis": "analyses", "man": "men", "woman": "women", "person": "people"}


def fold(text: str) -> str:
    """Fold case, hyphens and quotation marks without changing the length.

    >>> fold("Computer-Aided ’Design")
    "computer aided 'design"
    """
    if text.isascii():
        return text.lower().replace("-", " ").replace("`", "'")
    folded = text.translate(_FOLD)
    lowered = folded.lower()
    if len(lowered) == len(folded):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in folded)


def plural(label: str) -> str | None:
    """The plural of a label's last word, or None if it is not an ordinary singular word.

    >>> plural("Level 3 diploma"), plural("technology company"), plural("logistics")
    ('Level 3 diplomas', 'technology companies', None)
    """
    head, _, last = label.rpartition(" ")
    word = last.lower()
    if not last.isalpha() or len(last) < 3 or last.isupper():
        return None
    if word in _IRREGULAR:
        many = _IRREGULAR[word]
    elif word.endswith(("s", "ing")):
        return None
    elif word.endswith("y") and word[-2] not in "aeiou":
        many = last[:-1] + "ies"
    elif word.endswith(("x", "ch", "sh", "z")):
        many = last + "es"
    else:
        many = last + "s"
    return f"{head} {many}" if head else many


@dataclass(frozen=True, slots=True)
class Sense:
    """What a span may stand for. A weak sense holds only where the sentence asks for its class.

    ``also`` are other kinds of thing it may turn out to be, its own class being weakly shown.
    """

    entity: Entity
    weak: bool = False
    also: tuple[str, ...] = ()

    @property
    def cls(self) -> str:
        """The class of the entity."""
        return self.entity.cls


@dataclass(frozen=True, slots=True)
class Hit:
    """A known name in a text, with everything it may stand for."""

    start: int
    end: int
    senses: tuple[Sense, ...]


#: The label if it is matched in its own case only, what it stands for, and the label of a named
#: thing, whose capitals a text keeps.
_Entry = tuple[str | None, Sense, str | None]
_COMPASS = frozenset("north east south west central mid".split())
#: Words that many write without a capital, and what may stand before them.
_GOVERNING = frozenset("government parliament council councils".split())
_GOVERNED = _GOVERNING | frozenset("city county borough district town".split())
#: Classes whose names of one word have a capital.
_PROPER = ("Region", "Business")


class Lexicon:
    """The labels of a vocabulary, ready for searching."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        entries: dict[str, list[_Entry]] = defaultdict(list)
        weak = _weak_classes(vocabulary)
        for term in vocabulary.terms:
            for key, entry in _entries(term, weak=term.cls in weak):
                entries[key].append(entry)
        self._entries = dict(entries)
        self._automaton = _automaton(self._entries)

    def find(self, text: str) -> Iterator[Hit]:
        """Yield every known name in ``text``, nested ones too, by where it ends."""
        folded = fold(text)
        if not self._entries:
            return  # an automaton without words cannot be searched
        for last, key in self._automaton.iter(folded):
            end = last + 1
            start = end - len(key)
            if start and _WORD.match(folded[start - 1]):
                continue
            if end < len(folded) and _WORD.match(folded[end]):
                continue
            hit = self._hit(text, start, end, key)
            if hit:
                yield hit

    def look_up(self, name: str) -> tuple[Sense, ...]:
        """What a whole name stands for; empty if it is not known."""
        key = fold(name)
        hit = self._hit(name, 0, len(name), key) if key in self._entries else None
        return hit.senses if hit else ()

    def _sole(self, label: str, written: str) -> bool:
        """Whether only the first capital is missing, and no shorter name is left without the word.

        "The modern Road Plan" is the Road Plan, but "the large Lens Array" the Large Lens Array.
        """
        rest = written.partition(" ")[2]
        return fold(rest) not in self._entries and _capital(label.partition(" ")[2], rest)

    def _hit(self, text: str, start: int, end: int, key: str) -> Hit | None:
        written = text[start:end]
        senses = {
            sense
            for exact, sense, label in self._entries[key]
            if (exact is None or exact == written)
            and (label is None or _capital(label, written) or self._sole(label, written))
            and not (label and sense.cls in _PROPER and _common(label, written))
        }
        if not senses:
            return None
        strong = {sense.entity for sense in senses if not sense.weak}
        kept = [sense for sense in senses if not (sense.weak and sense.entity in strong)]
        order = sorted(kept, key=lambda s: (s.weak, s.cls, s.entity.name, s.entity.iri or ""))
        return Hit(start, end, tuple(order))


def _weak_classes(vocabulary: Vocabulary) -> frozenset[str]:
    classes = {term.cls for term in vocabulary.terms}
    return frozenset(
        cls for cls in classes if any(vocabulary.is_a(cls, each) for each in vocabulary.weak)
    )


def _entries(term: Term, *, weak: bool) -> Iterator[tuple[str, _Entry]]:
    """Every form of every label of a term, folded, with what it stands for."""
    entity = Entity(term.cls, term.name, term.iri)
    senses = (Sense(entity, weak), Sense(entity, True))
    concept, thing = "/scheme/" in term.iri, "/id/" in term.iri
    known = [(fold(label.text), label) for label in term.labels]
    keys = {key for key, _ in known}
    for key, label in known:
        if key.endswith(_CLASS_NOUN) and key.rpartition(" ")[0] in keys:
            continue
        sense = senses[label.contextual]
        if _is_exact(label):
            yield key, (label.text, sense, None)
            yield key + "s", (label.text + "s", sense, None)
            continue
        many = plural(label.text) if concept or weak else None
        for form in _variants(key, fold(many) if many else None):
            kept = thing and (not sense.weak or " " not in label.text.removeprefix("the "))
            yield form, (None, sense, label.text if kept else None)


def _common(label: str, written: str) -> bool:
    """Whether a name's capital is missing from a single word: a deal is not the town of Deal.

    >>> _common("Deal", "deal"), _common("the Fens", "the fens"), _common("the Fens", "the Fens")
    (True, True, False)
    """
    word = written.removeprefix("the ")
    return word.islower() and word.isalpha() and not label.islower()


def _capital(label: str, written: str) -> bool:
    """Whether a name of several words keeps its capitals, or drops them all.

    A point of the compass may do without, and who governs: "north Wales", "Kent county council".

    >>> _capital("The Lens Hub", "the Lens Hub"), _capital("Lens Hub", "lens Hub")
    (True, False)
    >>> _capital("North Wales", "north Wales"), _capital("Welsh Government", "Welsh government")
    (True, True)
    """
    words, own = written.split(), label.split()
    if len(own) < 2 or len(words) != len(own) or written.islower():
        return True
    first = own[0].lower()
    pairs = list(zip(own, words, strict=True))[first == "the" or first in _COMPASS :]
    if len(pairs) > 1 and pairs[-1][1] in _GOVERNING:
        pairs = [pair for pair in pairs if pair[1] not in _GOVERNED]
    return not any(name[0].isupper() and word[0].islower() for name, word in pairs)


def _is_exact(label: Label) -> bool:
    """Abbreviations match in their case only: "IT" is not "it"."""
    return label.exact or (len(label.text) < 7 and label.text.isupper())


def _variants(key: str, many: str | None) -> Iterable[str]:
    """A folded label and its plural, with ``and`` for ``&`` and the other way round."""
    forms = [key, many] if many else [key]
    if " & " in key:
        forms += [form.replace(" & ", " and ") for form in forms]
    elif " and " in key:
        forms += [form.replace(" and ", " & ") for form in forms]
    return forms


def _automaton(keys: Iterable[str]) -> ahocorasick.Automaton:
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for key in keys:
        automaton.add_word(key, key)
    automaton.make_automaton()
    return automaton
