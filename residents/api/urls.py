"""The addresses of the API of for whom."""

from django.urls import path

from residents.api import changes, places, registry, spots, visits

urlpatterns = [
    path("api/map/buildings/people/", places.Occupancy.as_view(), name="map_building_people"),
    path("api/registry/people/search/", registry.Search.as_view(), name="registry_search_api"),
    path("api/registry/people/<uuid:resident_id>/look/", registry.PersonDoor.as_view(), name="registry_person_api"),
    path("api/registry/enterprises/", registry.Firms.as_view(), name="registry_enterprises_api"),
    path("api/registry/enterprises/<uuid:enterprise_id>/", registry.Firm.as_view(), name="registry_enterprise_api"),
    path("api/registry/counts/", registry.Counts.as_view(), name="registry_counts"),
    path("api/registry/buildings/", registry.BuildingsDoor.as_view(), name="registry_buildings_api"),
    path("api/registry/buildings/<int:building_id>/", registry.Chart.as_view(), name="registry_chart_api"),
    path("api/visits/", visits.Visits.as_view(), name="visits"),
    path("api/visits/plans/<uuid:plan_id>/", visits.Past.as_view(), name="visit_plan"),
    path("api/visits/<uuid:visit_id>/", visits.VisitDoor.as_view(), name="visit"),
    path("api/change-tasks/", changes.ChangeTasks.as_view(), name="change_tasks"),
    path("api/change-tasks/<uuid:task_id>/seen/", changes.ChangeTaskDoor.as_view(), name="change_task_seen"),
    path("api/self-reports/", changes.SelfReports.as_view(), name="self_reports"),
    path("api/self-reports/<uuid:report_id>/checked/", changes.SelfReportDoor.as_view(), name="self_report_checked"),
    path("api/spots/", spots.Spots.as_view(), name="spots"),
    path("api/spots/buildings/<str:code>/", spots.BuildingSpot.as_view(), name="building_spot"),
    path("api/spot-checks/<uuid:check_id>/", spots.SpotCheckDoor.as_view(), name="spot_check"),
    path("api/errands/<uuid:errand_id>/done/", visits.Done.as_view(), name="errand_done"),
]
