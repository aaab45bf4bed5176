from __future__ import annotations

import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from knowledge import source_list
from knowledge.fetching import hosts
from knowledge.fetching.address import Policy
from knowledge.source_list import Tier

_TIERS = (Tier.LAW, Tier.OFFICIAL, Tier.THREAT_REPORT)


def test_every_host_of_the_three_tiers_stands_in_one_half_of_the_file() -> None:
    listed = hosts.load()
    used = {
        urlsplit(source.url).hostname
        for source in source_list.load().sources.values()
        if source.tier in _TIERS and source.url
    }
    allowed, left_out = list(listed.names), [host for row in listed.left_out for host in row.hosts]
    assert sorted(allowed + left_out) == sorted(host for host in used if host)


def test_a_host_that_is_left_out_is_not_let_in_by_another_line() -> None:
    listed = hosts.load()
    policy = Policy(listed.names)
    assert [host for row in listed.left_out for host in row.hosts if policy.lists(host)] == []
    assert policy.lists("www.nzsis.govt.nz")


@pytest.mark.parametrize("entry", ["127.0.0.1", "*.govt.nz", "Docs.test"])
def test_a_line_that_is_no_host_is_refused(entry: str) -> None:
    with pytest.raises(ValueError, match="no host name"):
        hosts.Hosts(hosts=(entry,), why="A reason.")


def test_the_code_of_the_network_is_loaded_only_for_a_fetch() -> None:
    program = "import sys, knowledge.fetching.fetch; sys.exit('httpcore' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
