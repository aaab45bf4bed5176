"""auth.test, users.info, users.list, usergroups.list, usergroups.users.list."""

from __future__ import annotations

from bot.rehearsal.paging import page
from bot.rehearsal.wire import Args, Json, Method, Refusal
from bot.rehearsal.workspace import Person, UserGroup, Workspace


class Directory:
    """Who is in the workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def methods(self) -> dict[str, Method]:
        """Return the methods by their names."""
        return {
            "auth.test": self.auth_test,
            "users.info": self.user,
            "users.list": self.users,
            "usergroups.list": self.groups,
            "usergroups.users.list": self.group_members,
        }

    def auth_test(self, args: Args) -> Json:
        """Say whose token it is."""
        workspace = self._workspace
        return {
            "url": f"https://{workspace.domain}.slack.com/",
            "team": workspace.domain.title(),
            "user": workspace.bot_name,
            "team_id": workspace.team,
            "user_id": workspace.bot_user,
            "bot_id": workspace.bot_id,
            "is_enterprise_install": False,
        }

    def user(self, args: Args) -> Json:
        """Say who someone is."""
        return {"user": self.described(self._workspace.person(args.text("user")))}

    def users(self, args: Args) -> Json:
        """List everyone, bots and deactivated people too."""
        everyone = list(self._workspace.people.values())
        shown, more = page(everyone, lambda person: person.id, args, default=1000, most=1000)
        members = [self.described(person) for person in shown]
        return {"members": members, "response_metadata": more["response_metadata"]}

    def groups(self, args: Args) -> Json:
        """List the user groups."""
        groups = self._workspace.groups.values()
        return {"usergroups": [self._group(group, args.flag("include_users")) for group in groups]}

    def group_members(self, args: Args) -> Json:
        """List who is in a user group."""
        group = self._workspace.groups.get(args.text("usergroup"))
        if group is None:
            raise Refusal("no_such_subteam")
        return {"users": list(group.members)}

    def described(self, person: Person) -> Json:
        """Return someone as users.info and user_change show them."""
        return {
            "id": person.id,
            "team_id": person.team_id,
            "name": person.name,
            "deleted": person.deleted,
            "real_name": person.real_name,
            "tz": "Pacific/Auckland",
            "profile": {
                "real_name": person.real_name,
                "display_name": person.name,
                "team": person.team_id,
            },
            "is_admin": False,
            "is_owner": False,
            "is_restricted": person.is_restricted,
            "is_ultra_restricted": person.is_ultra_restricted,
            "is_bot": person.is_bot,
            "is_stranger": person.team_id != self._workspace.team,
            "is_app_user": False,
        }

    def _group(self, group: UserGroup, with_users: bool) -> Json:
        users = {"users": list(group.members)} if with_users else {}
        return {
            "id": group.id,
            "team_id": self._workspace.team,
            "is_usergroup": True,
            "name": group.handle.title(),
            "handle": group.handle,
            "user_count": len(group.members),
            **users,
        }
