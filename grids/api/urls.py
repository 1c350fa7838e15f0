"""The addresses of the API of where."""

from django.urls import path

from grids.api import maps, patrols, places, registry

urlpatterns = [
    path("api/map/areas/", maps.MapAreas.as_view(), name="map_areas"),
    path("api/map/tiles/<slug:layer>/<int:z>/<int:x>/<int:y>.mvt", maps.MapTiles.as_view(), name="map_tile"),
    path("api/locate/", places.Locate.as_view(), name="locate"),
    path("api/places/", places.Places.as_view(), name="places"),
    path("api/divisions/", registry.Divisions.as_view(), name="divisions"),
    path("api/grids/<slug:code>/", registry.GridDoor.as_view(), name="grid"),
    path("api/patrols/plan/", patrols.Plan.as_view(), name="patrol_plan"),
    path("api/patrols/positions/", patrols.Positions.as_view(), name="positions"),
    path("api/patrols/<uuid:patrol_id>/", patrols.PatrolDoor.as_view(), name="patrol"),
    path("api/patrols/<uuid:patrol_id>/track/", patrols.Track.as_view(), name="patrol_track"),
    path("api/patrols/<uuid:patrol_id>/stop/", patrols.Stop.as_view(), name="patrol_stop"),
    path("api/check-ins/<uuid:check_in_id>/", patrols.CheckInDoor.as_view(), name="check_in"),
    path("api/patrol-points/<uuid:point_id>/", patrols.PatrolPointDoor.as_view(), name="patrol_point"),
    path("api/buildings/", registry.Buildings.as_view(), name="buildings"),
]
