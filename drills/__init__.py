"""Drills (演练): break the running system on purpose and count what is lost."""
