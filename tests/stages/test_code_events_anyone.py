"""Deeds that their words tell whoever takes part: on a day, in the passive, by a noun; and the same words that tell none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord.records import Record

Read = Callable[..., Record]
PUBLISHED = "2026-03-12T09:00:00+00:00"


def _told(read_text: Read, text: str) -> list[tuple[str, str]]:
    return [(event.event_type, event.status) for event in read_text(text, published=PUBLISHED).events]


@pytest.mark.parametrize(
    ("text", "event_type", "status"),
    [
        ("The joint commission is to meet again in Lusaka on 20 March.", "CONSULT", "planned"),
        ("The delegations are due to meet again in Muscat on Sunday.", "CONSULT", "planned"),
        ("The mediators left. A third round is expected in Doha next week.", "CONSULT", "planned"),
        ("The strike entered its third day on Wednesday.", "PROTEST", "happened"),
        ("Dockers laid down their tools on Monday.", "PROTEST", "happened"),
        ("Some 300 herders gathered in front of the tribunal.", "PROTEST", "happened"),
        ("About 150 sat down outside the ministry on Monday.", "PROTEST", "happened"),
        ("The kidnappers set the two engineers ashore on Sunday.", "RETREAT", "happened"),
        ("Two miners were let out of the prison on Tuesday.", "RETREAT", "happened"),
        ("A night curfew has been in force since Monday.", "COERCE", "happened"),
        ("The captain was led off the ship on Tuesday.", "COERCE", "happened"),
        ("Fighting broke out in a barracks before dawn on Monday.", "ASSAULT", "happened"),
        ("There was heavy gunfire at a camp in the north on Monday.", "ASSAULT", "happened"),
        ("The marchers were met with tear gas on Tuesday.", "ASSAULT", "happened"),
        ("A timetable for the dam was agreed on Tuesday.", "AGREE", "happened"),
        ("She demanded that the vote be repeated.", "REQUEST", "happened"),
        ("The company said strikers would be dismissed.", "THREATEN", "planned"),
        ("Aid is short. Six of the trucks reached Tawila on Wednesday.", "AID", "happened"),
        ("The tea has been subject to a surcharge since Monday.", "SANCTION", "happened"),
        ("An arms embargo was imposed on both sides.", "SANCTION", "happened"),
        ("A night-time curfew will be imposed on the town.", "COERCE", "planned"),
        ("The charges against the two editors were dropped.", "CONCEDE", "happened"),
        ("Two battalions have been sent to the border.", "MOBILIZE", "happened"),
        ("A grenade was thrown into the bar.", "ASSAULT", "happened"),
        ("Rockets landed near the hospital.", "ASSAULT", "happened"),
        ("A drone struck a fuel depot on the edge of the town.", "ASSAULT", "happened"),
        ("Riots broke out in the port.", "PROTEST", "happened"),
        ("The killing of the priest has shocked the diocese.", "ASSAULT", "happened"),
        ("The two sides accepted the plan.", "AGREE", "happened"),
        ("An accord was signed in Nairobi.", "AGREE", "happened"),
        ("The rebels captured Lubero on Friday.", "ASSAULT", "happened"),
    ],
)
def test_the_words_tell_it(read_text: Read, text: str, event_type: str, status: str) -> None:
    assert (event_type, status) in _told(read_text, text)


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("The delegations met often and with pleasure.", "CONSULT"),
        ("The next round of the tournament is due in May.", "CONSULT"),
        ("Tourists gathered in front of the palace.", "PROTEST"),
        ("The trucks reached Tawila with new cars.", "AID"),
        ("Two miners were taken from the village of Kat to a hospital.", "COERCE"),
        ("A quarrel broke out in the choir.", "ASSAULT"),
        ("A new round of fireworks was expected.", "CONSULT"),
        ("Water was cut off by the flood.", "COERCE"),
        ("One lane of the road was closed.", "COERCE"),
        ("Charges against the butcher were dropped.", "CONCEDE"),
        ("Food will be given to whoever asks.", "AID"),
        ("The killing of civilians is a crime.", "ASSAULT"),
        ("The painter was convicted of theft.", "SANCTION"),
        ("Hoteliers were handing out blankets.", "AID"),
        ("They denied that any grenade had been thrown.", "ASSAULT"),
    ],
)
def test_other_uses_tell_none(read_text: Read, text: str, unwanted: str) -> None:
    assert unwanted not in [kind for kind, _ in _told(read_text, text)]


@pytest.mark.parametrize(
    ("text", "event_type", "day"),
    [
        ("The strike entered its third day on Wednesday.", "PROTEST", "2026-03-09"),
        ("A night curfew has been in force since Monday.", "COERCE", "2026-03-09"),
    ],
)
def test_what_goes_on_is_of_the_day_it_began(read_text: Read, text: str, event_type: str, day: str) -> None:
    events = [e for e in read_text(text, published=PUBLISHED).events if e.event_type == event_type]
    assert [event.date.start for event in events if event.date] == [day]


def test_what_still_stands_says_no_day(read_text: Read) -> None:
    events = read_text("The curfew remained in force on Wednesday.", published=PUBLISHED).events
    assert [(event.event_type, event.date) for event in events] == [("COERCE", None)]
