"""SPARQL 1.1 over HTTP: a query, an update or a graph sent, and its answer or one clear line.

SPARQLWrapper makes the requests of queries and updates; they are opened here, so that they have a
limit in time as a whole, follow no redirection and answer to challenges of a server.
"""

from __future__ import annotations

import http.client
import os
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from time import monotonic
from typing import NoReturn

from medtechkg.errors import EndpointError, LimitError

__all__ = ["Reply", "Service", "locate"]

_CHUNK = 1 << 16
_AUTHORISATION = "Authorization"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered: the whole body, and its headers."""

    body: bytes
    headers: Mapping[str, str]

    def header(self, name: str) -> str:
        """A header, by its name in lower case; empty if there is none."""
        return self.headers.get(name, "")

    @property
    def media_type(self) -> str:
        """The media type, without parameters."""
        return self.header("content-type").partition(";")[0].strip().lower()


class Service:
    """A server that is asked; ``timeout`` are seconds for one request, none for no limit.

    User and password come from ``$MEDTECHKG_ENDPOINT_USER`` and ``$MEDTECHKG_ENDPOINT_PASSWORD``.
    They are sent only when the server asks for them, by the basic or the digest scheme. ``server``
    is what it says it is, once it has answered.

    Raises:
        EndpointError: if the address is none of HTTP.
    """

    def __init__(self, url: str, timeout: float | None = None) -> None:
        self.url = _checked(url)
        self.timeout = timeout
        self.user = os.environ.get("MEDTECHKG_ENDPOINT_USER", "")
        self._password = os.environ.get("MEDTECHKG_ENDPOINT_PASSWORD", "")
        self._digests = urllib.request.AbstractDigestAuthHandler(_OnePassword(self))
        self._challenge = ""
        self.server = ""
        self._opener = urllib.request.build_opener(_NoRedirection)

    def within(self, timeout: float | None) -> Service:
        """The same, with another limit."""
        found = copy(self)
        found.timeout = timeout
        return found

    def ask(self, text: str, accept: str, parameters: Iterable[tuple[str, str]] = ()) -> Reply:
        """Send a query, and take its answer as ``accept`` wants it."""
        return self.send(_request(self.url, text, "SELECT", accept, parameters))

    def update(self, url: str, text: str) -> Reply:
        """Send an update."""
        return self.send(_request(url, text, "INSERT", "*/*", ()))

    def put(self, url: str, body: bytes | None, method: str = "PUT") -> Reply:
        """Send triples, as N-Triples, by the graph store protocol; or ask for DELETE or GET."""
        headers = {"Accept": "*/*"}
        if body is not None:
            headers["Content-Type"] = "application/n-triples"
        return self.send(urllib.request.Request(url, body, headers, method=method))

    def send(self, request: urllib.request.Request) -> Reply:
        """Send a request.

        Raises:
            EndpointError: if there is no whole and useful answer; the message says why.
            LimitError: if it takes longer than it may.
        """
        end = None if self.timeout is None else monotonic() + self.timeout
        try:
            return self._authorised(request, end)
        except urllib.error.HTTPError as error:
            with error:
                self._refused(request, error)
        except (TimeoutError, http.client.HTTPException, OSError) as error:
            self._failed(error)

    def _authorised(self, request: urllib.request.Request, end: float | None) -> Reply:
        """Open a request; where the server wants to know who asks, say so and open it again."""
        self._sign(request)
        try:
            return self._open(request, end)
        except urllib.error.HTTPError as error:
            challenge = error.headers.get("WWW-Authenticate", "")
            if error.code != 401 or not self.user or not challenge:
                raise
            error.close()
            self._challenge = challenge
        self._sign(request)
        return self._open(request, end)

    def _sign(self, request: urllib.request.Request) -> None:
        scheme, _, rest = self._challenge.partition(" ")
        if scheme.lower() == "digest":
            fields = urllib.request.parse_http_list(rest)
            told = urllib.request.parse_keqv_list(list(filter(None, fields)))
            signed = self._digests.get_authorization(request, told)
            request.add_unredirected_header(_AUTHORISATION, f"Digest {signed}")
        elif scheme:
            from base64 import b64encode

            pair = b64encode(f"{self.user}:{self._password}".encode()).decode()
            request.add_unredirected_header(_AUTHORISATION, f"Basic {pair}")

    def _open(self, request: urllib.request.Request, end: float | None) -> Reply:
        left = None if end is None else max(end - monotonic(), 0.001)
        with self._opener.open(request, timeout=left) as answer:
            parts: list[bytes] = []
            while part := answer.read1(_CHUNK):
                parts.append(part)
                if end is not None and monotonic() > end:
                    raise TimeoutError
            if answer.length:  # so many bytes were promised and did not come
                raise http.client.IncompleteRead(b"".join(parts), answer.length)
            headers = {name.lower(): value for name, value in answer.headers.items()}
            self.server = headers.get("server", "")
            return Reply(b"".join(parts), headers)

    def password(self) -> tuple[str, str] | tuple[None, None]:
        """User and password, if there are any."""
        return (self.user, self._password) if self.user else (None, None)

    # -- what went wrong

    def _refused(self, request: urllib.request.Request, error: urllib.error.HTTPError) -> NoReturn:
        said = _said(error)
        told = f" ({said})" if said else ""
        if error.code == 401 and self.user:
            problem, remedy = f"does not accept the user {self.user}", f"check {_VARIABLES}"
        elif error.code == 401:
            problem, remedy = "asks for a user and a password", f"set {_VARIABLES}"
        elif error.code == 403:
            problem, remedy = f"does not allow this{told}", "ask whoever runs it"
        elif error.code in (404, 410):
            problem, remedy = f"has nothing at this address (HTTP {error.code})", "check it"
        elif 300 <= error.code < 400:
            place = error.headers.get("Location") or "another address"
            problem, remedy = "has moved", f"give {place} instead"
        elif error.code in (408, 504):
            problem, remedy = f"gave up on it (HTTP {error.code})", "narrow the query"
        elif error.code < 500:
            problem, remedy = f"refuses this (HTTP {error.code}){told}", "mend the query"
        else:
            problem, remedy = f"failed (HTTP {error.code}){told}", "try again later or ask for less"
        raise EndpointError(request.full_url, problem, remedy, error.code) from error

    def _failed(self, error: Exception) -> NoReturn:
        reason = getattr(error, "reason", error)
        if isinstance(reason, TimeoutError):
            raise LimitError.after(self.timeout or 0) from error
        if isinstance(error, urllib.error.URLError):
            said = getattr(reason, "strerror", None) or str(reason)
            problem = f"cannot be reached ({said})"
            remedy = "check the address, and whether the server is up"
            raise EndpointError(self.url, problem, remedy) from error
        problem = "broke off in the middle of its answer"
        raise EndpointError(self.url, problem, "try again, or ask for less") from error


_VARIABLES = "$MEDTECHKG_ENDPOINT_USER and $MEDTECHKG_ENDPOINT_PASSWORD"


class _OnePassword(urllib.request.HTTPPasswordMgr):
    """The one user there is, whatever realm a server names."""

    def __init__(self, service: Service) -> None:
        super().__init__()
        self.service = service

    def find_user_password(self, realm: str, authuri: str) -> tuple[str, str] | tuple[None, None]:
        """Give user and password."""
        return self.service.password()


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    """A redirected POST would arrive as a GET without the query."""

    def redirect_request(self, *_: object) -> None:
        """Follow none."""


def locate() -> str | None:
    """Tell the endpoint of ``$MEDTECHKG_ENDPOINT``, if there is one."""
    return os.environ.get("MEDTECHKG_ENDPOINT") or None


def _checked(url: str) -> str:
    parts = urllib.parse.urlsplit(url)
    if parts.username or parts.password:
        bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        raise EndpointError(bare, "the address holds a user", f"leave it out and set {_VARIABLES}")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise EndpointError(url, "this is no address of an endpoint", "begin it with http://")
    return url


def _request(
    url: str, text: str, kind: str, accept: str, parameters: Iterable[tuple[str, str]]
) -> urllib.request.Request:
    from SPARQLWrapper import JSON, POST, SPARQLWrapper

    from medtechkg import __version__

    wrapper = SPARQLWrapper(url, returnFormat=JSON, agent=f"medtechkg/{__version__}")
    wrapper.setMethod(POST)
    wrapper.setOnlyConneg(True)
    wrapper.addCustomHttpHeader("Accept", accept)
    for name, value in parameters:
        wrapper.addParameter(name, value)
    wrapper.setQuery(text)
    wrapper.queryType = kind  # it would take it from the first word of some comment
    # its own `query` would open it with the opener of the whole process, and no limit as a whole
    request: urllib.request.Request = wrapper._createRequest()
    return request


def _said(error: urllib.error.HTTPError) -> str:
    """The first words of what a server says of an error, if it is no web page."""
    try:
        text = error.read(_CHUNK).decode("utf-8", errors="replace").strip()
    except (OSError, http.client.HTTPException):
        return ""
    if text.startswith("<"):
        return ""
    return " ".join(text.split("\n\n")[0].split())[:200]
