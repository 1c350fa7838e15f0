"""GeoReport v2 as documents (开放 311 文档), pure: written and read, XML and JSON. Knows no models."""
