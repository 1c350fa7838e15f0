"""Doors of what happens: the pages. The API's stand in `incidents.api.urls`, which comes first in the map of doors."""

from incidents.web.urls import urlpatterns as pages

urlpatterns = [*pages]
