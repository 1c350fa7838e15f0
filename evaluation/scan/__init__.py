"""The search for hot spots (热点扫描): pure functions of cases by place, day and kind."""

from evaluation.scan.scanning import Cluster, Place, Seen, scan

__all__ = ["Cluster", "Place", "Seen", "scan"]
