"""Photos (照片): taken in by content, looked at in a child process, and kept as bare pixels only.

Doors and actions call `governance.pictures.intake`. This file stays empty: the child imports it, and the child
must not load Django.
"""
