"""Deeds told in the passive, by a noun with its victim, or of both sides, whoever did them; and what looks like them."""

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
def test_nobody_need_be_named(read_text: Read, text: str, event_type: str, status: str) -> None:
    assert (event_type, status) in _told(read_text, text)


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
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
def test_customs_nature_and_private_matters_tell_none(read_text: Read, text: str, unwanted: str) -> None:
    assert unwanted not in [kind for kind, _ in _told(read_text, text)]
