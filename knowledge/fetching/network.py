"""Reach a host by an address that was looked up once and checked: no second look-up can change it."""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

import httpcore

from knowledge.fetching.outcome import Reason, StoppedError

Resolver = Callable[[str, int], Sequence[str]]
Tick = Callable[[], float]

_SPECIAL_4 = [ip_network(net) for net in ("192.0.0.0/24", "192.88.99.0/24", "100.64.0.0/10")]
# Only global unicast may be asked, and in it no tunnel (Teredo, 6to4) and no example network.
_GLOBAL_6 = IPv6Network("2000::/3")
_SPECIAL_6 = [ip_network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]
# On a network without IPv4 the resolver wraps each IPv4 address in this one.
_NAT64 = IPv6Network("64:ff9b::/96")


class Deadline:
    """The time that one fetch has left, over all redirects."""

    def __init__(self, seconds: float, tick: Tick = time.monotonic) -> None:
        self._tick = tick
        self._end = tick() + seconds

    def cap(self, seconds: float | None) -> float:
        """Return the shorter of a limit and what is left.

        Raises:
            StoppedError: nothing is left.
        """
        left = self._end - self._tick()
        if left <= 0:
            raise StoppedError(
                Reason.TOO_SLOW, "The host is too slow; try again later, or download it yourself."
            )
        return left if seconds is None else min(left, seconds)


def look_up(host: str, port: int) -> Sequence[str]:
    """Return the addresses that the system gives for a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(text: str) -> bool:
    """Say whether an address lies on the public internet."""
    try:
        address = _inner(ip_address(text))
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        special = any(address in net for net in _SPECIAL_4)
        return address.is_global and not address.is_multicast and not address.is_reserved and not special
    return address in _GLOBAL_6 and not any(address in net for net in _SPECIAL_6)


def is_loopback(text: str) -> bool:
    """Say whether an address is this machine's own."""
    try:
        return _inner(ip_address(text)).is_loopback
    except ValueError:
        return False


def _inner(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


class CheckedBackend(httpcore.NetworkBackend):
    """Look a name up once, refuse it unless every address may be asked, and connect to what was checked."""

    def __init__(self, resolve: Resolver, may_ask: Callable[[str], bool], deadline: Deadline) -> None:
        self._resolve = resolve
        self._may_ask = may_ask
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Return a connection to the first checked address that answers."""
        addresses = self._addresses(host, port, self._deadline.cap(timeout))
        # One private address among public ones is refused too: it is what a rebinding attack sends.
        if not all(self._may_ask(address) for address in addresses):
            raise StoppedError(
                Reason.PRIVATE,
                f"The name {host} leads to an address that is not on the public internet; "
                "ask whoever runs the network, and do not fetch from it.",
            )
        fault: Exception = httpcore.ConnectError("no address")
        for address in addresses:
            try:
                within = self._deadline.cap(timeout)
                stream = httpcore.SyncBackend().connect_tcp(address, port, within, None, socket_options)
                return TimedStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                fault = error
        raise fault

    def _addresses(self, host: str, port: int, seconds: float) -> Sequence[str]:
        """Look up on a thread of its own: the system's look-up knows no time limit."""
        answers: queue.Queue[Sequence[str] | Exception] = queue.Queue()

        def ask() -> None:
            try:
                answers.put(self._resolve(host, port))
            except Exception as error:
                answers.put(error)

        threading.Thread(target=ask, daemon=True).start()
        try:
            found = answers.get(timeout=seconds)
        except queue.Empty:
            raise httpcore.ConnectTimeout("look-up") from None
        if isinstance(found, Exception) or not found:
            raise StoppedError(
                Reason.UNREACHABLE, f"The name {host} is not known; check the url and the network."
            )
        return found


class TimedStream(httpcore.NetworkStream):
    """A connection whose every wait is cut at the deadline: a drip of bytes cannot stretch it."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read some bytes."""
        return self._stream.read(max_bytes, self._deadline.cap(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all bytes."""
        self._stream.write(buffer, self._deadline.cap(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Go on in TLS, for the name and not for the address."""
        within = self._deadline.cap(timeout)
        return TimedStream(self._stream.start_tls(ssl_context, server_hostname, within), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection knows of itself."""
        return self._stream.get_extra_info(info)
