from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree

from medtechkg import store
from medtechkg.export import drawings, selection
from medtechkg.markup import width
from medtechkg.networks import Node
from network import BASE, EDGES, FIRM, NASTY, NODES, edge, picture

SVG = "{http://www.w3.org/2000/svg}"


def drawn(found: selection.Picture) -> ElementTree.Element:
    return ElementTree.fromstring(drawings.drawing(found))


def names(root: ElementTree.Element) -> list[tuple[str, float, float]]:
    """The names beside the discs: each is written twice, the first time as its own rim."""
    return [
        (each.text or "", float(each.attrib["x"]), float(each.attrib["y"]))
        for each in root.iter(f"{SVG}text")
        if each.get("class") == "rim"
    ]


def star(leaves: int) -> selection.Picture:
    nodes = [Node(f"{BASE}n/{at:03}", f"Northmoor Works {at}", "Business") for at in range(leaves)]
    return picture([edge(at, nodes[0].id, "funds", nodes[at].id) for at in range(1, leaves)], nodes)


def test_every_thing_is_there_with_its_name() -> None:
    root = drawn(picture())
    titles = [each.findtext(f"{SVG}title") or "" for each in root.iter(f"{SVG}circle")]
    assert sum(title.startswith("Brightlimb & Sons (business, 4 facts)") for title in titles) == 1
    assert len([title for title in titles if title]) == len(NODES)
    written = {name for name, _, _ in names(root)}
    assert {"Brightlimb & Sons", "Eastvale", NASTY.replace("\x0c", "\ufffd")} <= written


def test_facts_between_two_things_are_one_line() -> None:
    lines = [each for each in drawn(picture()).iter(f"{SVG}path") if each.get("class") == "line"]
    assert len(lines) == len({frozenset((e.source, e.target)) for e in EDGES})
    assert len({each.attrib["stroke-width"] for each in lines}) == 2


def test_no_name_is_over_another() -> None:
    found = names(drawn(star(150)))
    assert len(found) > 40
    for (one, x, y), (other, a, b) in combinations(found, 2):
        across = x < a + width(other, 11) and a < x + width(one, 11)
        assert not (across and abs(y - b) < 11), f"{one} is over {other}"


def test_all_is_on_the_page() -> None:
    root = drawn(star(150))
    _, _, wide, high = map(float, root.attrib["viewBox"].split())
    for name, x, y in names(root):
        assert 0 <= x <= x + width(name, 11) <= wide
        assert 0 <= y <= high
    for disc in root.iter(f"{SVG}circle"):
        assert 0 < float(disc.attrib["cx"]) < wide
        assert 0 < float(disc.attrib["cy"]) < high


def test_what_it_shows_is_told(graph: store.Store) -> None:
    found = selection.chosen(graph, "collaboration")
    root = drawn(found)
    assert root.findtext(f"{SVG}title") == "Network of collaboration"
    assert (root.findtext(f"{SVG}desc") or "").startswith(found.summary)
    said = " ".join(each.text or "" for each in root.iter(f"{SVG}text"))
    assert f"Sources: {'; '.join(found.documents)}." in said


def test_the_legend_has_the_families_that_are_there() -> None:
    said = [each.text for each in drawn(picture()).iter(f"{SVG}text")]
    assert {"Education", "Business", "Health care", "Places"} <= set(said)
    assert "Programmes and policies" not in said


def test_the_same_bytes_whatever_the_order() -> None:
    one, other = picture(), picture(reversed(EDGES), reversed(NODES))
    assert drawings.drawing(one) == drawings.drawing(other)
    assert FIRM not in drawings.drawing(one)


def test_nothing_at_all() -> None:
    assert "No facts." in [each.text for each in drawn(picture((), ())).iter(f"{SVG}text")]
