"""onrecord reads news reports and writes down who did what to whom, when, where, and according to whom.

`read` gives the record of a text, a file or an address; `Store` keeps many and finds what is known across them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.version import __version__

if TYPE_CHECKING:
    from onrecord.api import classify_relation, link_mentions, read, status_at
    from onrecord.config import Config
    from onrecord.errors import OnRecordError
    from onrecord.records import Article, Attribution, Event, Record
    from onrecord.store import Store

__all__ = [
    "Article",
    "Attribution",
    "Config",
    "Event",
    "OnRecordError",
    "Record",
    "Store",
    "__version__",
    "classify_relation",
    "link_mentions",
    "read",
    "status_at",
]

_HOME = {
    "Article": "onrecord.records",
    "Attribution": "onrecord.records",
    "Config": "onrecord.config",
    "Event": "onrecord.records",
    "OnRecordError": "onrecord.errors",
    "Record": "onrecord.records",
    "Store": "onrecord.store",
    "classify_relation": "onrecord.api",
    "link_mentions": "onrecord.api",
    "read": "onrecord.api",
    "status_at": "onrecord.api",
}


def __getattr__(name: str) -> Any:
    """Import on first use: `import onrecord` stays cheap."""
    if name not in _HOME:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
