"""Doors of how well it went."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
