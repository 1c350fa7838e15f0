"""The residents' portal (居民门户): what anybody may open without an account."""
