"""Doors of how well it went."""

from evaluation.web.screen.urls import urlpatterns as screen

urlpatterns = [*screen]
