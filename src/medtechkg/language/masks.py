"""Sentences as patterns see them: every name replaced by one character that says what it may be.

A sentence becomes a string of tokens, each followed by a space. A name is one character for each
class it may be of; a common word that only *may* name something
(a weak sense) keeps its letters between such a character and a closing one, so that it can still
be read as the word it is. Every token remembers where it stands in its passage.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from medtechkg.language.lexicon import Sense
from medtechkg.model import Passage

__all__ = [
    "CLOSE",
    "DETERMINERS",
    "EACH",
    "HYPHEN",
    "NAME",
    "NESTED",
    "OPEN",
    "STOP",
    "Alphabet",
    "Mark",
    "Masked",
    "Piece",
    "coded",
    "mask",
    "rearranged",
    "tokens",
]

_FIRST, _LAST = 0xA1, 0xFF
#: One or more codes of classes; a strong name is nothing else.
NAME = "[\xa1-\xff]"
#: What stands before the codes of a weak name, and after its last word.
OPEN, CLOSE = "\x05", "\x06"
#: A hyphen that joins a name with a word or another name ("Fife-based", "the London-Fife route").
HYPHEN = "\x04"
#: The slot under which a mark keeps the places in its name ("Northmoor" in "Northmoor College").
NESTED = "nested"
#: The slot under which a mark keeps all that it stands for ("the two firms").
EACH = "each"
#: Rules of the marks of possessive pronouns.
_OWNERS = frozenset(f"anaphor:{word}" for word in ("its", "their", "whose", "our", "post"))
#: Words that begin a noun phrase; coded with a leading \x03.
DETERMINERS = frozenset(
    "the a an its their our his her your this that these those all both other some several many "
    "most each every any own such more".split()
)
#: Words that no noun phrase holds; coded with a leading \x02.
STOP = frozenset(
    "and or which who whose whom is are was were be been being has have had having will would can "
    "could may might should must do does did to for by from with as at in on onto into than but "
    "because due through via while when where if it they he she we you i not no including include "
    "includes included within across between among amongst over under per during after before "
    "since until about around throughout against towards toward alongside together plus so also "
    "then there here how what why said says of need needs require requires required lack lacks "
    "lacking regarding concerning relating improve increase reduce help helps ensure provide "
    "provides gain gains using make makes take takes give gives supports address "
    "tackle recruit recruiting attract find see want wants look looks mention mentioned mentions "
    "noted highlight highlighted reported consider consistently often tend "
    "became become becomes remain remains show shows rely relies bring brings build allow allows "
    "teach teaches taught learn develop developing develops developed boost boosts put puts get "
    "gets got keep keeps enable enables come comes came go goes went gave took made saw tell tells "
    "told let lets begin begins began replace replaces create creates choose chooses chose".split()
)
_TOKEN = re.compile(
    r"['’]s\b"
    r"|[£$€]?\d+(?:,\d+)*(?:\.\d+)?(?:[a-z]+\b|%)?"
    r"|\w+(?:[-/.'’](?=\w)(?!s\b)\w+)*"
    r"|[^\w\s]"
)
_QUOTES = '“”"‘`'
_APOSTROPHES = "’'"
#: What would look like the code of a class, and marks that come in several shapes.
_LOW = {
    at: unicodedata.normalize("NFKD", chr(at)).encode("ascii", "ignore").decode().strip() or "*"
    for at in range(0x80, _LAST + 1)
} | {ord(one): other for one, other in zip("’‘£€–—…ßøæ", ("'", "'", *"$$--.soa"), strict=True)}


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a passage that may name something, with all its senses.

    ``context`` are the spans elsewhere that the sense rests on: what a pronoun stands for, the
    line that sets the topic. ``inner`` are the marks a composed one was built from, by slot.
    ``bound`` marks a weak name that its sentence has asked for. ``strong`` is whether some sense
    holds by itself. ``because`` says in words what it was weighed by, if it was.
    """

    passage: int
    start: int
    end: int
    senses: tuple[Sense, ...]
    rule: str
    context: tuple[tuple[int, int, int], ...] = ()
    inner: tuple[tuple[str, Mark], ...] = ()
    bound: bool = False
    because: str = field(default="", compare=False)
    strong: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        strong = self.bound or any(not sense.weak for sense in self.senses)
        object.__setattr__(self, "strong", strong and not self.owner)

    def parts(self) -> Iterator[Mark]:
        """The marks it was built from, at every depth; not the places in its name."""
        for slot, inner in self.inner:
            if slot != NESTED:
                yield inner
                yield from inner.parts()

    @property
    def owner(self) -> bool:
        """Whether it only says whose the next thing is: "its", "whose"."""
        return self.rule in _OWNERS


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a passage that takes part in a masked sentence, and what leads up to it.

    ``joint`` is ";" before an item of a list; marks of punctuation that never meet in a text tell
    a description from its term (": :"), a term in a list of terms (": ;") and what a sentence
    leaves unsaid because the document is about it (": .").
    """

    passage: Passage
    start: int
    end: int
    joint: str = ";"


class Alphabet:
    """One character for each class: a name has those of all the classes it may be of.

    The characters are few and low, so that regular expressions over them compile fast.
    """

    def __init__(self, classes: Mapping[str, frozenset[str]]) -> None:
        self._ancestors = classes
        if len(classes) > _LAST - _FIRST + 1:
            raise ValueError(f"{len(classes)} classes are more than the reader has characters for")
        order = sorted(classes, key=self._path)
        self._codes = {cls: chr(_FIRST + at) for at, cls in enumerate(order)}
        self._matching: dict[tuple[str, ...], frozenset[str]] = {}

    def _path(self, cls: str) -> list[tuple[int, str]]:
        """The way down to a class, so that the classes below one are neighbours."""
        return sorted((len(self._ancestors.get(one, ())), one) for one in self._ancestors[cls])

    def codes(self, classes: Iterable[str]) -> str:
        """The characters of some classes, in order."""
        return "".join(sorted({self._codes[cls] for cls in classes}))

    def fits(self, cls: str, wanted: Sequence[str]) -> bool:
        """Whether a class is one of those wanted or below it."""
        ancestors = self._ancestors.get(cls, frozenset((cls,)))
        return any(want in ancestors for want in wanted)

    def lent(self, sense: Sense, wanted: Sequence[str]) -> str | None:
        """The kind asked for that a thing of weakly shown class may turn out to be."""
        return next((cls for cls in sense.also if self.fits(cls, wanted)), None)

    def matching(self, wanted: Sequence[str]) -> str:
        """A regular expression for one name of a wanted class, weak or strong."""
        fitting = _ranges(self.chars(wanted))
        # In one way only: in a long list every other would be tried where the pattern fails.
        codes = f"(?={NAME}*[{fitting}]){NAME}++"
        return f"(?:{codes} |{OPEN}{codes}[^{CLOSE}]*{CLOSE} )" if fitting else "(?!)"

    def chars(self, wanted: Sequence[str]) -> frozenset[str]:
        """The characters of all names of a wanted class."""
        key = tuple(wanted)
        if key not in self._matching:
            self._matching[key] = frozenset(
                code for cls, code in self._codes.items() if self.fits(cls, wanted)
            )
        return self._matching[key]


def _ranges(chars: Iterable[str]) -> str:
    """Characters as ranges of a regular expression."""
    found: list[list[str]] = []
    for char in sorted(chars):
        if found and ord(found[-1][1]) == ord(char) - 1:
            found[-1][1] = char
        else:
            found.append([char, char])
    return "".join(f"{first}-{last}" for first, last in found)


@dataclass(slots=True)
class Masked:
    """A sentence as tokens: ``text`` for matching, and where each token came from.

    ``plain`` are the words of the tokens without codes, empty for names that hold by themselves
    and for hyphens. ``part`` marks one that was put together from tokens of a longer sentence;
    ``owners`` are the tokens that say whose the next thing is ("its"), with what they stand for.
    """

    text: str = ""
    starts: list[int] = field(default_factory=list)
    origins: list[tuple[int, int, int]] = field(default_factory=list)
    marks: dict[int, Mark] = field(default_factory=dict)
    plain: list[str] = field(default_factory=list)
    part: bool = False
    owners: dict[int, Mark] = field(default_factory=dict)
    _places: dict[str, list[int]] = field(default_factory=dict, repr=False)

    @property
    def places(self) -> Mapping[str, Sequence[int]]:
        """At which tokens each word, and the code of each class, stands, in order."""
        if not self._places:
            for at, word in enumerate(self.plain):
                if word:
                    self._places.setdefault(word, []).append(at)
                if at in self.marks:
                    start = self.starts[at]
                    for code in self.text[start : self.text.index(" ", start)]:
                        if ord(code) >= _FIRST:
                            self._places.setdefault(code, []).append(at)
        return self._places

    def tokens(self, start: int, end: int) -> range:
        """The tokens of a stretch of ``text``."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def word(self, at: int) -> str:
        """The word of a token as it is written; nothing for a strong name or a hyphen."""
        return self.plain[at]

    def origin(self, tokens: range) -> tuple[int, int, int]:
        """Passage, start and end of a run of tokens (of its first passage)."""
        passage, start, end = self.origins[tokens.start]
        for at in tokens:
            if self.origins[at][0] == passage:
                end = max(end, self.origins[at][2])
        return passage, start, end


