from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from knowledge.fetching import network
from knowledge.fetching.fetch import Fetcher
from knowledge.fetching.outcome import Failed, Fetched, Reason
from tests.knowledge.fetching.site import Site, page, serving

Make = Callable[..., Fetcher]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "docs.test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("docs.test")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "pair.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def secure(certificate: Path) -> Iterator[Site]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    with serving(tls) as site:
        site.pages["/a"] = page()
        yield site


def _fetch(site: Site, make: Make, host: str, tls: ssl.SSLContext | None) -> Fetched | Failed:
    given = {"tls": tls} if tls else {}
    found = make(**given).fetch(site.url("/a", host).replace("http:", "https:"))
    assert isinstance(found, Fetched | Failed)
    return found


def test_over_tls_the_name_is_checked_and_not_the_address(
    secure: Site, fetcher: Make, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # https never reaches this machine: for this test alone, it may.
    monkeypatch.setattr(network, "is_public", network.is_loopback)
    trusting = ssl.create_default_context(cafile=str(certificate))

    assert isinstance(_fetch(secure, fetcher, "docs.test", trusting), Fetched)
    assert set(secure.names) == {"docs.test"}

    for host, tls in (("other.test", trusting), ("docs.test", None)):
        refused = _fetch(secure, fetcher, host, tls)
        assert isinstance(refused, Failed)
        assert refused.reason is Reason.UNREACHABLE
        assert "certificate" in refused.line


def test_https_to_this_machine_is_refused(secure: Site, fetcher: Make) -> None:
    refused = _fetch(secure, fetcher, "docs.test", None)
    assert isinstance(refused, Failed)
    assert refused.reason is Reason.PRIVATE
    assert secure.asked == []
