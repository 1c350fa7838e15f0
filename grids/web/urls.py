"""The addresses of the pages of where."""

from django.urls import path

from grids.web.overview import Overview

urlpatterns = [path("grids/", Overview.as_view(), name="grids")]
