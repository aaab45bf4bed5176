"""Write the library's vectors beside the notes: `python -m knowledge.ship`, after a note has changed."""

from __future__ import annotations

import sys
from pathlib import Path

from knowledge.build import ship_vectors
from knowledge.embed import MiniLm

if __name__ == "__main__":
    file = Path(__file__).with_name("library") / "vectors.npz"
    sys.stdout.write(f"{ship_vectors(file, MiniLm())} vectors in {file.name}\n")
