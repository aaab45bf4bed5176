"""Fill colours, as far as they tell whether text can be seen."""

from __future__ import annotations

from pypdf.generic import ArrayObject

# Red, green and blue from 0 to 1; None where it cannot be told (a pattern, a spot colour, a picture).
Colour = tuple[float, float, float] | None
BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (1.0, 1.0, 1.0)
_NEAR = 0.1
_PLAIN_SPACES = (
    "/DeviceGray",
    "/DeviceRGB",
    "/DeviceCMYK",
    "/ICCBased",
    "/CalRGB",
    "/CalGray",
    "/G",
    "/RGB",
    "/CMYK",
)


def from_parts(parts: list[float]) -> Colour:
    """Return the colour of one (grey), three (RGB) or four (CMYK) numbers."""
    if len(parts) == 1:
        return (parts[0], parts[0], parts[0])
    if len(parts) == 3:
        return (parts[0], parts[1], parts[2])
    if len(parts) == 4:
        cyan, magenta, yellow, key = parts
        return ((1 - cyan) * (1 - key), (1 - magenta) * (1 - key), (1 - yellow) * (1 - key))
    return None


def is_plain(space: object) -> bool:
    """Say whether the numbers of a colour space are grey, RGB or CMYK."""
    name = space[0] if isinstance(space, ArrayObject) and space else space
    return isinstance(name, str) and name in _PLAIN_SPACES


def is_near(one: Colour, other: Colour) -> bool:
    """Say whether two colours are known and cannot be told apart on a page."""
    return (
        one is not None
        and other is not None
        and all(abs(a - b) < _NEAR for a, b in zip(one, other, strict=True))
    )
