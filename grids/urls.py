"""Doors of where."""

from grids.api.urls import urlpatterns as api
from grids.web.urls import urlpatterns as pages

urlpatterns = [*api, *pages]
