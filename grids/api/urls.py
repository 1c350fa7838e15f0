"""The addresses of the API of where."""

from django.urls import path

from grids.api import maps, places, registry

urlpatterns = [
    path("api/map/areas/", maps.MapAreas.as_view(), name="map_areas"),
    path("api/map/tiles/<slug:layer>/<int:z>/<int:x>/<int:y>.mvt", maps.MapTiles.as_view(), name="map_tile"),
    path("api/locate/", places.Locate.as_view(), name="locate"),
    path("api/places/", places.Places.as_view(), name="places"),
    path("api/divisions/", registry.Divisions.as_view(), name="divisions"),
    path("api/grids/<slug:code>/", registry.GridDoor.as_view(), name="grid"),
    path("api/buildings/", registry.Buildings.as_view(), name="buildings"),
]
