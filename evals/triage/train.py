"""Train what bot/triage/classifier.py scores with: `python -m evals.triage.train`.

Deterministic; about a minute on 2 cores. Needs scikit-learn and scipy, which the product does not. The
encoder is trained apart, by evals/triage/encoder.py, which leaves what it says of held-back folds in
encoder_folds.npz.

Prints figures on folds held back by theme, then writes bot/triage/weights.npz from all rows.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.triage import lexical
from bot.triage.assess import level_of
from bot.triage.classifier import Estimate
from evals.triage.development import Development, load
from evals.triage.score import Pair, area_under_curve, calibration, rates
from knowledge.embed import MiniLm

HERE = Path(__file__).parent
WEIGHTS = HERE.parents[1] / "bot" / "triage" / "weights.npz"

# The patterns were written while reading these rows, so their counts say more here than they will elsewhere:
# on rows that were new to them a strong behaviour weighed half as much. Made small, they are held back by the
# penalty on large weights.
_PATTERN_COUNTS = slice(0, 3)
_PATTERN_SCALE = 0.25

Array = NDArray[Any]


@dataclass(frozen=True)
class Heads:
    """Linear models on the embedding and on words, trained on some rows."""

    embedding: LogisticRegression
    words: LogisticRegression
    rarity: Array

    @classmethod
    def fit(cls, data: Development, vectors: Array, rows: Array) -> Heads:
        rarity = _rarity([data.plain[at] for at in rows])
        matrix = _matrix([data.plain[at] for at in rows], rarity)
        return cls(
            _regression(10).fit(vectors[rows], data.risky[rows]),
            _regression(4).fit(matrix, data.risky[rows]),
            rarity,
        )

    def logits(self, data: Development, vectors: Array, rows: Array) -> Array:
        matrix = _matrix([data.plain[at] for at in rows], self.rarity)
        return np.column_stack(
            [self.embedding.decision_function(vectors[rows]), self.words.decision_function(matrix)]
        )


def main() -> None:
    """Train, print the figures of the folds, write the weights."""
    data = load()
    vectors = MiniLm().embed(data.plain)
    signals = np.array([heard.row() for heard in data.signals])
    signals[:, _PATTERN_COUNTS] *= _PATTERN_SCALE
    linear = np.zeros((len(data.plain), 2))
    for held in data.held_back:
        inside, outside = np.flatnonzero(data.fold != held), np.flatnonzero(data.fold == held)
        linear[outside] = Heads.fit(data, vectors, inside).logits(data, vectors, outside)
    encoder = _heard_by_encoder(data)
    columns = {
        "rules": signals,
        "embedding": linear[:, :1],
        "words": linear[:, 1:],
        "linear and rules": np.column_stack([linear, signals]),
        "encoder": encoder[:, :1],
        "all": np.column_stack([encoder[:, 0], linear, signals]),
    }
    for name, features in columns.items():
        scores = _out_of_fold(features, data)
        area = area_under_curve(list(scores[data.judged]), list(data.risky[data.judged]))
        say(f"{name:>17}: AUC {area:.3f}")
    scores = _out_of_fold(columns["all"], data)
    _report(data, scores, encoder[:, 1])
    heads = Heads.fit(data, vectors, np.arange(len(data.plain)))
    _write(heads, _combiner(columns["all"][data.judged], data.risky[data.judged]))


def _heard_by_encoder(data: Development) -> Array:
    """Return the logit of risk and the probability of danger, shape (n, 2), by an encoder that never saw the theme."""
    folds = np.load(HERE / "encoder_folds.npz")
    heard = np.full((len(data.plain), 2), np.nan)
    # Rows that were written later stand behind, and in no fold.
    heard[: len(folds["risk"])] = np.column_stack([folds["risk"], folds["danger"]])
    return heard


def _out_of_fold(features: Array, data: Development) -> Array:
    """Return for each judged row the probability by a combination that never saw its theme."""
    scores = np.zeros(len(data.risky))
    for held in data.held_back:
        outside = data.fold == held
        inside = data.judged & ~outside
        fitted = _combiner(features[inside], data.risky[inside])
        scores[outside] = fitted.predict_proba(features[outside])[:, 1]
    return scores


def _combiner(features: Array, risky: Array) -> LogisticRegression:
    # Not balanced: its probabilities are the calibrated score.
    return LogisticRegression(C=1.0, max_iter=2000).fit(features, risky)


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, class_weight="balanced", max_iter=3000)


def _rarity(texts: list[str]) -> Array:
    met = np.zeros(lexical.BUCKETS)
    for text in texts:
        for counts in lexical.count(text):
            met[list(counts)] += 1
    return np.asarray(np.log((1 + len(texts)) / (1 + met)) + 1, dtype=np.float32)


def _matrix(texts: list[str], rarity: Array) -> csr_matrix:
    rows = [lexical.row(text, rarity) for text in texts]
    ends = np.concatenate([[0], np.cumsum([len(buckets) for buckets, _ in rows])])
    values = np.concatenate([values for _, values in rows])
    buckets = np.concatenate([buckets for buckets, _ in rows])
    return csr_matrix((values, buckets, ends), shape=(len(texts), lexical.BUCKETS))


def _report(data: Development, scores: Array, danger: Array) -> None:
    pairs = [
        Pair(
            data.levels[at],
            data.level_by_rule[at]
            or level_of(Estimate(float(scores[at]), float(danger[at])), data.signals[at]),
        )
        for at in np.flatnonzero(data.judged)
    ]
    for measure in rates(pairs):
        between = f"{measure.low:.3f} to {measure.high:.3f}"
        say(f"{measure.name:>22}: {measure.hits}/{measure.n} = {measure.value:.3f} ({between})")
    for mean, interval, size in calibration(scores[data.judged], data.risky[data.judged]):
        say(f"   score {mean:.2f}: risky {interval.low:.2f} to {interval.high:.2f} of {size}")


def _write(heads: Heads, combine: LogisticRegression) -> None:
    weights = combine.coef_[0].copy()
    # Behind the encoder and the two linear models.
    weights[3:][_PATTERN_COUNTS] *= _PATTERN_SCALE
    np.savez_compressed(
        WEIGHTS,
        embedding=heads.embedding.coef_[0].astype(np.float16),
        embedding_bias=np.float32(heads.embedding.intercept_[0]),
        lexical=heads.words.coef_[0].astype(np.float16),
        lexical_bias=np.float32(heads.words.intercept_[0]),
        rarity=heads.rarity.astype(np.float16),
        combine=weights.astype(np.float32),
        combine_bias=np.float32(combine.intercept_[0]),
    )
    say(f"Wrote {WEIGHTS.name}; combination: {np.round(weights, 2).tolist()}")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
