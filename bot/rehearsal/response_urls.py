"""response_url: five answers to one interaction, within half an hour."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass

from bot.rehearsal.content import content, thread_of
from bot.rehearsal.wire import Args, Json, Refusal
from bot.rehearsal.workspace import Workspace

_USES, _LIFE = 5, 30 * 60


@dataclass
class _Url:
    channel: str
    user: str
    ts: str | None
    left: int
    until: float


class ResponseUrls:
    """The URLs that were given out, and what an answer to one does."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._urls: dict[str, _Url] = {}

    def give(self, channel: str, user: str, ts: str | None = None) -> str:
        """Return the last part of a new URL; `ts` is the message that was pressed."""
        name = uuid.uuid4().hex
        self._urls[name] = _Url(channel, user, ts, _USES, time.monotonic() + _LIFE)
        return name

    def answer(self, name: str, args: Args) -> Json:
        """Replace or delete the message, or say something new: to one person unless in_channel."""
        url = self._urls.get(name)
        if url is None:
            raise Refusal("invalid_url")
        if url.left <= 0 or time.monotonic() > url.until:
            raise Refusal("used_url" if url.left <= 0 else "expired_url")
        pressed = self._pressed(url)
        if args.flag("delete_original"):
            self._remove(url, pressed)
        elif args.flag("replace_original") and pressed is not None:
            # The whole message is replaced, not only what is named as in chat.update.
            said = content(self._workspace, args)
            for part in ("blocks", "attachments"):
                pressed.pop(part, None)
            pressed |= {"text": "", **said}
            pressed["edited"] = {"user": self._workspace.bot_user, "ts": self._workspace.ts()}
        else:
            self.say(url.channel, url.user, args)
        url.left -= 1
        return {}

    def _pressed(self, url: _Url) -> Json | None:
        stored = [*self._workspace.messages.get(url.channel, ()), *self._workspace.ephemerals]
        return next((message for message in stored if message["ts"] == url.ts), None)

    def _remove(self, url: _Url, pressed: Json | None) -> None:
        if pressed is None:
            raise Refusal("message_not_found")
        if pressed in self._workspace.ephemerals:
            self._workspace.ephemerals.remove(pressed)
        else:
            self._workspace.remove(url.channel, pressed["ts"])

    def say(self, channel: str, user: str, args: Args) -> None:
        """Say something new: to one person, or to all with response_type in_channel."""
        workspace = self._workspace
        message: Json = {
            "type": "message",
            "user": workspace.bot_user,
            "bot_id": workspace.bot_id,
            "app_id": workspace.app_id,
            "team": workspace.team,
            "ts": workspace.ts(),
            "text": "",
            **content(workspace, args),
            **thread_of(args),
        }
        if args.get("response_type") == "in_channel":
            workspace.post(channel, message)
        else:
            workspace.ephemerals.append({**message, "channel": channel, "to": user})
