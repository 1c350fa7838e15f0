"""The open interface (开放接口): a GeoReport v2 server and its discovery; see docs/open311.md."""
