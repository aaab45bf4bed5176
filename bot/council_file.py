"""Read a YAML file of the council's strictly: an error names the file, the line and the field."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import GuideError
from knowledge.shipped import YAML_LOADER

_NULL = "tag:yaml.org,2002:null"
_HINT = "Correct that line; the same file in bot/demo shows the form."

Place = tuple[str | int, ...]
Shape = TypeVar("Shape", bound="Row")


class Row(BaseModel):
    """A part of a file: frozen, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def parse(text: str, name: str, shape: type[Shape], error: type[GuideError]) -> Shape:
    """Read a YAML text into a shape.

    Args:
        name: the file, as a message names it.
        error: what to raise: SettingError or LibraryError.

    Raises:
        error: names the file, the line, the field and what is wrong with it.
    """
    lines: dict[Place, int] = {}
    try:
        node = yaml.compose(text, Loader=YAML_LOADER)
        raw = _plain(node, (), lines, set()) if node else {}
        return shape.model_validate(raw)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        at = f", line {mark.line + 1}" if mark else ""
        raise error(f"{name}{at}: {_one_line(fault.problem or 'is not YAML')}.", _HINT) from fault
    except yaml.YAMLError as fault:
        raise error(f"{name}: holds characters that YAML does not allow.", _HINT) from fault
    except RecursionError as fault:
        raise error(f"{name}: is nested too deeply.", _HINT) from fault
    except ValidationError as fault:
        raise error(_first_fault(fault, name, lines), _HINT) from fault


def read(path: Path, shape: type[Shape], error: type[GuideError]) -> Shape:
    """Read a YAML file into a shape; see `parse`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise error(f"{path} cannot be read ({fault.strerror}).", f"Copy bot/demo/{path.name}.") from fault
    except UnicodeDecodeError as fault:
        raise error(f"{path} is not UTF-8 text.", "Save it as UTF-8.") from fault
    return parse(text, str(path), shape, error)


def _plain(node: yaml.Node, path: Place, lines: dict[Place, int], seen: set[int]) -> Any:
    """Return lists, dicts, strings and None; note the line of each.

    Scalars stay strings for the schema to read: YAML itself would turn a phone number into a sum and
    10:30 into seconds.
    """
    if id(node) in seen:
        raise _fault(node, "aliases (*name) are not allowed; write it out")
    seen.add(id(node))
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*path, n), lines, seen) for n, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _fault(key, "a field's name must be a plain word")
            if key.value in found:
                raise _fault(key, f"the field '{key.value}' stands twice")
            lines[(*path, key.value)] = key.start_mark.line + 1
            found[key.value] = _plain(value, (*path, key.value), lines, seen)
        return found
    return None if node.tag == _NULL else node.value


def _fault(node: yaml.Node, problem: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)


def _first_fault(fault: ValidationError, name: str, lines: dict[Place, int]) -> str:
    """Say the first thing that is wrong, in plain words, and how many more there are."""
    faults = fault.errors(include_url=False)
    first, loc = faults[0], faults[0]["loc"]
    path: Place = ()
    for part in loc:
        # The schema has a level or two that the file has not (the windows of hours).
        if (*path, part) in lines:
            path = (*path, part)
    line = lines.get(path, 1)
    if first["type"] == "missing":
        path = (*path, loc[-1])
    field = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{name}, line {line}: {_one_line(field or 'the file')}: {_in_words(first)}.{more}"


def _in_words(fault: Any) -> str:
    if fault["type"] == "missing":
        return "is missing"
    if fault["type"] == "extra_forbidden":
        return "is not a known field"
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    if fault["input"] is None:
        return "is empty"
    if fault["type"] in ("enum", "literal_error"):
        return f"must be {fault['ctx']['expected']}"
    return _one_line(str(fault["msg"]).replace("Input should be", "must be"))


def _one_line(text: str) -> str:
    return " ".join(text.split())[:200]
