from __future__ import annotations

import pytest

from bot.models import Danger
from bot.triage.danger import HeardDanger, hear
from bot.triage.reading import read
from bot.triage.sentences import sentences


def _hear(message: str) -> HeardDanger | None:
    return hear(sentences(read(message)))


@pytest.mark.parametrize(
    "message",
    [
        "There is a man on my porch and he will not go. He's yelling my name.",
        "Someone is breaking into our house, we are upstairs",
        "I am locked in the toilet at the library, a guy with a knife is outside",
        "He has threatened to kill me and my kids",
        "He says he will shoot the mayor on Thursday",
        "got a letter saying we will burn your house down with you in it",
        "I've been followed from the meeting by the same van, it's still behind me",
        "my daughter was taken from the school gate by a man none of us know",
        "The caller says there is a bomb under the council chamber",
        "There's a bag with wires coming out of it by the front counter",
        "He's got a gun",
        "they're trying to get in",
        "Someone's in my house. I can hear them downstairs.",
        "My husband has been stabbed outside the hall",
        "I got a text: you are dead. They know where I am.",
        "He is outside my house again and I'm on my own with the kids",
        "he said he'd kill me if i vote yes",
        "he said hed shoot me lol but he was not laughing",
        "A stranger tried to pull my son into a car outside school an hour ago",
        "somebody poured petrol through our letterbox and he's standing across the road with a lighter",
        "They said if I don't sign they'll hurt my wife. They have her.",
        "armed man in the foyer",
        "shots outside the hall!!",
        "Please hurry they are smashing the front window",
        "I'm bleeding, he hit me with a bottle",
        "A member told me tonight that her ex has a gun and is driving to her house",
        "What do I do if he's got a gun and he's here now?",
        "My training was cancelled and now there's a bloke with an axe at the counter",
        "Kei waho te tangata me tana pu, kei te mataku au",
        "Kua whakatuma mai ia ka patu ia i taku whanau",
        "Kei te pupuhi te tangata i te whare kaunihera!",
        "Ka patua ahau e ia",
        "Kua kahakina taku tama",
        "E whai ana te waka i a au, awhina mai",
        "They have my son.",
        "He told the desk she won't be walking out of here",
        "Somebody's tampered with it. The brakes. They were cut.",
        "there's a man with a knife in the kitchen, the cleaner is hiding with me",
        "A parcel with no stamp, I can see wires",
    ],
)
def test_danger_here_is_heard(message: str) -> None:
    heard = _hear(message)
    assert heard is not None
    assert heard.kind is Danger.HERE
    assert heard.evidence in message


@pytest.mark.parametrize(
    "message",
    [
        "I'm in Beijing and they won't let me leave the country",
        "we are being held at the airport in Dubai and they have our passports",
        "They have arrested our deputy mayor over there and nobody will tell us where she is",
        "I'm in my hotel room with the delegation and two men are banging on the door and won't go",
    ],
)
def test_danger_overseas_is_told_from_danger_here(message: str) -> None:
    heard = _hear(message)
    assert heard is not None
    assert heard.kind is Danger.OVERSEAS


@pytest.mark.parametrize(
    "message",
    [
        "I want to die",
        "I can't go on",
        "I keep thinking about killing myself since the photos came out",
        "my friend on council says she doesn't want to live any more",
        "I've taken an overdose",
        "He's threatening to jump off the roof of the civic building",
        "i think she has hurt herself, she won't answer the door and she sent me a goodbye text",
        "kei te hiahia au ki te mate",
        "I've swallowed the lot, all my sleeping tablets",
        "How many of these tablets would it take",
        "if I just stepped in front of a train it would be over",
        "I've picked a spot where the kids won't be the ones to find me",
        "my affairs are in order. it will be a relief for them",
    ],
)
def test_a_wish_to_die_is_heard(message: str) -> None:
    heard = _hear(message)
    assert heard is not None
    assert heard.kind is Danger.SELF_HARM


@pytest.mark.parametrize(
    "message",
    [
        "This budget will kill me",
        "This heat is killing me",
        "shoot me a text when you get there",
        "That meeting was a bomb",
        "What should I do if someone threatens me?",
        "Who do I ring if there's a bomb threat?",
        "What would happen if a councillor was attacked at a clinic? For our risk register.",
        "The film we're showing has a scene where a man with a gun takes hostages",
        "We watched a documentary about kidnapping",
        "My wife will kill me if I miss the school play",
        "They slaughtered us in the debate",
        "Is there a fire drill today?",
        "The duck shooting season opens on Saturday, what are the rules?",
        "I was followed on Twitter by the mayor of Sydney",
        "A man at the door was selling raffle tickets",
        "There's someone at the door with the new chairs, who signs?",
        "I'd die for one of those scones",
        "My phone died",
        "What's our policy on knives at the community kitchen?",
        "The suicide prevention action plan is on the agenda",
        "Can I carry a pocket knife into the council building?",
        "Someone broke into the depot last week, police have arrested a man.",
        "My daughter was taken to hospital with appendicitis, can I be excused?",
        "They've got my son on the youth council, he's loving it",
        "I want to end it, this contract with the cleaners I mean. How?",
        "I'm hiding from the ducks again, send bread",
        "I'd rather die than sing karaoke haha",
        "The mob from the rugby club are coming to submit",
        "Ka kite au i a koe āpōpō i te whare kaunihera",
        "Kei waho te motoka hou, he pai te tae",
        "Ka mate, ka mate! Who leads the haka?",
        "We're off to Norfolk Island and I'd like the tablet with me for emails",
        "I keep my council tablet in the car, sorry",
        "How many tablets would council buy in a year?",
        "I've taken all of them back to the office, the chairs I mean",
        "I've taken the lot home by mistake, sorry",
        "The southerly has been banging on our door all night",
        "I was attacked in an editorial by the local paper",
        "Heart pills for the dog are in the fridge",
        "She finished me off a lovely cake",
        "It's dark by five and the car's a long way off",
        "",
    ],
)
def test_figures_of_speech_lessons_and_explanations_are_no_danger(message: str) -> None:
    assert _hear(message) is None