def coded(word: str) -> str:
    """A word as it stands in a masked sentence: what noun phrases begin or end at is coded."""
    if word in DETERMINERS:
        return "\x03" + word
    return "\x02" + word if word in STOP else word


def tokens(text: str) -> list[str]:
    """The tokens of plain text, folded as in a masked sentence.

    >>> tokens("The Trust’s co-designed course (new).")
    ['the', 'trust', "'s", 'co-designed', 'course', '(', 'new', ')', '.']
    """
    return [_folded(found) for found in _TOKEN.findall(text)]


def _folded(token: str) -> str:
    """Fold case and accents, and whatever else would look like the code of a class."""
    word = token.lower()
    return word if word.isascii() else word.translate(_LOW)


def mask(
    pieces: Sequence[Piece], marks: Mapping[int, Sequence[Mark]], alphabet: Alphabet
) -> Masked:
    """Mask the pieces as one sentence; items of a list are kept apart by semicolons."""
    masked = Masked()
    parts: list[str] = []
    for number, piece in enumerate(pieces):
        plain = piece.joint == ";"
        if not plain or (number and parts and parts[-1] not in (": ", "; ", ". ")):
            for token in piece.joint.split():
                _add(masked, parts, token, token, (piece.passage.index, piece.start, piece.start))
        _mask_piece(masked, parts, piece, marks.get(piece.passage.index, ()), alphabet)
    masked.text = "".join(parts)
    at = 0
    for part in parts:
        masked.starts.append(at)
        at += len(part)
    return masked


