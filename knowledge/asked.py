"""How people ask for what a note says: phrasings of ours, indexed beside each section and never shown.

`library/asked/NAME.yaml` holds, for each section of `library/NAME.md`, the words in which councillors come to it:
questions as they are typed on a phone, and stories that do not name their topic.
"""

from __future__ import annotations

from importlib import resources

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import LibraryError
from knowledge.shipped import read_yaml


class _Asked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
    section: str
    asked: tuple[str, ...]


def load(doc: str) -> dict[str, tuple[str, ...]]:
    """Return the phrasings of a note (`library/NAME.md`) by section; empty when it has none.

    Raises:
        LibraryError: the file breaks the format, or names a section twice.
    """
    path = path_of(doc)
    if not resources.files("knowledge").joinpath(path).is_file():
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for row in read_yaml("knowledge", path):
        try:
            one = _Asked.model_validate(row)
        except ValidationError as error:
            raise LibraryError(f"{path}: {row}: {error}") from error
        if one.section in found:
            raise LibraryError(f"{path}: the section '{one.section}' stands twice.")
        found[one.section] = one.asked
    return found


def path_of(doc: str) -> str:
    """Return the file of a note's phrasings."""
    return doc.replace("library/", "library/asked/").removesuffix(".md") + ".yaml"
