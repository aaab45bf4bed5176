from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.fetching import network
from knowledge.fetching.address import Policy
from knowledge.fetching.fetch import Fetcher, Limits
from knowledge.fetching.network import CheckedBackend, Deadline
from knowledge.fetching.outcome import Failed, Fetched, Reason, StoppedError
from tests.knowledge.fetching.site import Site, page

Make = Callable[..., Fetcher]
_NOT_PUBLIC = [
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
    "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "::/127", "64:ff9b:1::/48", "100::/64", "2001::/32",
    "2001:db8::/32", "2002::/16", "3fff::/20", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "5f00::/16",
]  # fmt: skip


@pytest.mark.parametrize("net", _NOT_PUBLIC)
def test_no_address_of_a_special_network_is_public(net: str) -> None:
    network_ = ip_network(net)
    for at in (0, network_.num_addresses // 2, network_.num_addresses - 1):
        inside = network_[at]
        assert not network.is_public(str(inside))
        if isinstance(inside, IPv4Address):
            assert not network.is_public(f"::ffff:{inside}")
            assert not network.is_public(f"::{inside}")
            assert not network.is_public(str(IPv6Address(int(IPv6Address("64:ff9b::")) | int(inside))))


@pytest.mark.parametrize(
    "public",
    ["1.1.1.1", "103.28.251.187", "2606:4700::1111", "2404:138::1", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1"],
)
def test_the_addresses_of_the_internet_are_public(public: str) -> None:
    assert network.is_public(public)
    assert not network.is_loopback(public)


@pytest.mark.parametrize("text", ["", "localhost", "1", "fe80::1%eth0", "::1%lo", "127.0.0.1%lo", "01.1.1.1"])
def test_what_is_no_plain_address_is_not_public(text: str) -> None:
    assert not network.is_public(text)


@given(st.ip_addresses())
def test_what_is_public_here_is_public_to_the_standard_library_too(
    address: IPv4Address | IPv6Address,
) -> None:
    if network.is_public(str(address)):
        inner = network._inner(ip_address(str(address)))
        assert inner.is_global
        assert not any((inner.is_private, inner.is_loopback, inner.is_link_local, inner.is_multicast))


class _Names:
    """A resolver that gives another answer each time, as a rebinding attack does."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked = 0

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked += 1
        return self.answers.pop(0)


def test_the_checked_address_is_the_one_that_is_called(site: Site, fetcher: Make) -> None:
    """Each connection looks up once; the next answer, a private one, is checked for itself."""
    site.pages["/a"] = page()
    names = _Names(["127.0.0.1"], ["127.0.0.1"], ["192.168.1.1"])
    run = fetcher(resolve=names)
    assert isinstance(run.fetch(site.url("/a")), Fetched)
    assert names.asked == 2, "robots.txt and the document"
    refused = run.fetch(site.url("/a"))
    assert isinstance(refused, Failed)
    assert refused.reason is Reason.PRIVATE


@pytest.mark.parametrize(
    "answer",
    [["127.0.0.1"], ["1.1.1.1", "10.0.0.1"], ["10.0.0.1", "1.1.1.1"], ["::1"], ["::ffff:169.254.169.254"],
     ["100.64.0.1"], ["224.0.0.1"], ["fd00::1"], ["fe80::1%eth0"], ["no address"]],
)  # fmt: skip
def test_a_name_with_one_address_that_is_not_public_is_not_called(answer: list[str]) -> None:
    run = Fetcher(Policy(("docs.test",)), resolve=lambda *_: answer)
    refused = run.fetch("https://docs.test/")
    assert isinstance(refused, Failed)
    assert refused.reason is Reason.PRIVATE


def test_plain_http_reaches_this_machine_only(fetcher: Make) -> None:
    refused = fetcher(resolve=lambda *_: ["1.1.1.1"]).fetch("http://docs.test:8080/")
    assert isinstance(refused, Failed)
    assert refused.reason is Reason.PRIVATE


def test_the_next_address_is_tried_where_one_is_closed(site: Site, fetcher: Make) -> None:
    site.pages["/a"] = page()
    run = fetcher(resolve=lambda *_: ["127.77.77.77", "127.0.0.1"])
    assert isinstance(run.fetch(site.url("/a")), Fetched)


def test_a_look_up_that_hangs_is_left() -> None:
    over = threading.Event()

    def hang(host: str, port: int) -> list[str]:
        over.wait(20)
        return []

    run = Fetcher(Policy(("docs.test",)), Limits(connect_s=0.05), resolve=hang)
    slow = run.fetch("https://docs.test/")
    over.set()
    assert isinstance(slow, Failed)
    assert slow.reason is Reason.TOO_SLOW


def test_nothing_is_asked_after_the_deadline() -> None:
    names = _Names(["127.0.0.1"])
    times = iter([0.0, 5.0])
    backend = CheckedBackend(names, network.is_loopback, Deadline(5, lambda: next(times)))
    with pytest.raises(StoppedError):
        backend.connect_tcp("docs.test", 443)
    assert names.asked == 0


def test_a_wait_is_the_shorter_of_the_two() -> None:
    deadline = Deadline(10, iter([0.0, 4.0, 4.0, 9.0]).__next__)
    assert [deadline.cap(20), deadline.cap(None), deadline.cap(0.5)] == [6, 6, 0.5]


def test_a_path_to_a_socket_on_disk_is_no_way_in() -> None:
    backend = CheckedBackend(_Names(), network.is_public, Deadline(5))
    with pytest.raises(NotImplementedError):
        backend.connect_unix_socket("/var/run/docker.sock")
    assert isinstance(backend, httpcore.NetworkBackend)