def rearranged(
    masked: Masked, subject: Sequence[int], rest: Sequence[int], between: str = ""
) -> Masked:
    """Make a clause of some tokens of a sentence, with a word ``between`` subject and rest."""
    made = Masked(part=True)
    parts: list[str] = []
    for at in (*subject, -1, *rest):
        if at < 0:
            if between:
                _add(made, parts, coded(between), between, masked.origins[rest[0]])
            continue
        stop = masked.starts[at + 1] if at + 1 < len(masked.starts) else len(masked.text)
        token, word = masked.text[masked.starts[at] : stop - 1], masked.plain[at]
        if at in masked.marks:
            made.marks[len(parts)] = masked.marks[at]
        _add(made, parts, token, word, masked.origins[at])
    made.text = "".join(parts)
    at = 0
    for part in parts:
        made.starts.append(at)
        at += len(part)
    return made


def _mask_piece(
    masked: Masked,
    parts: list[str],
    piece: Piece,
    marks: Sequence[Mark],
    alphabet: Alphabet,
) -> None:
    at = piece.start
    for found in marks:
        if found.start < at or found.end > piece.end:
            continue
        _add_words(masked, parts, piece.passage, at, found.start)
        _add_mark(masked, parts, piece.passage, found, alphabet)
        at = found.end
    _add_words(masked, parts, piece.passage, at, piece.end)


def _add(
    masked: Masked, parts: list[str], token: str, word: str, origin: tuple[int, int, int]
) -> None:
    parts.append(token + " ")
    masked.plain.append(word)
    masked.origins.append(origin)


def _add_words(masked: Masked, parts: list[str], passage: Passage, start: int, end: int) -> None:
    text = passage.text
    for found in _TOKEN.finditer(text, start, end):
        token = found.group()
        if token in _QUOTES or (token in _APOSTROPHES and not _is_possessive(text, found.start())):
            continue
        word = HYPHEN if _joins(text, found.start(), found.end()) else _folded(token)
        word = "'s" if token in _APOSTROPHES else word  # "Wales' largest firm"
        plain = "" if word == HYPHEN else word
        _add(masked, parts, coded(word), plain, (passage.index, found.start(), found.end()))


def _joins(text: str, start: int, end: int) -> bool:
    """Whether a hyphen joins what stands on its two sides."""
    around = text[max(0, start - 1) : start] + text[end : end + 1]
    return text[start:end] in ("-", "–", "‑") and len(around) == 2 and " " not in around


def _is_possessive(text: str, at: int) -> bool:
    """Whether the apostrophe at ``at`` follows a plural, rather than closing a quotation."""
    return at > 0 and text[at - 1] in "sS" and "‘" not in text[:at].rpartition("’")[2]


def _add_mark(
    masked: Masked, parts: list[str], passage: Passage, found: Mark, alphabet: Alphabet
) -> None:
    if found.owner:
        masked.owners[len(parts)] = found
        _add_words(masked, parts, passage, found.start, found.end)
        return
    codes = alphabet.codes(cls for sense in found.senses for cls in (sense.cls, *sense.also))
    first = len(parts)
    if found.strong:
        _add(masked, parts, codes, "", (passage.index, found.start, found.end))
    else:
        _add_words(masked, parts, passage, found.start, found.end)
    if len(parts) == first:
        return
    masked.marks[first] = found
    if found.strong:
        return
    parts[first] = OPEN + codes + parts[first]
    parts[-1] = parts[-1][:-1] + CLOSE + " "
