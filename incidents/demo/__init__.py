"""Demonstration data (演示数据): invented texts, places and names. Nothing here is or was a real case or person."""
