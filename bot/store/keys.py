"""The master key and what is done with it: seal words, wrap a case's own key, look people up by hash."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import stat
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.errors import KeyFileError, SealError

_BYTES = 32
_NONCE = 12
# The first byte of what is sealed: a later form can live beside this one.
_FORM = b"\x01"
_READABLE_BY_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Sealer:
    """Encrypts with AES-256-GCM; what is sealed opens only under the name that it was sealed with."""

    def __init__(self, key: bytes) -> None:
        self._aead = AESGCM(key)

    def seal(self, text: str, name: str) -> bytes:
        """Encrypt a text; `name` says where it lies, such as `inbox:ID:body`."""
        nonce = os.urandom(_NONCE)
        return _FORM + nonce + self._aead.encrypt(nonce, text.encode(), name.encode())

    def open(self, sealed: bytes, name: str) -> str:
        """Decrypt what was sealed under that name.

        Raises:
            SealError: another key, another place, or changed bytes.
        """
        if sealed[:1] != _FORM:
            raise SealError("A stored text has a form that this version does not know.")
        try:
            opened = self._aead.decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], name.encode())
        except (InvalidTag, ValueError) as error:  # ValueError: too few bytes are left to be a nonce
            raise SealError(
                "A stored text does not open with this key file.",
                "Put back the key file that belongs to this data folder.",
            ) from error
        return opened.decode()


class Keys(Sealer):
    """The master key: seals texts, wraps the key of each case, hashes Slack's ids for look-up."""

    def __init__(self, master: bytes) -> None:
        super().__init__(_derive(master, "texts"))
        self._wrapping = Sealer(_derive(master, "case keys"))
        self._lookup = _derive(master, "look-up")

    def hash(self, *parts: str) -> bytes:
        """Return a keyed hash: equal for equal parts, and no way back without the key."""
        # With its length before it, no part can run into the next.
        message = "".join(f"{len(part)}:{part}" for part in parts).encode()
        return hmac.new(self._lookup, message, hashlib.sha256).digest()

    def new_case_key(self, case_id: str) -> bytes:
        """Make a data key for one case; return it wrapped."""
        return self._wrapping.seal(secrets.token_hex(_BYTES), _case_name(case_id))

    def case_sealer(self, wrapped: bytes, case_id: str) -> Sealer:
        """Return what seals and opens the words of one case."""
        return Sealer(bytes.fromhex(self._wrapping.open(wrapped, _case_name(case_id))))


def load(path: Path, data_dir: Path) -> Keys:
    """Read the key file; at the first start make it, readable by its owner alone.

    Raises:
        KeyFileError: the file lies in the data folder, others may read it, or it holds no key.
    """
    if not is_there(path, data_dir):
        _create(path.expanduser())
    return Keys(_read(path.expanduser()))


def is_there(path: Path, data_dir: Path) -> bool:
    """Return whether there is a key file.

    Raises:
        KeyFileError: its place lies in the data folder, or cannot be reached.
    """
    try:
        path = path.expanduser()
        is_inside = path.resolve().is_relative_to(data_dir.resolve())
        found = path.exists()
    except (OSError, RuntimeError) as error:  # RuntimeError: no such home folder, or links in a circle
        raise KeyFileError(
            f"The key file {path} cannot be reached ({type(error).__name__}).",
            "Set GUIDE_KEY_FILE to a place that you may read, outside the data folder.",
        ) from error
    if is_inside:
        raise KeyFileError(
            f"The key file {path} lies inside the data folder.",
            "Set GUIDE_KEY_FILE to a place outside it: a copy of the data must not hold its key.",
        )
    return found


def _create(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # A half-written key must never be found under the name: it is linked there when it is whole.
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(base64.b64encode(secrets.token_bytes(_BYTES)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first; its key counts
        finally:
            draft.unlink()
    except OSError as error:
        raise KeyFileError(
            f"The key file {path} cannot be made ({error.strerror}).",
            "Set GUIDE_KEY_FILE to a place that you may write to, outside the data folder.",
        ) from error


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_mode & _READABLE_BY_OTHERS:
            raise KeyFileError(f"Others may read the key file {path}.", f"Run: chmod 600 {path}")
        key = base64.b64decode(path.read_bytes().strip(), validate=True)
    except OSError as error:
        raise KeyFileError(f"The key file {path} cannot be read ({error.strerror}).") from error
    except binascii.Error:
        key = b""
    if len(key) != _BYTES:
        raise KeyFileError(
            f"The key file {path} holds no key.", "Put back the right file; without it nothing stored opens."
        )
    return key


def _derive(master: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), _BYTES, salt=None, info=f"council-guide {purpose}".encode()).derive(master)


def _case_name(case_id: str) -> str:
    return f"cases:{case_id}:data_key"
