from __future__ import annotations

import string
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.fetching import address
from knowledge.fetching.address import Policy, Target
from knowledge.fetching.outcome import Reason, StoppedError

POLICY = Policy(("docs.test", "*.council.govt.test"))
_LETTERS = string.ascii_lowercase + string.digits + "-"
_LABEL = st.text(_LETTERS, min_size=1, max_size=8)


def _stop(url: str, policy: Policy = POLICY) -> Reason:
    with pytest.raises(StoppedError) as stop:
        address.check(url, policy)
    assert stop.value.failed.line.isprintable()
    return stop.value.failed.reason


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://docs.test", "/"),
        ("https://docs.test/a/b.pdf?x=1&y=%20#part", "/a/b.pdf?x=1&y=%20"),
        ("HTTPS://DOCS.test:443/A", "/A"),
        ("https://docs.test/whakatūwhera", "/whakat%C5%ABwhera"),
        ("https://docs.test?q=ā", "/?q=%C4%81"),
        ('https://docs.test/"<>', "/%22%3C%3E"),
    ],
)
def test_a_listed_address_is_read_once_and_for_all(url: str, path: str) -> None:
    target = address.check(url, POLICY)
    assert target == Target("https", "docs.test", 443, path)
    assert target.url == f"https://docs.test{path}"
    assert address.check(target.url, POLICY) == target


@pytest.mark.parametrize(
    "url",
    [
        "http://docs.test/",
        "ftp://docs.test/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "docs.test/a",
        "//docs.test/a",
        "",
        "https:///a",
        "https://docs.test:80/",
        "https://docs.test:8443/",
        "https://docs.test:0/",
        "https://docs.test:65979/",
        "https://docs.test:/",
        "https://docs.test:٤٤٣/",
        "https://docs.test./",
        "https://.docs.test/",
        "https://docs..test/",
        "https://user@docs.test/",
        "https://user:secret@docs.test/",
        "https://docs.test:443@evil.test/",
        "https://@docs.test/",
        "https://docs.test\\@evil.test/",
        "https://docs.test\\.evil.test/",
        "https://docs.test /",
        " https://docs.test/",
        "https://docs.test/a\nb",
        "https://docs.test/a\x00b",
        "https://do\tcs.test/",
        "https://docs.test/" + "a" * 2000,
        "https://docs。test/",
        "https://ⅾocs.test/",
        "https://dócs.test/",
        "https://www\u212a.test/",
        "https://docs.test%2eevil.test/",
        "https://docs%2etest/",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.0.0.1/",
        "https://0177.0.0.1/",
        "https://017700000001/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[fe80::1%25eth0]/",
        "https://[::1/",
        "https://::1/",
        "https://[v1.docs.test]/",
        "https://localhost/",
        "https://docs.test/\ud800",
    ],
)
def test_an_address_that_is_not_plain_is_refused(url: str) -> None:
    assert _stop(url) is Reason.ADDRESS


def test_a_password_in_an_address_is_named_as_the_fault() -> None:
    with pytest.raises(StoppedError, match="user name or a password"):
        address.check("https://user:secret@docs.test/", POLICY)


@pytest.mark.parametrize(
    "host",
    ["evil.test", "docs.test.evil.test", "evildocs.test", "xdocs.test", "sub.docs.test", "council.govt.test",
     "evilcouncil.govt.test", "xn--dcs-fna.test"],
)  # fmt: skip
def test_a_host_that_is_not_listed_is_refused(host: str) -> None:
    assert _stop(f"https://{host}/") is Reason.HOST


def test_a_star_takes_in_what_lies_below() -> None:
    for host in ("www.council.govt.test", "a.b.council.govt.test"):
        assert address.check(f"https://{host}/", POLICY).host == host


@pytest.mark.parametrize(
    "entry",
    ["", "*", "*.", "*.test", "*.govt.test", "a.*.govt.test", "Docs.test", "docs.test.", "127.0.0.1", "[::1]",
     "docs.test:443", "https://docs.test", "docs.test/", "localhost", "ā.test", "docs.test\n"],
)  # fmt: skip
def test_what_is_no_host_cannot_be_listed(entry: str) -> None:
    with pytest.raises(ValueError, match="no host name"):
        Policy((entry,))


_HOSTILE = st.one_of(
    st.text(max_size=40),
    st.text("docs.test:/@\\[]%#?0123456789xab \t。．", max_size=40),
    st.lists(_LABEL, min_size=1, max_size=4).map(".".join),
    st.ip_addresses(v=4).map(str),
    st.ip_addresses(v=4).map(lambda ip: str(int(ip))),
    st.ip_addresses(v=4).map(lambda ip: hex(int(ip))),
    st.ip_addresses(v=4).map(lambda ip: f"0{int(ip):o}"),
    st.ip_addresses(v=4).map(lambda ip: ".".join(f"0{part:o}" for part in ip.packed)),
    st.ip_addresses(v=6).map(lambda ip: f"[{ip}]"),
    st.ip_addresses(v=4).map(lambda ip: f"[::ffff:{ip}]"),
)


@given(
    scheme=st.sampled_from(["https", "http", "HTTPS", "ftp", ""]),
    before=st.sampled_from(["", "docs.test@", "a:b@", "docs.test\\", "docs.test:443@"]),
    host=st.one_of(_HOSTILE, st.just("docs.test"), st.just("DOCS.TEST")),
    after=st.sampled_from(["", ".", ":", ":443", ":80", ":99999", "%00", "@evil.test", ".evil.test", "\\x"]),
    path=st.one_of(st.just("/a"), st.text(max_size=20)),
)
@example(scheme="https", before="", host="docs.test", after=":443", path="/a")
def test_whatever_is_written_only_a_listed_host_is_reached(
    scheme: str, before: str, host: str, after: str, path: str
) -> None:
    url = f"{scheme}://{before}{host}{after}{path}"
    try:
        target = address.check(url, POLICY)
    except StoppedError:
        return
    assert (target.scheme, target.port) == ("https", 443)
    assert POLICY.lists(target.host)
    assert target.path.startswith("/")
    assert target.path.isascii()
    assert target.path.isprintable()
    assert " " not in target.path
    # A second reader of the same text comes to the same host, and ours reads its own words alike.
    assert urlsplit(url).hostname == target.host
    assert address.check(target.url, POLICY) == target


@given(st.ip_addresses())
def test_no_number_is_ever_a_name(ip: object) -> None:
    written = f"[{ip}]" if ":" in str(ip) else str(ip)
    assert _stop(f"https://{written}/") is Reason.ADDRESS
    assert not address.is_entry(str(ip))


@given(label=st.text(min_size=1, max_size=10))
def test_no_other_letter_folds_into_a_listed_name(label: str) -> None:
    try:
        host = address.check(f"https://{label}.test/", Policy(("docs.test",))).host
    except StoppedError:
        return
    assert label.lower() == "docs"
    assert host == "docs.test"


@given(location=st.one_of(st.text(max_size=60), _HOSTILE.map(lambda host: f"https://{host}/x")))
def test_wherever_a_redirect_points_only_a_listed_host_is_reached(location: str) -> None:
    start = address.check("https://docs.test/a/b", POLICY)
    try:
        target = address.follow(start, location, POLICY)
    except StoppedError:
        return
    assert POLICY.lists(target.host)
    assert target.scheme == "https"
