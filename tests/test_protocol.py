from __future__ import annotations

import hashlib
import re
from http.server import BaseHTTPRequestHandler

import pytest

from medtechkg.errors import EndpointError
from medtechkg.protocol import Service
from servers import Quiet, Sparql, playing, sparql

_ROWS = "application/sparql-results+json"


@pytest.fixture
def user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDTECHKG_ENDPOINT_USER", "ada")
    monkeypatch.setenv("MEDTECHKG_ENDPOINT_PASSWORD", "lovelace")


def test_basic_credentials(user: None) -> None:
    with sparql(Sparql(user="ada:lovelace")) as url:
        reply = Service(url, 5).ask("ASK { ?s ?p ?o }", _ROWS)
    assert b"false" in reply.body


def test_credentials_that_are_wrong_or_missing(user: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with sparql(Sparql(user="ada:other")) as url:
        with pytest.raises(EndpointError, match="does not accept the user ada") as failed:
            Service(url, 5).ask("ASK { ?s ?p ?o }", _ROWS)
        assert "lovelace" not in str(failed.value)
        monkeypatch.delenv("MEDTECHKG_ENDPOINT_USER")
        with pytest.raises(EndpointError, match="asks for a user and a password; set"):
            Service(url, 5).ask("ASK { ?s ?p ?o }", _ROWS)


def _md5(*parts: str) -> str:
    return hashlib.md5(":".join(parts).encode(), usedforsecurity=False).hexdigest()


def test_digest_credentials(user: None) -> None:
    seen: list[str] = []

    def play(handler: BaseHTTPRequestHandler) -> None:
        assert isinstance(handler, Quiet)
        signed = handler.headers.get("Authorization", "")
        told = dict(re.findall(r'(\w+)="?([^",]*)"?', signed.partition(" ")[2]))
        if not told:
            challenge = 'Digest realm="graphs", nonce="n1", qop="auth", algorithm="MD5"'
            return handler.reply(401, WWW_Authenticate=challenge)
        secret = _md5("ada", "graphs", "lovelace")
        path = _md5(handler.command, handler.path)
        middle = (told["nonce"], told["nc"], told["cnonce"], told["qop"])
        assert told["response"] == _md5(secret, *middle, path)
        seen.append(told["nc"])
        return handler.reply(200, b"fine")

    with playing(play) as url:
        service = Service(url, 5)
        assert service.ask("ASK {}", _ROWS).body == b"fine"
        assert service.put(f"{url}?graph=a", b"").body == b"fine"
    assert len(seen) == len(set(seen)) == 2


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("file:///etc/passwd", "no address of an endpoint"),
        ("localhost:8890/sparql", "no address of an endpoint"),
        ("http://", "no address of an endpoint"),
        ("http://ada:secret@localhost/sparql", "holds a user"),
    ],
)
def test_addresses_that_will_not_do(url: str, words: str) -> None:
    with pytest.raises(EndpointError, match=words) as failed:
        Service(url)
    assert "secret" not in str(failed.value)


def test_a_comment_does_not_make_an_update_of_a_query() -> None:
    with sparql(Sparql()) as url:
        reply = Service(url, 5).ask("# insert, delete\nASK { ?s ?p ?o }", _ROWS)
    assert b"false" in reply.body
