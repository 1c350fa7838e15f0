"""HTTP and websockets in one process for a small installation; `/ws/` alone behind a proxy in production."""

import os

from django.core.asgi import get_asgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.settings")
http = get_asgi_application()

from channels.auth import AuthMiddleware  # noqa: E402  (Django must be set up first)
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402
from channels.sessions import CookieMiddleware, SessionMiddleware  # noqa: E402

from governance.programs import DeviceSockets  # noqa: E402

boards = AuthMiddleware(URLRouter(import_string("incidents.live.websocket_urlpatterns")))
sockets = CookieMiddleware(SessionMiddleware(DeviceSockets(boards)))
application = ProtocolTypeRouter({"http": http, "websocket": AllowedHostsOriginValidator(sockets)})
