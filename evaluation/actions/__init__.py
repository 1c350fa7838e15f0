"""The only rooms of this app that write."""
