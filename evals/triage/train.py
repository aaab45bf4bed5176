"""Train the classifier: `python -m evals.triage.train`. Deterministic, numpy only, under two minutes.

Prints figures on folds held back by theme, then writes bot/triage/weights.npz from all rows.
"""

from __future__ import annotations

import json
import sys
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.triage.classifier import features
from bot.triage.mask import mask
from knowledge.embed import MiniLm

_FOLDS = 5
_STEPS = 400
_RATE = 0.5
_DECAY = 2e-3

Array = NDArray[np.float32]


def read(file: Path) -> list[dict[str, str]]:
    """Return the rows of a development set."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]


def fit(rows: Array, labels: Array) -> Array:
    """Fit a logistic regression with weight decay by Adam on the whole set."""
    weights = np.zeros(rows.shape[1], dtype=np.float32)
    balance = np.where(labels == 1, len(labels) / (2 * labels.sum()), len(labels) / (2 * (1 - labels).sum()))
    mean = np.zeros_like(weights)
    square = np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        guess = 1 / (1 + np.exp(-(rows @ weights)))
        gradient = rows.T @ (balance * (guess - labels)).astype(np.float32) / len(labels) + _DECAY * weights
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        rate = _RATE * 0.1 * (1 - step / (_STEPS + 1))
        weights -= (rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)).astype(
            np.float32
        )
    return weights


def folds(themes: list[str]) -> NDArray[np.int64]:
    """Return the fold of each row; a theme lies in one fold."""
    return np.array([zlib.crc32(f"fold {theme}".encode()) % _FOLDS for theme in themes])


def out_of_fold(rows: Array, labels: Array, themes: list[str]) -> Array:
    """Return for each row the logit of a model that never saw its theme."""
    logits = np.zeros(len(labels), dtype=np.float32)
    fold = folds(themes)
    for held in range(_FOLDS):
        weights = fit(rows[fold != held], labels[fold != held])
        logits[fold == held] = rows[fold == held] @ weights
    return logits


def main() -> None:
    """Train on the shipped development set."""
    here = Path(__file__).parent
    data = read(here / "dev.jsonl")
    embedder = MiniLm()
    rows = np.stack([features(mask(row["text"]), embedder) for row in data])
    labels = np.array([row["level"] in ("escalate", "urgent") for row in data], dtype=np.float32)
    logits = out_of_fold(rows, labels, [row["theme"] for row in data])
    for threshold in (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5):
        caught = (logits[labels == 1] > threshold).mean()
        false = (logits[labels == 0] > threshold).mean()
        sys.stdout.write(f"logit > {threshold:+.1f}: risky {caught:.3f}, harmless {false:.3f}\n")
    out = here.parents[1] / "bot" / "triage" / "weights.npz"
    np.savez_compressed(out, weights=fit(rows, labels).astype(np.float16))
    sys.stdout.write(f"{len(data)} rows; weights in {out.name}\n")


if __name__ == "__main__":
    main()
