"""Measurements beside a floor: `./dev bench`. What the figures mean stands in docs/benchmarks.md."""
