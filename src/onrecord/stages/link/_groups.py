"""Groups of numbers that are joined pair by pair (union-find); the smallest number stands for its group."""

from __future__ import annotations


class Groups:
    """`size` numbers, each in a group of its own until `union` joins two."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def find(self, number: int) -> int:
        """The smallest number of the group."""
        while self._above[number] != number:
            self._above[number] = self._above[self._above[number]]
            number = self._above[number]
        return number

    def union(self, one: int, other: int) -> None:
        """Join the groups of the two."""
        low, high = sorted((self.find(one), self.find(other)))
        self._above[high] = low

    def members(self) -> list[list[int]]:
        """Groups in order of their smallest numbers, each in order."""
        found: dict[int, list[int]] = {}
        for number in range(len(self._above)):
            found.setdefault(self.find(number), []).append(number)
        return list(found.values())
