"""Ask one address once: httpcore is used here, and its errors go no further."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import certifi
import httpcore

from knowledge.fetching import body, network
from knowledge.fetching.address import Target
from knowledge.fetching.network import CheckedBackend, Deadline, Resolver
from knowledge.fetching.outcome import Reason, StoppedError


@dataclass(frozen=True, slots=True)
class Waits:
    """The longest wait for a connection and for the next bytes, in seconds."""

    connect_s: float
    read_s: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host said; the body only where the status is 200. Names of headers in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def trust() -> ssl.SSLContext:
    """Return the authorities that httpx trusts too, whatever the environment says."""
    return ssl.create_default_context(cafile=certifi.where())


class Visitor:
    """Goes to one address at a time, on a connection of its own."""

    def __init__(self, tls: ssl.SSLContext, resolve: Resolver, agent: str, waits: Waits) -> None:
        self._tls = tls
        self._resolve = resolve
        self._agent = agent
        self._waits = waits

    def get(
        self,
        target: Target,
        deadline: Deadline,
        limit: int,
        *,
        headers: Mapping[str, str] | None = None,
        before_body: Callable[[Mapping[str, str]], None] = lambda _: None,
    ) -> Answer:
        """Return the answer.

        Args:
            limit: the largest body, in bytes.
            before_body: raises where the headers show that the body is not wanted.

        Raises:
            StoppedError: no whole answer came.
        """
        sent = {
            "Host": target.origin.partition("://")[2],
            "User-Agent": self._agent,
            "Accept-Encoding": "gzip",
            "Connection": "close",
            **(headers or {}),
        }
        # The parts and not the text: nobody reads the address a second time.
        url = httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)
        # Plain http is for tests, so it may only ever reach this machine.
        may_ask = network.is_public if target.scheme == "https" else network.is_loopback
        backend = CheckedBackend(self._resolve, may_ask, deadline)
        waits = {
            "connect": self._waits.connect_s,
            "read": self._waits.read_s,
            "write": self._waits.read_s,
            "pool": self._waits.connect_s,
        }
        with (
            _own_words(target.host),
            httpcore.ConnectionPool(
                ssl_context=self._tls, max_connections=1, network_backend=backend
            ) as pool,
            pool.stream("GET", url, headers=list(sent.items()), extensions={"timeout": waits}) as response,
        ):
            found = _by_name(response.headers)
            if response.status != 200:
                return Answer(response.status, found, b"")
            before_body(found)
            return Answer(200, found, body.read(response.iter_stream(), found, limit))


def _by_name(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """Join what stands twice: two types or two places to go are then no type and no place."""
    found: dict[str, str] = {}
    for name, value in headers:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


@contextmanager
def _own_words(host: str) -> Iterator[None]:
    try:
        yield
    except httpcore.TimeoutException as error:
        raise StoppedError(
            Reason.TOO_SLOW, f"{host} is too slow; try again later, or download it yourself."
        ) from error
    except httpcore.ConnectError as error:
        # The cause is wrapped and not chained: the pool cuts the chain.
        if any(isinstance(cause, ssl.SSLError) for cause in error.args):
            line = f"{host} shows no valid certificate; do not fetch from it until its owner has mended that."
        else:
            line = f"{host} cannot be reached; check the network and try again later."
        raise StoppedError(Reason.UNREACHABLE, line) from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise StoppedError(
            Reason.BROKEN, f"{host} broke off or answered out of form; try again later."
        ) from error
