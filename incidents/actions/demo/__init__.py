"""The demonstration (演示): a town with its staff and sixty days of cases, and a simulation that keeps it alive.

Everybody in it is invented and marked so.
"""
