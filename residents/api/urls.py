"""The addresses of the API of for whom."""

from django.urls import path

from residents.api import visits

urlpatterns = [
    path("api/visits/", visits.Visits.as_view(), name="visits"),
    path("api/visits/plans/<uuid:plan_id>/", visits.Past.as_view(), name="visit_plan"),
    path("api/visits/<uuid:visit_id>/", visits.VisitDoor.as_view(), name="visit"),
    path("api/errands/<uuid:errand_id>/done/", visits.Done.as_view(), name="errand_done"),
]
