"""Doors of what happens."""

from incidents.api.urls import urlpatterns as api
from incidents.web.urls import urlpatterns as pages

urlpatterns = [*api, *pages]
