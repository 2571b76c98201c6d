"""The exception tree and the stable problem codes.

OnRecordError
├── UsageError          the command or call is wrong: mend it
│   └── ConfigError     a setting is unknown, of the wrong type or out of range
├── InputError          this input cannot be read: skip it, the rest goes on
├── RecordError         bytes that should be a record are not one
├── AssetError          a file that ships with onrecord is missing or altered: reinstall
├── ComponentError      a package that a component needs is not installed: what it does is left out
├── LexiconError        a row of a lexicon is wrong (file:line)
├── PipelineError       stages do not fit together: a bug in a plugin or in us
└── StoreError          the database cannot be opened, read or written: stop
    └── NewerStoreError it was written by a newer onrecord: upgrade

A `Problem` is not an exception: it is what a record says about what could not be read. Its code is stable.
"""

from __future__ import annotations


class OnRecordError(Exception):
    """Root of every exception that onrecord raises on purpose."""


class UsageError(OnRecordError):
    """The command or call is wrong."""


class ConfigError(UsageError):
    """A setting is unknown, of the wrong type or out of range."""


class InputError(OnRecordError):
    """An input that cannot be read: `code` is its problem code, `origin` names it."""

    def __init__(self, code: str, origin: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.origin = origin


class RecordError(OnRecordError):
    """Bytes that should be a record are not one; the message has the JSON path."""


class AssetError(OnRecordError):
    """A file that ships with onrecord is missing or is not the one that was released."""


class ComponentError(OnRecordError):
    """A package that a component needs is not installed; the message has the line that installs it."""


class LexiconError(OnRecordError):
    """A row of a lexicon is wrong; the message has file and line."""


class PipelineError(OnRecordError):
    """Stages do not fit together."""


class StoreError(OnRecordError):
    """The database cannot be opened, read or written."""


class NewerStoreError(StoreError):
    """The database was written by a newer onrecord."""


PROBLEM_CODES: dict[str, str] = {
    "ING001": "The input is empty.",
    "ING002": "The input is binary or of a kind that is not read.",
    "ING003": "The input's encoding is wrong or mixed.",
    "ING004": "A compressed input is truncated or damaged.",
    "ING005": "A line of JSON is malformed.",
    "ING006": "No article text was found in the page.",
    "ING007": "An archive unpacks to too much, or a member would leave its folder.",
    "ING008": "XML that declares entities or is malformed.",
    "ING009": "The text is longer than the limit.",
    "ING010": "The article is not in English: kept, not coded.",
    "ING011": "The input does not exist or cannot be opened.",
    "ING012": "The address could not be fetched.",
    "ING013": "A field has a value that cannot be used.",
    "ING014": "An object of JSON holds no article text.",
    "RUN001": "A stage failed on this article: a bug; please report the article's id.",
    "RUN002": "A component is not installed; what it does was left out.",
    "ATT001": "Quotation marks do not balance; the quotation was closed at the paragraph's end.",
    "ATT002": "A statement that nobody confirms or disclosed contradicts a confirmation in the same article.",
    "EVT001": "Sources in the article give values that cannot both be true.",
    "DAT001": "A time expression cannot be a date of the calendar.",
    "DAT002": "A date could be read in two ways and was left open.",
    "DAT003": "A length of time does not agree with the start that the same article gives.",
    "DAT004": "A date of another calendar was not converted; it was left open.",
    "DAT005": "A date fell on another weekday than the one that is named with it.",
}
"""Stable codes of `Problem.code`; docs/reference/problems.md is generated from here."""
