"""Open small models and their word pieces, offline; nothing is imported until it is asked for."""

from __future__ import annotations

from typing import Any

from knowledge.shipped import read_text


def open_tokenizer(limit: int | None) -> Any:
    """Return the word pieces of MiniLM, which the embedder and triage's encoder share.

    `limit` is the most pieces of a text, its two end marks among them; None: all of them.
    """
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(read_text("knowledge", "embedder/tokenizer.json"))
    # The shipped file fixes padding and truncation at 128.
    tokenizer.no_padding()
    if limit:
        tokenizer.enable_truncation(limit)
    else:
        tokenizer.no_truncation()
    return tokenizer


def open_session(model: str | bytes, threads: int = 0) -> Any:
    """Return a session on the processor for a model file's path or content; `threads` 0: as many as cores."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
