"""The addresses of the pages."""

from django.urls import URLPattern, path, re_path

from incidents.web import around, catalogue, desk, handler, leaves, phone, practice, resident, start, worker
from incidents.web.portal import pages as portal

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
    path("mine/", portal.Mine.as_view(), name="mine"),
    path("my-grid/", portal.MyGrid.as_view(), name="my_grid"),
    path("phones/", portal.Phones.as_view(), name="phones"),
    path("report/", resident.ReportPage.as_view(), name="resident_report"),
    re_path(r"^follow/(?P<token>[0-9a-f]{64})/$", resident.FollowPage.as_view(), name="follow"),
    re_path(
        r"^follow/(?P<token>[0-9a-f]{64})/photos/(?P<photo_id>[0-9a-f-]{36})/(?P<size>full|thumb)/$",
        resident.FollowPhoto.as_view(),
        name="follow_photo",
    ),
]
