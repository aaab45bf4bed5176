"""Whether the workspace is set up so that nothing reaches the wrong people: asked before anything is served."""

from __future__ import annotations

from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.council import Council
from bot.errors import SlackSetupError
from bot.escalation.inside import readers
from bot.slack.delivery import code_of
from bot.slack.wire import Identity, Wire


async def examine(wire: Wire, council: Council) -> Identity:
    """Ask Slack everything that must be right before anything is served; return who the bot is.

    Raises:
        SlackSetupError: something must be put right first.
    """
    identity = await wire.identify()
    await refuse_wrong_workspace(council, identity)
    await refuse_unknown_groups(wire.client, council)
    await refuse_open_channel(wire.client, council, identity)
    return identity


async def refuse_unknown_groups(client: AsyncWebClient, council: Council) -> None:
    """Refuse a user group that Slack does not tell of: who is a member, or a liaison, could not be known.

    Raises:
        SlackSetupError: a group is not there, or the app may not read it.
    """
    roles = council.roles
    listed = (*roles.members, *roles.liaisons, *roles.presenters, *roles.administrators)
    for group in dict.fromkeys(one for one in listed if one.startswith("S")):
        try:
            await client.usergroups_users_list(usergroup=group)
        except SlackApiError as error:
            raise SlackSetupError(
                f"The user group {group} cannot be read ({code_of(error) or 'that was not Slack'}).",
                "Check roles in council.yaml, and that the app has the scope usergroups:read. Where your plan has "
                "no user groups, list people by their ids.",
            ) from error
        except (aiohttp.ClientError, TimeoutError) as error:
            raise SlackSetupError(f"Slack cannot be reached ({type(error).__name__}).") from error


async def refuse_wrong_workspace(council: Council, identity: Identity) -> None:
    """Refuse a workspace that is not the council's.

    Raises:
        SlackSetupError: the token belongs to another workspace.
    """
    if identity.team != council.team_id:
        raise SlackSetupError(
            f"The bot token belongs to workspace {identity.team}, and council.yaml names {council.team_id}.",
            "Set team_id in council.yaml, or use the token of your council's workspace.",
        )


async def refuse_open_channel(client: AsyncWebClient, council: Council, identity: Identity) -> None:
    """Refuse a liaison channel that others can read (care.md 11).

    Raises:
        SlackSetupError: it is public, shared, out of reach, or holds somebody who is not on the rota.
    """
    channel = council.liaison_channel
    if channel is None or not readers(council):
        return
    try:
        info: dict[str, Any] = (await client.conversations_info(channel=channel))["channel"]
        members = await _members(client, channel)
    except SlackApiError as error:
        needed = code_of(error, "needed")
        if "channels:read" in needed and "groups:read" not in needed:
            # The app may look into private channels only: for a public one Slack asks for this scope.
            raise _is_public(channel) from error
        raise SlackSetupError(
            f"The liaison channel {channel} cannot be read ({code_of(error) or 'that was not Slack'}).",
            "Invite the bot to it, and check liaison_channel in council.yaml.",
        ) from error
    except (aiohttp.ClientError, TimeoutError) as error:
        raise SlackSetupError(f"Slack cannot be reached ({type(error).__name__}).") from error
    if not info.get("is_private"):
        raise _is_public(channel)
    if any(
        info.get(flag) for flag in ("is_shared", "is_ext_shared", "is_org_shared", "is_pending_ext_shared")
    ):
        raise SlackSetupError(
            f"The liaison channel {channel} is shared with others.", "Use a channel of this workspace alone."
        )
    desk = {person.slack for person in readers(council)}
    if strangers := sorted(members - desk - {identity.user}):
        raise SlackSetupError(
            f"The liaison channel {channel} holds people who are not on the rota: {', '.join(strangers)}.",
            "Remove them from the channel, or add them to rota or deputies in council.yaml.",
        )


def _is_public(channel: str) -> SlackSetupError:
    return SlackSetupError(
        f"The liaison channel {channel} is public: everybody could read cases.",
        "Make it private, or name a private channel in council.yaml.",
    )


async def _members(client: AsyncWebClient, channel: str) -> set[str]:
    found: set[str] = set()
    cursor = ""
    while True:
        answer = await client.conversations_members(channel=channel, limit=200, cursor=cursor or None)
        found |= set(answer["members"])
        cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return found
