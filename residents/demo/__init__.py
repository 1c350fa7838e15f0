"""Fictitious people and firms of the demonstration (演示居民), from a seed alone."""
