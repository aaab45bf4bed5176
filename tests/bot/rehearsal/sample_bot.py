"""A small bolt app that does a little of everything; it knows nothing of the stand-in."""

from __future__ import annotations

import asyncio
import os
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

Json = dict[str, Any]
COMMENT: Json = {
    "type": "modal",
    "callback_id": "comment",
    "private_metadata": "case 7",
    "title": {"type": "plain_text", "text": "Comment"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "words",
            "label": {"type": "plain_text", "text": "Your words"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        },
        {
            "type": "input",
            "block_id": "how",
            "optional": True,
            "label": {"type": "plain_text", "text": "How shall we answer?"},
            "element": {
                "type": "static_select",
                "action_id": "way",
                "options": [
                    {"text": {"type": "plain_text", "text": "By phone"}, "value": "phone"},
                    {"text": {"type": "plain_text", "text": "In Slack"}, "value": "slack"},
                ],
            },
        },
    ],
}


def notice(title: str, words: str) -> Json:
    """Return a modal without inputs."""
    return {
        "type": "modal",
        "callback_id": "notice",
        "notify_on_close": True,
        "title": {"type": "plain_text", "text": title},
        "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": words}}],
    }


def card(question: str) -> list[Json]:
    """Return an answer with buttons under it."""
    buttons = [("helpful", "Helpful"), ("comment", "Comment"), ("done", "Done")]
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": f"*Answer* to _{question}_"}},
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "action_id": action_id,
                    "value": f"value-{action_id}",
                    "text": {"type": "plain_text", "text": label},
                }
                for action_id, label in buttons
            ],
        },
    ]


def listeners(app: AsyncApp) -> None:
    """Add all listeners."""
    seen: set[str] = set()

    async def message(event: Json, body: Json, say: Any) -> None:
        if event.get("subtype") in ("message_changed", "message_deleted"):
            await say(f"noticed: {event['subtype']}")
        elif body["event_id"] not in seen and "bot_id" not in event:
            seen.add(body["event_id"])
            files = len(event.get("files", ()))
            await say(
                text=f"Answer to {event['text']} ({files} files)",
                blocks=card(event["text"]),
                thread_ts=event.get("thread_ts"),
            )

    async def mention(event: Json, client: Any) -> None:
        await client.chat_postEphemeral(
            channel=event["channel"], user=event["user"], text="I answered you in our DM."
        )
        await client.chat_postMessage(channel=event["user"], text=f"You asked: {event['text']}")

    async def helpful(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="Thank you!", replace_original=True, blocks=[])

    async def done(ack: Any, body: Json, client: Any) -> None:
        await ack()
        place = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
        await client.chat_update(**place, text="Done.", blocks=[])

    async def comment(ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=COMMENT)

    async def submitted(ack: Any, view: Json, body: Json, client: Any) -> None:
        words = view["state"]["values"]["words"]["text"]["value"]
        if len(words) < 3:
            await ack(response_action="errors", errors={"words": "Too short"})
        elif words == "update":
            await ack(response_action="update", view=notice("Updated", "It changed."))
        elif words == "push":
            await ack(response_action="push", view=notice("Pushed", "One more."))
        elif words == "broken":
            await ack(response_action="update", view=notice("T" * 25, "Too long a title."))
        elif words == "clear":
            await ack(response_action="clear")
        else:
            await ack()
            way = view["state"]["values"]["how"]["way"]["selected_option"]
            await client.chat_postMessage(
                channel=body["user"]["id"], text=f"Comment: {words} ({way and way['value']})"
            )

    async def closed(ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.chat_postMessage(channel=body["user"]["id"], text="You closed it.")

    async def ask(ack: Any, command: Json, respond: Any) -> None:
        await ack(f"Looking up {command['text']}")
        await respond(text="Found it.", response_type="in_channel")

    async def use_shortcut(ack: Any, shortcut: Json, client: Any) -> None:
        await ack()
        words = shortcut.get("message", {}).get("text", "nothing")
        await client.views_open(trigger_id=shortcut["trigger_id"], view=notice("About", words))

    async def home(event: Json, client: Any) -> None:
        if event["tab"] == "home":
            blocks = [
                {"type": "header", "text": {"type": "plain_text", "text": "Council Guide"}},
                card("home")[1],
            ]
            await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})
        else:
            prompts = [{"title": "Gifts", "message": "Which gifts must I declare?"}]
            await client.assistant_threads_setSuggestedPrompts(channel_id=event["channel"], prompts=prompts)

    app.event("message")(message)
    app.event("app_mention")(mention)
    app.event("app_home_opened")(home)
    app.action("helpful")(helpful)
    app.action("comment")(comment)
    app.action("done")(done)
    app.view("comment")(submitted)
    app.view_closed("notice")(closed)
    app.command("/ask")(ask)
    app.shortcut("about")(use_shortcut)


async def main() -> None:
    """Serve until killed, with the settings of the environment."""
    client = AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    app = AsyncApp(client=client)
    listeners(app)
    await AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start_async()


if __name__ == "__main__":
    asyncio.run(main())
