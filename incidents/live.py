"""Live."""

websocket_urlpatterns: list = []
