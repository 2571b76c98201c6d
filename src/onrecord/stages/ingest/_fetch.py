"""One address to bytes.

In: an http or https address that the user gave as an input. Out: a blob. The one idea: nothing is fetched that was not asked
for, nothing at all under `offline`, and never more than `max_bytes`.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from onrecord.config import IngestConfig
from onrecord.stages.ingest._draft import Blob, failure
from onrecord.version import __version__

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

REDIRECTS = 5
RETRIES = 1


def fetch(address: str, config: IngestConfig) -> Blob:
    """The bytes at the address; raises `InputError` (ING012) where there are none to be had."""
    if config.offline:
        raise failure(
            "ING012", address, "is an address, and the setting offline is on", "turn it off, or save the page"
        )
    import urllib3
    from urllib3.exceptions import HTTPError

    retries = urllib3.Retry(total=None, connect=RETRIES, read=RETRIES, redirect=REDIRECTS, status=0, other=0)
    headers = {"User-Agent": f"onrecord/{__version__}", "Accept-Encoding": "gzip, deflate"}
    try:
        with urllib3.PoolManager(retries=retries, timeout=urllib3.Timeout(total=config.timeout_s)) as pool:
            response = pool.request("GET", address, headers=headers, preload_content=False, redirect=True)
            try:
                return _blob(response, address, config)
            finally:
                response.release_conn()
    except (HTTPError, OSError, ValueError) as error:
        raise failure("ING012", address, f"could not be fetched ({_why(error)})", "check it in a browser") from error


def _why(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    words = str(reason).rsplit(">: ", 1)[-1].rsplit("): ", 1)[-1]
    return words or type(error).__name__


def _blob(response: BaseHTTPResponse, address: str, config: IngestConfig) -> Blob:
    if not 200 <= response.status < 300:
        raise failure("ING012", address, f"the server answered {response.status}", "check it in a browser")
    chunks, total = [], 0
    for chunk in response.stream(65536, decode_content=True):
        chunks.append(chunk)
        total += len(chunk)
        if total > config.max_bytes:
            reason = f"is larger than {config.max_bytes} bytes"
            raise failure("ING009", address, reason, "raise max_bytes under [ingest]")
    kind = response.headers.get("Content-Type", "")
    final = urljoin(address, response.geturl() or address)
    return Blob(
        origin=address,
        name=final.split("?")[0].split("#")[0],
        stream=io.BytesIO(b"".join(chunks)),
        size=total,
        url=final,
        retrieved=_moment(response.headers.get("Date")),
        content_type=kind.split(";")[0].strip().lower() or None,
        charset=kind.lower().partition("charset=")[2].split(";")[0].strip(" \"'") or None,
    )


def _moment(date_header: str | None) -> str:
    """When the server says it answered; the clock of this machine where it does not say."""
    try:
        moment = parsedate_to_datetime(date_header or "")
    except (TypeError, ValueError):
        moment = datetime.now(UTC)
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
