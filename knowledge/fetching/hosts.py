"""The hosts that may be asked, from `knowledge/sources/hosts.yaml`."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from bot.errors import LibraryError
from knowledge.fetching.address import is_entry
from knowledge.shipped import read_yaml
from knowledge.source_list import HOSTS_FILE


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Hosts(_Row):
    """Some hosts and why they are, or are not, asked."""

    hosts: tuple[str, ...] = Field(min_length=1)
    why: str = Field(min_length=1)

    @field_validator("hosts")
    @classmethod
    def _are_names(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        for host in hosts:
            if not is_entry(host):
                raise ValueError(f"{host} is no host name in small letters")
        return hosts


class HostList(_Row):
    """Both halves of the file: every host of the tiers law, official and threat-report stands in one."""

    allowed: tuple[Hosts, ...]
    left_out: tuple[Hosts, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the hosts that may be asked."""
        return tuple(host for row in self.allowed for host in row.hosts)


@cache
def load() -> HostList:
    """Return the shipped list.

    Raises:
        LibraryError: the file breaks its format.
    """
    try:
        return HostList.model_validate(read_yaml("knowledge", f"sources/{HOSTS_FILE}"))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise LibraryError(f"sources/{HOSTS_FILE}: {place}: {first['msg']}.") from error
