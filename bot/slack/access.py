"""Who is answered, and who is a liaison: asked of Slack, against the council's own lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.council import Council
from bot.escalation.inside import readers
from bot.slack.cards.notes import Refused
from bot.slack.delivery import code_of

_FRESH = timedelta(seconds=60)
_GROUP = "S"


class Access:
    """Looks people up; what Slack said of somebody is believed for a minute."""

    def __init__(self, client: AsyncWebClient, council: Callable[[], Council], clock: Clock) -> None:
        self._client = client
        self._council = council
        self._clock = clock
        self._users: dict[str, tuple[datetime, dict[str, Any]]] = {}
        self._groups: dict[str, tuple[datetime, frozenset[str]]] = {}

    async def refusal(self, slack_id: str) -> Refused | None:
        """Return why somebody is not answered, or None.

        The allow-list counts: a guest who is on it is a member (some councils add members as guests).
        """
        user = await self._user(slack_id)
        if user.get("deleted"):
            return Refused.DEACTIVATED
        if user.get("is_bot") or slack_id == "USLACKBOT":
            return Refused.BOT
        council = self._council()
        if user.get("is_stranger") or user.get("team_id", council.team_id) != council.team_id:
            return Refused.STRANGER
        if await self.is_allowed(slack_id):
            return None
        guest = user.get("is_restricted") or user.get("is_ultra_restricted")
        return Refused.GUEST if guest else Refused.NOT_A_MEMBER

    async def is_allowed(self, slack_id: str) -> bool:
        """Return whether somebody is on one of the council's lists."""
        council = self._council()
        roles = council.roles
        if any(person.slack == slack_id for person in readers(council)):
            return True
        listed = (*roles.members, *roles.liaisons, *roles.presenters, *roles.administrators)
        return await self._holds(listed, slack_id)

    async def absent(self) -> frozenset[str]:
        """Return who stands on the rota, or is a deputy, and is no liaison now (Slack ids)."""
        people = {person.slack for person in readers(self._council())}
        return frozenset([slack_id for slack_id in people if not await self.is_liaison(slack_id)])

    async def is_liaison(self, slack_id: str) -> bool:
        """Return whether somebody is on the rota, and in the user group, and still active (care.md 11)."""
        council = self._council()
        if not any(person.slack == slack_id for person in readers(council)):
            return False
        if await self.refusal(slack_id):
            return False
        return await self._holds(council.roles.liaisons, slack_id)

    async def _holds(self, listed: Iterable[str], slack_id: str) -> bool:
        groups = []
        for one in listed:
            if one == slack_id:
                return True
            if one.startswith(_GROUP):
                groups.append(one)
        for group in groups:
            if slack_id in await self._group(group):
                return True
        return False

    async def _user(self, slack_id: str) -> dict[str, Any]:
        known = self._users.get(slack_id)
        if known and self._clock.now() - known[0] < _FRESH:
            return known[1]
        try:
            user: dict[str, Any] = (await self._client.users_info(user=slack_id))["user"]
        except SlackApiError as error:
            if code_of(error) not in ("user_not_found", "user_not_visible"):
                raise
            user = {"is_stranger": True}
        self._users[slack_id] = (self._clock.now(), user)
        return user

    async def _group(self, group: str) -> frozenset[str]:
        known = self._groups.get(group)
        if known and self._clock.now() - known[0] < _FRESH:
            return known[1]
        try:
            users = (await self._client.usergroups_users_list(usergroup=group))["users"]
        except SlackApiError as error:
            # A group that is not there holds nobody; any other failure is tried again later.
            if code_of(error) not in ("no_such_subteam", "subteam_not_found"):
                raise
            users = []
        self._groups[group] = (self._clock.now(), frozenset(users))
        return self._groups[group][1]
