"""What ships inside the package: its version, and its data files."""

from __future__ import annotations

import io
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from knowledge.embed import Vector

# The parser in C, where it was built: some files are read before the first answer.
YAML_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def version() -> str:
    """Return the version of Council Guide that runs."""
    return metadata.version("council-guide")


def read_text(package: str, name: str) -> str:
    """Return a file's text."""
    return resources.files(package).joinpath(name).read_text(encoding="utf-8")


def read_lines(package: str, name: str) -> list[str]:
    """Return the lines of a list, without empty ones and comments."""
    lines = (line.strip() for line in read_text(package, name).split("\n"))
    return [line for line in lines if line and not line.startswith("#")]


def read_yaml(package: str, name: str) -> Any:
    """Return what a YAML file says."""
    return parse_yaml(read_text(package, name))


def parse_yaml(text: str) -> Any:
    """Return what a YAML text says.

    Raises:
        yaml.YAMLError: the text is no YAML.
    """
    return yaml.load(text, Loader=YAML_LOADER)


@cache
def read_numbers(file: Path) -> Vector:
    """Return the numbers of a `.npy` file, in single precision; read once."""
    import numpy as np  # whoever asks for the version or a list needs none of it

    numbers: Vector = np.load(io.BytesIO(file.read_bytes()), allow_pickle=False).astype(np.float32)
    return numbers
