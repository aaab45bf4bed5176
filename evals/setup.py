"""What a result depends on, to be kept beside it."""

from __future__ import annotations

import hashlib
import os
import platform
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import prompts
from bot.app import App

_PACKAGES = ("council-guide", "chromadb", "bm25s", "llama-index-core", "onnxruntime", "tokenizers", "numpy")


def describe(app: App) -> dict[str, Any]:
    """Return settings, embedder, index, prompts and code; no key and no words of anybody."""
    settings = app.settings
    return {
        "settings": {
            "council": app.council.slug,
            "council_dir": str(settings.council_dir),
            "model": settings.model,
            "model_timeout_s": settings.model_timeout_s,
        },
        "embedder": app.embedder.identity,
        "index": app.retriever.index.manifest.model_dump(mode="json"),
        "prompts": prompt_version(),
        "commit": commit(Path(str(resources.files("bot"))).parent),
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} processors",
        "packages": {name: metadata.version(name) for name in _PACKAGES},
    }


def prompt_version() -> str:
    """Return a hash of all prompts: the same words, the same version."""
    digest = hashlib.sha256()
    for name in prompts.names():
        digest.update(name.encode() + b"\0")
        digest.update(resources.files("prompts").joinpath(f"{name}.md").read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def commit(root: Path) -> str | None:
    """Return the commit that is checked out at `root`, or None where there is no checkout."""
    git = root / ".git"
    try:
        if git.is_file():  # a worktree names its folder
            git = root / git.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
        head = (git / "HEAD").read_text(encoding="utf-8").strip()
        if not head.startswith("ref: "):
            return head
        common = git / "commondir"
        if common.is_file():
            git = git / common.read_text(encoding="utf-8").strip()
        return _resolved(git, head.removeprefix("ref: "))
    except OSError:
        return None


def _resolved(git: Path, ref: str) -> str | None:
    if (git / ref).is_file():
        return (git / ref).read_text(encoding="utf-8").strip()
    packed = git / "packed-refs"
    lines = packed.read_text(encoding="utf-8").splitlines() if packed.is_file() else []
    return next((line.split()[0] for line in lines if line.endswith(f" {ref}")), None)
