"""The chance of the demo (随机数): each decision has dice of its own, so that one change does not shift all others."""

from random import Random


def dice(*key: object) -> Random:
    """Dice that always fall alike for the same key."""
    return Random(":".join(map(str, key)))  # noqa: S311  # a made-up town keeps no secret
