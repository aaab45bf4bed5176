"""What people press, fill in and call up: the deliveries about it."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from bot.rehearsal import forms
from bot.rehearsal.blocks import controls
from bot.rehearsal.forms import Filled
from bot.rehearsal.payloads import action
from bot.rehearsal.socket import Delivery
from bot.rehearsal.surfaces import Message, View
from bot.rehearsal.wire import Args, Json
from bot.rehearsal.workspace import Person

if TYPE_CHECKING:
    from bot.rehearsal.server import Slack


class Interactions:
    """Interactions of people; everything here runs on the server's loop."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    def press_in_message(
        self, person: Person, shown: Message, action_id: str, value: Any, force: bool
    ) -> Delivery:
        """Press a control of a message."""
        slack, channel = self._slack, shown.channel
        if not force and person.id not in slack.workspace.channels[channel].members:
            raise AssertionError(f"{person.name} is not in {channel}")
        there = self._stored(shown)
        message = there if there is not None and not force else shown.raw
        block_id, control = _control(message.get("blocks", []), action_id, value, person, force)
        container = {"type": "message", "message_ts": shown.ts, "channel_id": channel}
        if shown.thread_ts:
            container["thread_ts"] = shown.thread_ts
        # Slack does not tell what an ephemeral message said.
        told = {} if shown.is_ephemeral else {"message": deepcopy(message)}
        return self._interaction(
            "block_actions",
            person,
            slack.triggers.give(person.id),
            container={**container, "is_ephemeral": shown.is_ephemeral},
            channel=slack.payloads.place(channel),
            response_url=self._url(channel, person, shown.ts),
            state=forms.state(message, forms.with_choice({}, block_id, control, value)),
            actions=[action(control, block_id, forms.pressed(control, value))],
            **told,
        )

    def press_in_view(
        self, person: Person, shown: View, action_id: str, value: Any, filled: Filled, force: bool
    ) -> Delivery:
        """Press a control of a modal or a home tab."""
        view = shown.raw if force else self._slack.workspace.views[shown.id]
        block_id, control = _control(view["blocks"], action_id, value, person, force)
        state = forms.state(view, forms.with_choice(filled, block_id, control, value))
        in_modal = view["id"] if view["type"] == "modal" else None
        return self._interaction(
            "block_actions",
            person,
            self._slack.triggers.give(person.id, in_modal),
            container={"type": "view", "view_id": view["id"]},
            view={**deepcopy(view), "state": state},
            actions=[action(control, block_id, forms.pressed(control, value))],
        )

    def submit(self, person: Person, view_id: str, filled: Filled) -> Delivery:
        """Submit the modal on top; what the bot answers is done to it at once."""
        slack = self._slack
        view = slack.modals.top(person.id)
        if view is None or view["id"] != view_id:
            raise AssertionError(f"{person.name} does not look at view {view_id}")
        if view["submit"] is None:
            raise AssertionError(f"view {view_id} cannot be submitted")
        state = forms.state(view, filled)
        if lacking := forms.missing(view, state["values"]):
            raise AssertionError(f"Slack would not let {person.name} submit: {'; '.join(lacking)}")
        delivery = self._interaction(
            "view_submission",
            person,
            slack.triggers.give(person.id, view_id),
            view={**deepcopy(view), "state": state},
            response_urls=[],
        )
        slack.workspace.view_errors.pop(view_id, None)
        delivery.then = lambda answer: slack.modals.answered(person.id, view, answer)
        return delivery

    def close(self, person: Person, view_id: str) -> Delivery | None:
        """Close a modal; the bot is told only if the view asks for it."""
        slack = self._slack
        view = deepcopy(slack.workspace.views[view_id])
        slack.modals.close(person.id, view_id)
        if view["clear_on_close"]:
            slack.workspace.stacks[person.id] = []
        if not view["notify_on_close"]:
            return None
        trigger = slack.triggers.give(person.id)
        return self._interaction("view_closed", person, trigger, view=view, is_cleared=view["clear_on_close"])

    def shortcut(self, person: Person, callback_id: str, shown: Message | None) -> Delivery:
        """Use a global shortcut, or the shortcut of a message."""
        slack, trigger = self._slack, self._slack.triggers.give(person.id)
        common = {"callback_id": callback_id, "action_ts": slack.workspace.ts()}
        if shown is None:
            return self._interaction("shortcut", person, trigger, **common)
        return self._interaction(
            "message_action",
            person,
            trigger,
            **common,
            channel=slack.payloads.place(shown.channel),
            message_ts=shown.ts,
            message=deepcopy(self._stored(shown) or shown.raw),
            response_url=self._url(shown.channel, person, None),
        )

    def command(self, person: Person, channel: str, command: str, text: str) -> Delivery:
        """Use a slash command; a text in the acknowledgement is shown to the person."""
        slack = self._slack
        url, trigger = self._url(channel, person, None), slack.triggers.give(person.id)
        payload = slack.payloads.command(person, channel, command, text, trigger, url)

        def show(answer: Json) -> None:
            if answer:
                slack.urls.say(channel, person.id, Args(answer))

        return Delivery("slash_commands", payload, then=show)

    def _interaction(self, kind: str, person: Person, trigger: str, **parts: Any) -> Delivery:
        payload = self._slack.payloads.interaction(kind, person, trigger, **parts)
        return Delivery("interactive", payload)

    def _url(self, channel: str, person: Person, ts: str | None) -> str:
        return f"{self._slack.base}/respond/{self._slack.urls.give(channel, person.id, ts)}"

    def _stored(self, shown: Message) -> Json | None:
        workspace = self._slack.workspace
        stored = workspace.ephemerals if shown.is_ephemeral else workspace.messages.get(shown.channel, ())
        return next((raw for raw in stored if raw["ts"] == shown.ts), None)


def _control(blocks: list[Json], action_id: str, value: Any, person: Person, force: bool) -> tuple[str, Json]:
    there = []
    for block in blocks:
        for control in controls(block):
            there.append(control["action_id"])
            if control["action_id"] != action_id or not forms.fits(control, value):
                continue
            if not force and person.id not in control.get("visible_to_user_ids", [person.id]):
                raise AssertionError(f"{person.name} does not see {action_id!r}")
            return block["block_id"], control
    raise AssertionError(f"no {action_id!r} with value {value!r} to press; there is: {there}")
