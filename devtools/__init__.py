"""The two commands of the project (./dev run, ./dev test), in the standard library only: they run before anything is installed."""
