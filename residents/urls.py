"""Doors of for whom."""

from residents.web.urls import urlpatterns as pages

urlpatterns = [*pages]
