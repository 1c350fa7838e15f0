"""The addresses of the pages."""

from django.urls import URLPattern, path, re_path

from incidents.web import around, catalogue, desk, follow_steps, handler, leaves, moderation, phone, practice, resident, start, worker
from incidents.web.portal import around as public
from incidents.web.portal import pages as portal
from incidents.web.portal import proving

urlpatterns: list[URLPattern] = [
    path("", start.Start.as_view(), name="start"),
    path("desk/", desk.Board.as_view(), name="desk"),
    path("desk/cases/<uuid:incident_id>/", desk.CaseFragment.as_view(), name="desk_case"),
    path("catalogue/", catalogue.Catalogue.as_view(), name="catalogue"),
    path("catalogue/practice/", practice.PracticePage.as_view(), name="practice"),
    path("catalogue/<int:category_id>/", catalogue.CategoryPage.as_view(), name="catalogue_category"),
    path("sw.js", phone.ServiceWorker.as_view(), name="service_worker"),
    path("manifest.webmanifest", phone.Manifest.as_view(), name="manifest"),
    path("w/unsent/", phone.Unsent.as_view(), name="worker_unsent"),
    path("w/area/", phone.OwnArea.as_view(), name="worker_area"),
    path("w/tasks/", worker.Tasks.as_view(), name="worker_tasks"),
    path("w/map/", around.MapPage.as_view(), name="worker_map"),
    path("w/contacts/", around.Contacts.as_view(), name="worker_contacts"),
    path("w/leaves/", leaves.Leaves.as_view(), name="worker_leaves"),
    path("w/", worker.Home.as_view(), name="worker"),
    path("w/mine/", worker.Mine.as_view(), name="worker_mine"),
    path("w/report/", worker.ReportPage.as_view(), name="worker_report"),
    path("w/report/<uuid:incident_id>/", worker.Done.as_view(), name="worker_done"),
    path("w/tasks/<uuid:incident_id>/", worker.Task.as_view(), name="worker_task"),
    path("handle/", handler.Cases.as_view(), name="handle"),
    path("handle/<uuid:incident_id>/", handler.CasePage.as_view(), name="handle_case"),
    path("around/", public.Around.as_view(), name="around"),
    path("around/map/", public.AroundMap.as_view(), name="around_map"),
    path("around/feed.atom", public.AroundFeed.as_view(), name="around_feed"),
    path("around/near/", public.Nearby.as_view(), name="around_near"),
    path("around/places/", public.PublicPlaces.as_view(), name="around_places"),
    path("around/<slug:number>/", public.CasePage.as_view(), name="around_case"),
    path("around/<slug:number>/photos/<uuid:photo_id>/<slug:size>/", public.CasePhoto.as_view(), name="around_photo"),
    path("moderation/", moderation.Moderation.as_view(), name="moderation"),
    path("find/", proving.Find.as_view(), name="find"),
    path("prove/", proving.Prove.as_view(), name="prove"),
    path("my-data/", proving.MyData.as_view(), name="my_data"),
    path("mine/", portal.Mine.as_view(), name="mine"),
    path("my-grid/", portal.MyGrid.as_view(), name="my_grid"),
    path("phones/", portal.Phones.as_view(), name="phones"),
    path("report/", resident.ReportPage.as_view(), name="resident_report"),
    re_path(r"^follow/(?P<token>[0-9a-f]{64})/$", resident.FollowPage.as_view(), name="follow"),
    re_path(r"^follow/(?P<token>[0-9a-f]{64})/(?P<verb>[a-z]{3,10})/$", follow_steps.FollowStep.as_view(), name="follow_step"),
    re_path(r"^follow/(?P<token>[0-9a-f]{64})/qr.svg$", resident.FollowQr.as_view(), name="follow_qr"),
    path("buildings/<slug:code>/qr.svg", resident.BuildingQr.as_view(), name="building_qr"),
    re_path(
        r"^follow/(?P<token>[0-9a-f]{64})/photos/(?P<photo_id>[0-9a-f-]{36})/(?P<size>full|thumb)/$",
        resident.FollowPhoto.as_view(),
        name="follow_photo",
    ),
]
