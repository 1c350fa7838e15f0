"""Doors of what happens: the pages. The API's stand in `incidents.api.urls`, which comes first in the map of doors."""

from incidents.open311.urls import urlpatterns as open311
from incidents.opendata.urls import urlpatterns as opendata
from incidents.web.urls import urlpatterns as pages

urlpatterns = [*open311, *opendata, *pages]
