"""The parts of a Word file, unpacked within limits and checked before anything else reads them."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import NamedTuple

from lxml import etree

from bot.errors import DocumentError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAX_UNPACKED = 100_000_000
MAX_PARTS = 5_000
_NEEDED = (".xml", ".rels")
_AGAIN = "Open it in Word and save it again as .docx."


class Package(NamedTuple):
    """Parsed parts that are changed before conversion, and the others as they are."""

    trees: dict[str, etree._Element]
    others: dict[str, bytes]

    def packed(self) -> BytesIO:
        """Return the package as a Word file again, without its pictures."""
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for name, tree in self.trees.items():
                archive.writestr(name, etree.tostring(tree, encoding="UTF-8", xml_declaration=True))
            for name, data in self.others.items():
                archive.writestr(name, data)
        out.seek(0)
        return out


def unpack(data: bytes) -> Package:
    """Return the XML parts of a Word file.

    Raises:
        DocumentError: broken, locked, or larger unpacked than any honest document.
    """
    trees: dict[str, etree._Element] = {}
    others: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = [member for member in archive.infolist() if member.filename.endswith(_NEEDED)]
            if len(members) > MAX_PARTS or sum(member.file_size for member in members) > MAX_UNPACKED:
                raise DocumentError("It unpacks to more than 100 MB and was not opened.", _AGAIN)
            for member in members:
                part = archive.read(member)
                if member.filename.startswith("word/") and member.filename.endswith(".xml"):
                    trees[member.filename] = _tree(part)
                else:
                    others[member.filename] = part
    except DocumentError:
        raise
    except Exception as error:  # zipfile and zlib raise a dozen kinds on hostile bytes
        raise DocumentError("It is broken: it does not unpack.", _AGAIN) from error
    return Package(trees, others)


def _tree(part: bytes) -> etree._Element:
    # No Word file declares entities; one that does wants them to blow up, or to fetch something.
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise DocumentError("It holds declarations that no Word file needs, and was not opened.", _AGAIN)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    tree: etree._Element = etree.fromstring(part, parser)
    if tree.getroottree().docinfo.doctype:  # the same, in another encoding
        raise DocumentError("It holds declarations that no Word file needs, and was not opened.", _AGAIN)
    return tree
