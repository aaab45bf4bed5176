from __future__ import annotations

import subprocess
import sys


def test_peak_memory_leaves_out_what_the_parent_holds() -> None:
    held = bytearray(b"x") * (256 * 2**20)
    code = "from evals.bench.timing import peak_mb; print(peak_mb())"
    printed = subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.PIPE).stdout
    assert 0 < float(printed) < len(held) / 2**20
