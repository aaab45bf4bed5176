"""The documents that an administrator has added; `shelf.Shelf` is the way in."""
