"""The API's addresses."""

from django.urls import path, re_path

from incidents.api import advice, bulk, cases, catalogue, follow, leaves, maps, office, photos, premises, presets, session

urlpatterns = [
    path("api/blackouts/", office.Blackouts.as_view(), name="blackouts"),
    path("api/blackouts/<int:blackout_id>/end/", office.BlackoutEnd.as_view(), name="blackout_end"),
    path("api/posts/<int:post_id>/hand-over/", office.PostHandOver.as_view(), name="post_hand_over"),
    path("api/incidents/", cases.Cases.as_view(), name="cases"),
    path("api/incidents/counts/", cases.Counts.as_view(), name="counts"),
    path("api/incidents/advice/", advice.Advice.as_view(), name="advice"),
    path("api/incidents/feed/", cases.Feed.as_view(), name="feed"),
    path("api/incidents/bulk/<slug:verb>/", bulk.BulkStep.as_view(), name="bulk_step"),
    path("api/incidents/<uuid:incident_id>/", cases.Case.as_view(), name="case"),
    path("api/incidents/<uuid:incident_id>/<slug:verb>/", cases.Step.as_view(), name="step"),
    re_path(r"^api/follow/(?P<token>[0-9a-f]{64})/(?P<verb>[a-z_]+)/$", follow.FollowStep.as_view(), name="api_follow_step"),
    path("api/photos/<uuid:photo_id>/", photos.PhotoDoor.as_view(), name="photo"),
    path("api/photos/<uuid:photo_id>/thumb/", photos.Thumb.as_view(), name="photo_thumb"),
    path("api/map/cases/", maps.MapCases.as_view(), name="map_cases"),
    path("api/map/buildings/cases/", maps.MapBuildings.as_view(), name="map_building_cases"),
    path("api/map/counts/", maps.MapCounts.as_view(), name="map_counts"),
    path("api/categories/", catalogue.Categories.as_view(), name="categories"),
    path("api/leaves/<uuid:leave_id>/", leaves.LeaveDoor.as_view(), name="leave"),
    path("api/leaves/<int:leave>/end/", leaves.LeaveEnd.as_view(), name="leave_end"),
    path("api/profile/<uuid:change_id>/", session.Profile.as_view(), name="profile"),
    path("api/session/", session.Session.as_view(), name="session"),
    path("api/presets/", presets.Presets.as_view(), name="presets"),
    path("api/presets/<int:preset_id>/", presets.PresetDoor.as_view(), name="preset"),
    path("api/spots/enterprises/<uuid:enterprise_id>/", premises.ShopWithCases.as_view(), name="enterprise_spot"),
    path("api/units/", catalogue.Units.as_view(), name="api_units"),
]
