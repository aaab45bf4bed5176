"""A real Chroma server for the tests that need one, and what lies on it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import chromadb


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """Run a server on this folder; yield its address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    chroma = Path(sys.executable).with_name("chroma")
    command = [chroma, "run", "--path", folder, "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        until = time.monotonic() + 60
        while True:
            try:
                urlopen(f"{url}/api/v2/heartbeat", timeout=1).close()
                break
            except (URLError, OSError):
                assert process.poll() is None, "the Chroma server ended"
                assert time.monotonic() < until, "the Chroma server does not answer"
        yield url
        process.terminate()


@contextmanager
def client_of(server: str) -> Iterator[Any]:
    host, port = server.removeprefix("http://").split(":")
    with closing(chromadb.HttpClient(host=host, port=int(port))) as client:
        yield client


def names(server: str) -> set[str]:
    """Return the names of the collections on a server."""
    with client_of(server) as client:
        return {collection.name for collection in client.list_collections()}
