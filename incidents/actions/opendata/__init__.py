"""Making the daily open data (制作开放数据): whole or not at all."""

from incidents.actions.opendata.publishing import Published, publish_open_data

__all__ = ["Published", "publish_open_data"]
