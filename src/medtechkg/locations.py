"""Where documents are: paths, folders, patterns, addresses and standard input; and their bytes.

Addresses of the web are fetched with the standard library, which tells the type and the charset
the server declares; any other address (``s3://``, ``sftp://`` …) through fsspec.
"""

from __future__ import annotations

import glob
import gzip
import http.client
import io
import os
import re
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit
from urllib.request import Request, url2pathname, urlopen

from medtechkg.errors import SourceError

__all__ = ["LIMIT", "STDIN", "Content", "address", "fetch", "find", "name"]

#: The largest document that is read, in bytes.
LIMIT = 100 * 1024 * 1024

#: The location that stands for standard input.
STDIN = "-"

_TIMEOUT = 30.0
_AGENT = "Mozilla/5.0 (compatible; medtechkg; +https://w3id.org/medtechkg)"
_ADDRESS = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]+)://")
_PATTERN = re.compile(r"[*?\[]")
_GENERIC = {"", "application/octet-stream", "binary/octet-stream", "application/x-download"}


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a document, and what was told of them: its type, its charset, its address."""

    location: str
    data: bytes
    media_type: str = ""
    charset: str = ""
    url: str = ""


def address(location: str) -> bool:
    """Whether a location is an address and not a path.

    >>> address("https://example.org/a.html"), address("reports/a.html")
    (True, False)
    """
    return bool(_ADDRESS.match(location))


def name(location: str) -> str:
    """Give a short name to what stands there: of its file, without the suffix.

    >>> name("reports/skills 2031.pdf"), name("https://example.org/news/more-jobs/")
    ('skills 2031', 'more-jobs')
    """
    if location == STDIN:
        return "stdin"
    if not address(location):
        return Path(location).stem
    parts = urlsplit(location)
    return Path(unquote(parts.path).rstrip("/")).stem or parts.netloc


# -- finding ----------------------------------------------------------------------------------


def find(location: str, suffixes: Collection[str]) -> list[str]:
    """List the documents a location stands for: itself, or all of a folder or pattern.

    Of a folder these are the files under it that are not hidden and have one of the suffixes.

    Raises:
        SourceError: if there is none.
    """
    if location == STDIN or (address(location) and not _file(location)):
        return [location]
    path = Path(_file(location) or location)
    if path.is_dir():
        return _folder(path, suffixes)
    if path.exists():
        return [str(path)]
    if not _PATTERN.search(str(path)):
        raise SourceError(path, "there is no such file or folder", "check the path")
    return _matching(path, suffixes)


def _file(location: str) -> str:
    parts = urlsplit(location)
    return url2pathname(parts.path) if parts.scheme == "file" else ""


def _folder(folder: Path, suffixes: Collection[str]) -> list[str]:
    found = [
        str(Path(top) / name)
        for top, _, names in os.walk(folder, onerror=_unreadable)
        for name in names
        if Path(name).suffix.lower() in suffixes and not name.startswith(".")
    ]
    if not found:
        problem = "there is no document in this folder"
        raise SourceError(folder, problem, f"put a file there: {', '.join(sorted(suffixes))}")
    return found


def _matching(pattern: Path, suffixes: Collection[str]) -> list[str]:
    found: list[str] = []
    for path in sorted(map(Path, glob.glob(str(pattern), recursive=True))):  # noqa: PTH207
        if path.is_file():
            found.append(str(path))
        elif "**" not in pattern.parts:
            found += _folder(path, suffixes)
    if not found:
        raise SourceError(pattern, "no file matches this pattern", "check the pattern")
    return found


def _unreadable(error: OSError) -> None:
    place = error.filename or "folder"
    raise SourceError(place, f"cannot be read ({error.strerror})", "check the permissions")


# -- fetching ---------------------------------------------------------------------------------


def fetch(location: str, limit: int = LIMIT) -> Content:
    """Read the bytes at a location.

    Raises:
        SourceError: if it cannot be reached or read, or is larger than the limit.
    """
    if location == STDIN:
        return Content(location, _whole(location, sys.stdin.buffer, limit))
    if not address(location) or _file(location):
        return Content(location, _local(Path(_file(location) or location), limit))
    if urlsplit(location).scheme in ("http", "https"):
        return _web(location, limit)
    return _remote(location, limit)


def _local(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            return _whole(str(path), file, limit, path.stat().st_size)
    except FileNotFoundError as error:
        raise SourceError(path, "there is no such file", "check the path") from error
    except OSError as error:
        problem = f"cannot be read ({error.strerror})"
        raise SourceError(path, problem, "check the permissions") from error


def _web(location: str, limit: int) -> Content:
    request = Request(location, headers={"User-Agent": _AGENT, "Accept-Language": "en"})
    try:
        with urlopen(request, timeout=_TIMEOUT) as answer:
            told = answer.headers
            size = told.get("Content-Length", "")
            data = _whole(location, answer, limit, int(size) if size.isdigit() else 0)
            if told.get("Content-Encoding", "").lower() in ("gzip", "x-gzip"):
                data = _whole(location, gzip.GzipFile(fileobj=io.BytesIO(data)), limit)
            kind = told.get_content_type() if "Content-Type" in told else ""
            kind = "" if kind in _GENERIC else kind
            return Content(location, data, kind, told.get_content_charset() or "", answer.url)
    except HTTPError as error:
        problem = f"the server answers {error.code} {error.reason}"
        error.close()
        raise SourceError(location, problem, "check the address in a browser") from error
    except (URLError, OSError, EOFError, ValueError, http.client.HTTPException) as error:
        raise SourceError(location, f"cannot be reached ({_said(error)})", _CHECK) from error


_CHECK = "check the address and the connection, or save the page as a file"


def _remote(location: str, limit: int) -> Content:
    try:
        import fsspec

        with fsspec.open(location, "rb") as file:
            return Content(location, _whole(location, file, limit), url=location)
    except ImportError as error:
        problem = f"addresses of this kind need another package ({_said(error)})"
        extra = "run `pip install 'medtechkg[documents]'`"
        remedy = extra if error.name == "fsspec" else "install it, or save the document"
        raise SourceError(location, problem, remedy) from error
    except (OSError, ValueError) as error:
        raise SourceError(location, f"cannot be reached ({_said(error)})", _CHECK) from error


def _whole(location: str, file: IO[bytes] | gzip.GzipFile, limit: int, size: int = 0) -> bytes:
    data = b"" if size > limit else b"".join(_chunks(file, limit))
    if max(size, len(data)) > limit:
        most = f"{limit // 1024 // 1024} MB" if limit >= 1 << 20 else f"{limit} bytes"
        raise SourceError(location, f"larger than {most}", "split it, or give its text alone")
    return data


def _chunks(file: IO[bytes] | gzip.GzipFile, limit: int) -> Iterator[bytes]:
    """Read what is there, and no more than one byte above the limit."""
    left = limit + 1
    while left > 0 and (chunk := file.read(min(left, 1 << 20))):
        left -= len(chunk)
        yield chunk


def _said(error: BaseException) -> str:
    cause = getattr(error, "reason", None) or getattr(error, "strerror", None) or error
    return " ".join(str(cause).split()) or type(error).__name__
