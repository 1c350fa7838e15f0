"""Doors of what the office tells residents and asks them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
