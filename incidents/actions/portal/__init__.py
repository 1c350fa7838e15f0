"""What residents do, and what the office decides about showing it (居民门户)."""
