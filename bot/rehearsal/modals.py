"""views.open, views.push, views.update, views.publish, and what an answer does to a submitted modal."""

from __future__ import annotations

from typing import Any

from bot.rehearsal.content import checked_view
from bot.rehearsal.triggers import Triggers
from bot.rehearsal.wire import Args, Json, Method, Refusal, invalid_arguments
from bot.rehearsal.workspace import Workspace

# A modal, and two pushed on it.
_DEPTH = 3


class Modals:
    """The modals that people look at, each person's in a stack, and their home tabs."""

    def __init__(self, workspace: Workspace, triggers: Triggers) -> None:
        self._workspace = workspace
        self._triggers = triggers

    def methods(self) -> dict[str, Method]:
        """Return the methods by their names."""
        return {
            "views.open": self.open,
            "views.push": self.push,
            "views.update": self.update,
            "views.publish": self.publish,
        }

    def open(self, args: Args) -> Json:
        """Open a modal for the person who did something."""
        given = self._given(args, "modal")
        user = self._triggers.take(args.text("trigger_id")).user
        view = self._new(given)
        self._workspace.stacks[user] = [view["id"]]
        return {"view": view}

    def push(self, args: Args) -> Json:
        """Put a modal on top of the one in which the person did something."""
        given = self._given(args, "modal")
        trigger = self._triggers.take(args.text("trigger_id"))
        if trigger.view not in self._workspace.stacks.get(trigger.user, ()):
            raise Refusal("not_found")
        return {"view": self._on_top(trigger.user, given)}

    def update(self, args: Args) -> Json:
        """Change an open view."""
        found = self._workspace.views.get(args.maybe("view_id") or "") or self._by_external_id(args)
        if found is None:
            raise Refusal("not_found")
        if args.maybe("hash") and args["hash"] != found["hash"]:
            raise Refusal("hash_conflict")
        return {"view": self._changed(found, self._given(args, found["type"]))}

    def publish(self, args: Args) -> Json:
        """Show a home tab to someone."""
        user = self._workspace.person(args.text("user_id")).id
        given = self._given(args, "home")
        before = self._workspace.homes.get(user)
        if before and args.maybe("hash") and args["hash"] != before["hash"]:
            raise Refusal("hash_conflict")
        view = self._changed(before, given) if before else self._new(given)
        self._workspace.homes[user] = view
        return {"view": view}

    def top(self, user: str) -> Json | None:
        """Return the modal that someone looks at."""
        stack = self._workspace.stacks.get(user)
        return self._workspace.views[stack[-1]] if stack else None

    def close(self, user: str, view_id: str) -> None:
        """Close a modal, and whatever is on top of it."""
        stack = self._workspace.stacks.get(user, [])
        if view_id in stack:
            del stack[stack.index(view_id) :]

    def answered(self, user: str, view: Json, answer: Json) -> None:
        """Do to a submitted modal what the acknowledgement says; refuse what Slack could not show."""
        action = answer.get("response_action")
        if action == "errors":
            self._workspace.view_errors[view["id"]] = self._errors(view, answer.get("errors"))
        elif action == "clear":
            self._workspace.stacks[user] = []
        elif action == "update":
            self._changed(view, checked_view(self._workspace, answer.get("view")))
        elif action == "push":
            self._on_top(user, checked_view(self._workspace, answer.get("view")))
        elif not answer:
            self.close(user, view["id"])
        else:
            raise invalid_arguments(f"unknown response_action: {action} [json-pointer:/response_action]")

    def _given(self, args: Args, kind: str) -> Json:
        view = args.get("view")
        if isinstance(view, dict) and view.get("type") != kind:
            raise invalid_arguments("must be a valid enum value [json-pointer:/view/type]")
        return checked_view(self._workspace, view)

    def _by_external_id(self, args: Args) -> Json | None:
        wanted = args.maybe("external_id")
        open_views = [
            self._workspace.views[view] for stack in self._workspace.stacks.values() for view in stack
        ]
        return next((view for view in open_views if wanted and view["external_id"] == wanted), None)

    def _on_top(self, user: str, given: Json) -> Json:
        stack = self._workspace.stacks[user]
        if len(stack) >= _DEPTH:
            raise Refusal("push_limit_reached")
        view = self._new(given, root=stack[0], previous=stack[-1])
        stack.append(view["id"])
        return view

    def _new(self, given: Json, root: str | None = None, previous: str | None = None) -> Json:
        workspace = self._workspace
        if self._by_external_id(Args(given)):
            raise Refusal("duplicate_external_id")
        view_id = f"V{workspace.number():09d}"
        workspace.views[view_id] = {
            "id": view_id,
            "team_id": workspace.team,
            "app_id": workspace.app_id,
            "app_installed_team_id": workspace.team,
            "bot_id": workspace.bot_id,
            "root_view_id": root or view_id,
            "previous_view_id": previous,
        }
        return self._changed(workspace.views[view_id], given)

    def _changed(self, view: Json, given: Json) -> Json:
        """Put new contents in a view: it forgets what was typed, and gets a new hash."""
        blank = {"private_metadata": "", "callback_id": "", "external_id": "", "submit": None, "close": None}
        flags = {"clear_on_close": False, "notify_on_close": False}
        view |= {**blank, **flags, **given, "state": {"values": {}}}
        view["hash"] = f"{self._workspace.ts()}.{self._workspace.number()}"
        self._workspace.view_errors.pop(view["id"], None)
        return view

    def _errors(self, view: Json, errors: Any) -> Json:
        inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors or not errors.keys() <= inputs:
            raise invalid_arguments("must name `input` blocks of the view [json-pointer:/errors]")
        return errors
