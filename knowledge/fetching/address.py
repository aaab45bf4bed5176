"""Which web addresses may be asked for: read once, here, and never parsed again further down."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from knowledge.fetching.outcome import Reason, StoppedError

MAX_CHARS = 2000
_PORTS = {"https": 443, "http": 80}
# The last label begins with a letter: 127.0.0.1, 2130706433, 0177.1 and 0x7f.1 are no names.
NAME = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
_AUTHORITY = re.compile(r"([^:\[\]@]+)(?::([0-9]{1,5}))?")
# Browsers read a backslash as a slash, and Python drops tabs and line ends: both hide the real host.
_HIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\\\u2028\u2029]")
_PATH = "/%:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Policy:
    """Whom to ask: exact hosts, or `*.name` for every host below a name.

    `plain_on_loopback` is for tests: http and any port, but then only on this machine.
    """

    hosts: tuple[str, ...]
    plain_on_loopback: bool = False

    def __post_init__(self) -> None:
        wrong = [host for host in self.hosts if not is_entry(host)]
        if wrong:
            raise ValueError(f"no host name: {wrong[0]!a}")

    def lists(self, host: str) -> bool:
        """Say whether a host may be asked."""
        return any(host == entry or (entry[0] == "*" and host.endswith(entry[1:])) for entry in self.hosts)


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address; `path` holds the query too, in ASCII."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Return scheme, host and, where it is not the usual one, the port."""
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}"

    @property
    def url(self) -> str:
        """Return the whole address, without a fragment."""
        return self.origin + self.path


def is_entry(entry: str) -> bool:
    """Say whether a text can stand in the list; `*.` needs three labels, for `*.govt.nz` is no one's."""
    name = entry.removeprefix("*.")
    return bool(NAME.fullmatch(name)) and (name == entry or name.count(".") >= 2)


def check(url: str, policy: Policy) -> Target:
    """Return the checked address.

    Raises:
        StoppedError: the address is malformed, hides something, or names a host that is not listed.
    """
    if len(url) > MAX_CHARS or _HIDDEN.search(url):
        raise _wrong("is too long, or holds a space, a backslash or a hidden character")
    try:
        parts = urlsplit(url)
        path = quote(parts.path or "/", safe=_PATH) + (
            f"?{quote(parts.query, safe=_PATH + '/?')}" if parts.query else ""
        )
    except ValueError as error:  # UnicodeError is one
        raise _wrong("cannot be read") from error
    if parts.scheme not in ("https", *(("http",) if policy.plain_on_loopback else ())):
        raise _wrong("does not begin with https://")
    if "@" in parts.netloc:
        raise _wrong("holds a user name or a password")
    authority = _AUTHORITY.fullmatch(parts.netloc)
    # Asked before the case is folded: the sign for kelvin becomes a plain k.
    host = authority[1].lower() if authority and parts.netloc.isascii() else ""
    if not authority or not NAME.fullmatch(host):
        raise _wrong("names no host in plain letters (write a name with macrons in its xn-- form)")
    port = int(authority[2]) if authority[2] else _PORTS[parts.scheme]
    if not 0 < port < 65536 or (port != _PORTS[parts.scheme] and not policy.plain_on_loopback):
        raise _wrong("names an unusual port")
    if not policy.lists(host):
        raise StoppedError(
            Reason.HOST,
            f"The host {host} is not on the list; add it to hosts.yaml if it is trusted, "
            "or download the document yourself and add the file.",
        )
    return Target(parts.scheme, host, port, path if path.startswith("/") else f"/{path}")


def follow(target: Target, location: str, policy: Policy) -> Target:
    """Return where a redirect leads, checked by the same rules."""
    # Checked before it is joined: urljoin drops the same characters as urlsplit does.
    if not location or _HIDDEN.search(location):
        raise StoppedError(
            Reason.BROKEN, f"{target.host} sends us on to no readable address; open it in a browser."
        )
    try:
        joined = urljoin(target.url, location)
    except ValueError as error:
        raise _wrong("(after a redirect) cannot be read") from error
    try:
        return check(joined, policy)
    except StoppedError as stop:
        line = f"{target.host} sends us on to another address. {stop.failed.line}"
        raise StoppedError(stop.failed.reason, line) from stop


def _wrong(what: str) -> StoppedError:
    return StoppedError(Reason.ADDRESS, f"The address {what}; correct the url of the source.")
