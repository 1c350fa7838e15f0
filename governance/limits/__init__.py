"""How often something may be done (限次): counters that many processes raise at once without counting wrong."""
