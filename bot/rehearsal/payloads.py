"""What Slack tells the bot: the payloads of events and interactions."""

from __future__ import annotations

import time
import uuid
from typing import Any

from bot.rehearsal.wire import Json
from bot.rehearsal.workspace import Channel, Person, Workspace

_KINDS = {"im": "im", "groups": "group", "channels": "channel"}


class Payloads:
    """The payloads of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def event(self, event: Json) -> Json:
        """Wrap an event as the Events API does, with a new event_id."""
        workspace = self._workspace
        channel = workspace.channels.get(str(event.get("channel")))
        return {
            "token": "verification",
            "team_id": workspace.team,
            "context_team_id": workspace.team,
            "api_app_id": workspace.app_id,
            "type": "event_callback",
            "event_id": f"Ev{workspace.number():08d}",
            "event_time": int(workspace.clock()),
            "event": event,
            "is_ext_shared_channel": bool(channel and channel.is_shared),
            "event_context": "4-rehearsal",
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": workspace.team,
                    "user_id": workspace.bot_user,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
        }

    def message(self, channel: Channel, message: Json) -> Json:
        """Return the event for a message that someone wrote."""
        own = {name: value for name, value in message.items() if name not in ("reply_count", "latest_reply")}
        return {**own, "channel": channel.id, "channel_type": _KINDS[channel.kind], "event_ts": message["ts"]}

    def mention(self, channel: Channel, message: Json) -> Json:
        """Return the app_mention twin of a message; it has no files and no channel_type."""
        kept = {name: value for name, value in message.items() if name not in ("files", "subtype")}
        return {**kept, "type": "app_mention", "channel": channel.id, "event_ts": message["ts"]}

    def changed(self, channel: Channel, before: Json, after: Json) -> Json:
        """Return the event for an edited message."""
        parts = {"message": after, "previous_message": before}
        return self._about("message_changed", channel, parts)

    def deleted(self, channel: Channel, before: Json) -> Json:
        """Return the event for a message that was taken away."""
        parts = {"previous_message": before, "deleted_ts": before["ts"]}
        return self._about("message_deleted", channel, parts)

    def _about(self, subtype: str, channel: Channel, parts: Json) -> Json:
        ts = self._workspace.ts()
        return {
            "type": "message",
            "subtype": subtype,
            "channel": channel.id,
            "channel_type": _KINDS[channel.kind],
            "hidden": True,
            "ts": ts,
            "event_ts": ts,
            **parts,
        }

    def home_opened(self, person: Person, tab: str, view: Json | None) -> Json:
        """Return the event for someone who looks at a tab of the app."""
        shown = {"view": view} if view and tab == "home" else {}
        event = {"type": "app_home_opened", "user": person.id, "channel": person.dm, "tab": tab}
        return {**event, "event_ts": self._workspace.ts(), **shown}

    def interaction(self, kind: str, person: Person, trigger_id: str, **parts: Any) -> Json:
        """Return what all interactions share, with the parts of one kind."""
        return {
            "type": kind,
            "user": {
                "id": person.id,
                "username": person.name,
                "name": person.name,
                "team_id": person.team_id,
            },
            "api_app_id": self._workspace.app_id,
            "token": "verification",
            "team": {"id": self._workspace.team, "domain": self._workspace.domain},
            "enterprise": None,
            "is_enterprise_install": False,
            "trigger_id": trigger_id,
            **parts,
        }

    def place(self, channel: str) -> Json:
        """Return a channel as interactions name it."""
        found = self._workspace.channels[channel]
        return {"id": channel, "name": "privategroup" if found.is_private else found.name}

    def command(
        self, person: Person, channel: str, command: str, text: str, trigger_id: str, url: str
    ) -> Json:
        """Return the payload of a slash command."""
        return {
            "token": "verification",
            "team_id": self._workspace.team,
            "team_domain": self._workspace.domain,
            "channel_id": channel,
            "channel_name": self.place(channel)["name"],
            "user_id": person.id,
            "user_name": person.name,
            "command": command,
            "text": text,
            "api_app_id": self._workspace.app_id,
            "is_enterprise_install": "false",
            "response_url": url,
            "trigger_id": trigger_id,
        }


def action(control: Json, block_id: str, chosen: Json) -> Json:
    """Return one entry of the actions of an interaction."""
    return {
        "type": control["type"],
        "action_id": control["action_id"],
        "block_id": block_id,
        "action_ts": f"{time.time():.6f}",
        **chosen,
    }


def client_msg_id() -> str:
    """Return the id that a person's client gives a message."""
    return str(uuid.uuid4())
