from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from medtechkg import markup


@given(st.text())
def test_whatever_is_said_can_be_read_back(text: str) -> None:
    written = markup.escaped(text)
    element = ElementTree.fromstring(f'<a b="{written}">{written}</a>')
    assert (element.text or "") == element.get("b")
    read = element.get("b", "")
    assert all(one in (other, "\ufffd") for one, other in zip(read, text, strict=True))


@pytest.mark.parametrize("text", ["\t\n\r", "a\n\nb", "plain", "&amp;"])
def test_spaces_and_references_come_back_as_they_were(text: str) -> None:
    assert ElementTree.fromstring(f'<a b="{markup.escaped(text)}"/>').get("b") == text


@pytest.mark.parametrize("text", ["\x00", "\x0b", "\x1f", "\ud800", "\ufffe"])
def test_what_xml_cannot_hold_is_marked(text: str) -> None:
    assert markup.escaped(f"a{text}b") == "a\ufffdb"


def test_widths_are_those_of_helvetica() -> None:
    assert markup.width("Hi", 1000) == 722 + 222
    assert markup.width("é", 10) == markup.width("e", 10)
    assert markup.width("肢", 10) == 10
    assert markup.width("e\u0301", 10) == markup.width("e", 10)
    assert markup.width("word", 10, bold=True) > markup.width("word", 10)


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x17F)), st.floats(20, 200))
def test_wrapping_loses_nothing_and_keeps_the_limit(text: str, limit: float) -> None:
    lines = markup.wrapped(text, 10, limit)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(markup.width(line, 10) <= limit or len(line) == 1 for line in lines)
