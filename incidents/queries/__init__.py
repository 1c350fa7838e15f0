"""Questions about cases. Each begins from `visible_to`: lists, counts, maps and exports share one scope."""
