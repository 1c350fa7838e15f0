"""Doors of for whom."""

from residents.api.urls import urlpatterns as api
from residents.web.urls import urlpatterns as pages

urlpatterns = [*api, *pages]
