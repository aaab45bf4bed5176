"""The errors that a person can meet.

GuideError                 code, message, hint: always shown as "what is wrong; what to do next"
├── SettingError           a setting is missing or wrong
├── LibraryError           a note, a source or a house text breaks its format
├── IndexMissingError      there is no usable index at the place named
├── IndexRaceError         another host has published an index meanwhile
├── DocumentError          a document cannot be read
├── HoldingError           an added document is not there, or may not be changed like that
├── BatchError             a batch file cannot be read at all
├── ModelError             the language model failed, timed out or answered out of shape
├── KeyFileError           the key file is missing its key, in the wrong place or open to others
├── StoreError             the database cannot be opened or used
├── SealError              a stored text does not open with this key
├── SlackSetupError        the workspace is not set up as it must be
└── CaseError              a case is not there, or may not be changed like that
"""

from __future__ import annotations


class GuideError(Exception):
    """An expected failure.

    Args:
        message: what is wrong, one line, without anybody's words in it.
        hint: what to do next, one line.
    """

    code = "error"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class SettingError(GuideError):
    code = "setting"


class LibraryError(GuideError):
    code = "library"


class IndexMissingError(GuideError):
    code = "index_missing"


class IndexRaceError(GuideError):
    code = "index_race"


class DocumentError(GuideError):
    code = "document"


class HoldingError(GuideError):
    code = "holding"


class BatchError(GuideError):
    code = "batch"


class ModelError(GuideError):
    code = "model"


class KeyFileError(GuideError):
    code = "key_file"


class StoreError(GuideError):
    code = "store"


class SealError(GuideError):
    code = "seal"


class SlackSetupError(GuideError):
    code = "slack_setup"


class CaseError(GuideError):
    code = "case"
