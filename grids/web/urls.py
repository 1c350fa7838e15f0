"""The addresses of the pages of where."""

from django.urls import path

from grids.web.overview import Overview
from grids.web.patrol import PatrolPage, PointCodes

urlpatterns = [
    path("w/patrol/codes/", PointCodes.as_view(), name="patrol_codes"),
    path("w/patrol/", PatrolPage.as_view(), name="worker_patrol"),
    path("grids/", Overview.as_view(), name="grids"),
]
