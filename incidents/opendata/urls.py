"""Addresses of the open data; they do not change."""

from django.urls import URLPattern, path, re_path

from incidents.opendata.web import OpenDataFile, OpenDataPage

urlpatterns: list[URLPattern] = [
    path("open-data/", OpenDataPage.as_view(), name="open_data"),
    re_path(r"^open-data/(?P<name>[A-Za-z0-9.-]{1,40})$", OpenDataFile.as_view(), name="open_data_file"),
]
