"""Read a whole body within a limit, as sent and as unpacked; a part of one is never returned."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping

from knowledge.fetching.outcome import Reason, StoppedError

_GZIP = zlib.MAX_WBITS | 16


def read(chunks: Iterable[bytes], headers: Mapping[str, str], limit: int) -> bytes:
    """Return the body.

    Args:
        chunks: the body as it comes over the wire.
        headers: by their name in lower case.
        limit: the largest number of bytes, before and after unpacking.

    Raises:
        StoppedError: too large, cut off, or packed in a way that we did not ask for.
    """
    length = headers.get("content-length")
    if length is None and headers.get("transfer-encoding", "").lower() != "chunked":
        # The end of the connection would be the end of the body: a cut one looks just like a whole one.
        raise StoppedError(
            Reason.BROKEN, "The host does not say where the document ends; download it yourself."
        )
    if length is not None and length.isdigit() and int(length) > limit:
        raise _too_large(limit)
    packing = headers.get("content-encoding", "").strip().lower()
    if packing in ("", "identity"):
        return _plain(chunks, limit)
    if packing in ("gzip", "x-gzip"):
        return _unpacked(chunks, limit)
    raise StoppedError(Reason.BROKEN, "The host packs the document in an unknown way; download it yourself.")


def _plain(chunks: Iterable[bytes], limit: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise _too_large(limit)
    return bytes(body)


def _unpacked(chunks: Iterable[bytes], limit: int) -> bytes:
    body = bytearray()
    sent = 0
    unpack = zlib.decompressobj(_GZIP)
    for chunk in chunks:
        sent += len(chunk)
        try:
            # At most one byte too many is ever unpacked, however far a chunk would swell.
            body += unpack.decompress(chunk, limit - len(body) + 1)
        except zlib.error as error:
            raise _cut() from error
        if len(body) > limit or sent > limit:
            raise _too_large(limit)
        if unpack.unused_data:
            raise _cut()
    if not unpack.eof:
        raise _cut()
    return bytes(body)


def _too_large(limit: int) -> StoppedError:
    return StoppedError(
        Reason.TOO_LARGE,
        f"The document is larger than {limit / 1e6:g} MB; download it and cut it into parts.",
    )


def _cut() -> StoppedError:
    return StoppedError(Reason.BROKEN, "The packed document is damaged or cut off; try again later.")
