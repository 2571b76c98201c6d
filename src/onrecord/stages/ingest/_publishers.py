"""Who published, from which country, and who controls it.

In: a publisher's name and an address. Out: name, country, control. The one idea: control is a documented fact of an outlet,
kept in `publishers.tsv` and `agencies.tsv` with its reason and year; an outlet that is in neither is `unknown`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple, cast
from urllib.parse import urlsplit

from onrecord import lexicons
from onrecord.records import MediaControl


class Publisher(NamedTuple):
    """An outlet as far as it is known."""

    name: str | None
    country: str | None = None
    control: MediaControl = "unknown"


def publisher_of(given: str | None, url: str | None, hint: str | None) -> Publisher:
    """The given name, else the one that the address belongs to, else the hint; with country and control if in a table."""
    by_url = _by_host(host_of(url))
    for name in filter(None, (given, None if by_url else hint)):
        row = _by_name().get(name_key(name)) or _by_host(name.lower() if "." in name else None) or by_url
        return Publisher(name, *_facts(row)) if row else Publisher(name)
    return Publisher(by_url["name"], *_facts(by_url)) if by_url else Publisher(None)


def _facts(row: lexicons.Row) -> tuple[str | None, MediaControl]:
    return row["country"] or None, cast(MediaControl, row["control"] or "unknown")


def host_of(url: str | None) -> str | None:
    """The host of an address, without `www.`; None where there is none."""
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def name_key(name: str) -> str:
    """A name without case, marks and a leading article."""
    key = re.sub(r"[^\w]+", " ", name.lower().replace("&", " and ")).strip()
    return key.removeprefix("the ")


def _by_host(host: str | None) -> lexicons.Row | None:
    """The outlet of a host or of the domain above it."""
    labels = (host or "").removeprefix("www.").split(".")
    for n in range(len(labels) - 1):
        row = _domains().get(".".join(labels[n:]))
        if row is not None:
            return row
    return None


@cache
def _rows() -> tuple[lexicons.Row, ...]:
    return (*lexicons.load("publishers"), *lexicons.load("agencies"))


@cache
def _domains() -> dict[str, lexicons.Row]:
    found: dict[str, lexicons.Row] = {}
    for row in _rows():
        for domain in filter(None, row["domains"].split("|")):
            found.setdefault(domain, row)
    return found


@cache
def _by_name() -> dict[str, lexicons.Row]:
    found: dict[str, lexicons.Row] = {}
    for row in _rows():
        for name in filter(None, (row["name"], *row["variants"].split("|"))):
            found.setdefault(name_key(name), row)
    return found
