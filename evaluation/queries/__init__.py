"""Questions about how well it went."""
