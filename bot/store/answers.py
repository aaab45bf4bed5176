"""The key under which the answer to a message stands in the outbox."""

from __future__ import annotations


def answer_key(message_id: str) -> str:
    """Return the key of the notice that answers a message."""
    return f"answer:{message_id}"
