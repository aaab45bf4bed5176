from __future__ import annotations

from knowledge import source_list


def test_every_fact_belongs_to_the_source_that_its_id_names() -> None:
    listed = source_list.load()
    for source in listed.sources.values():
        assert [fact.id for fact in source.facts] == [
            f"{source.id}.{n}" for n in range(1, len(source.facts) + 1)
        ]


def test_an_alias_names_no_other_source() -> None:
    listed = source_list.load()
    aliases = [alias for source in listed.sources.values() for alias in source.aliases]
    assert len(aliases) == len(set(aliases))
    assert not set(aliases) & listed.sources.keys()


def test_every_source_that_is_known_through_the_press_says_so() -> None:
    listed = source_list.load()
    unsaid = [
        source.id
        for source in listed.sources.values()
        if source.tier is source_list.Tier.PRESS
        and "news" not in source.seen
        and "general" not in source.seen
        and "mirror" not in source.seen
    ]
    assert unsaid == []
