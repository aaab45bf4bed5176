"""What people write: store it as Slack does and say which events the app gets of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from copy import deepcopy

from bot.rehearsal.payloads import Payloads
from bot.rehearsal.wire import Json
from bot.rehearsal.workspace import Channel, Person, Workspace


class Writing:
    """Messages of people; everything here runs on the server's loop."""

    def __init__(self, workspace: Workspace, payloads: Payloads) -> None:
        self._workspace = workspace
        self._payloads = payloads

    def write(
        self,
        person: Person,
        channel: Channel,
        text: str,
        *,
        thread_ts: str | None = None,
        files: Sequence[str | Json] = (),
        subtype: str | None = None,
    ) -> Json:
        """Store a message and return it."""
        workspace = self._workspace
        if person.id not in channel.members:
            raise AssertionError(f"{person.name} is not in {channel.name}")
        message: Json = {
            "client_msg_id": str(uuid.uuid4()),
            "type": "message",
            "user": person.id,
            "text": text,
            "ts": workspace.ts(),
            "team": person.team_id,
        }
        if channel.is_shared:
            message |= {"user_team": person.team_id, "source_team": person.team_id}
        if thread_ts:
            parent = workspace.message(channel.id, thread_ts, error="thread_not_found")
            message |= {"thread_ts": parent["ts"], "parent_user_id": parent["user"]}
        if files:
            message |= {"subtype": "file_share", "files": [self._file(person, file) for file in files]}
        if subtype:
            message["subtype"] = subtype
        return workspace.post(channel.id, message)

    def events(self, channel: Channel, message: Json, *, twin: bool | None = None) -> list[Json]:
        """Return the payloads that the app gets of a new message: mention, message, or both."""
        workspace = self._workspace
        inside = workspace.bot_user in channel.members
        mentioned = not channel.is_im and f"<@{workspace.bot_user}>" in message["text"]
        events = []
        if mentioned and inside and "app_mentions:read" in workspace.scopes:
            events.append(self._payloads.mention(channel, deepcopy(message)))
        if self.is_heard(channel) if twin is None else twin:
            events.append(self._payloads.message(channel, deepcopy(message)))
        return [self._payloads.event(event) for event in events]

    def edit(self, person: Person, channel: Channel, ts: str, text: str) -> list[Json]:
        """Change a message of this person and return the payloads about it."""
        message = self._own(person, channel, ts)
        before = deepcopy(message)
        message["text"] = text
        message["edited"] = {"user": person.id, "ts": self._workspace.ts()}
        return self._about(channel, self._payloads.changed(channel, before, deepcopy(message)))

    def delete(self, person: Person, channel: Channel, ts: str) -> list[Json]:
        """Take a message away; where it has replies, a tombstone stays and counts as a change."""
        message = self._own(person, channel, ts)
        before = deepcopy(message)
        if not message.get("reply_count"):
            self._workspace.remove(channel.id, ts)
            return self._about(channel, self._payloads.deleted(channel, before))
        message.pop("files", None)
        message |= {"subtype": "tombstone", "text": "This message was deleted.", "hidden": True}
        return self._about(channel, self._payloads.changed(channel, before, deepcopy(message)))

    def is_heard(self, channel: Channel) -> bool:
        """Say whether the app gets the messages of this channel."""
        inside = self._workspace.bot_user in channel.members
        return inside and f"{channel.kind}:history" in self._workspace.scopes

    def _about(self, channel: Channel, event: Json) -> list[Json]:
        return [self._payloads.event(event)] if self.is_heard(channel) else []

    def _own(self, person: Person, channel: Channel, ts: str) -> Json:
        message = self._workspace.message(channel.id, ts)
        if message["user"] != person.id:
            raise AssertionError(f"{person.name} did not write {ts}")
        return message

    def _file(self, person: Person, file: str | Json) -> Json:
        if not isinstance(file, str):
            return file
        number = self._workspace.number()
        kind = file.rpartition(".")[2].lower()
        return {
            "id": f"F{number:09d}",
            "name": file,
            "title": file,
            "filetype": kind,
            "mimetype": f"application/{kind}",
            "mode": "hosted",
            "size": 1024,
            "user": person.id,
            "url_private": f"https://files.slack.com/files-pri/{self._workspace.team}-F{number:09d}/{file}",
        }
