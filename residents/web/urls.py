"""The addresses of the register's pages."""

from django.urls import path

from residents.web.exports import Exports, ExportStep
from residents.web.imports import Imports, Run, Template
from residents.web.people import Edit, People, Person
from residents.web.places import BuildingChart, EnterprisePage, Enterprises
from residents.web.rights import Factor, Rights
from residents.web.visits import SpotPage, Visits

urlpatterns = [
    path("w/check/", SpotPage.as_view(), name="worker_check"),
    path("w/visits/", Visits.as_view(), name="worker_visits"),
    path("registry/", People.as_view(), name="registry"),
    path("registry/people/new/", Edit.as_view(), name="registry_new"),
    path("registry/people/<uuid:resident_id>/", Person.as_view(), name="registry_person"),
    path("registry/people/<uuid:resident_id>/edit/", Edit.as_view(), name="registry_edit"),
    path("registry/people/<uuid:resident_id>/rights/", Rights.as_view(), name="registry_rights"),
    path("registry/import/", Imports.as_view(), name="registry_imports"),
    path("registry/import/template/", Template.as_view(), name="registry_template"),
    path("registry/import/<uuid:run_id>/", Run.as_view(), name="registry_run"),
    path("registry/export/", Exports.as_view(), name="registry_exports"),
    path("registry/export/<uuid:export_id>/", ExportStep.as_view(), name="registry_export"),
    path("registry/buildings/<int:building_id>/", BuildingChart.as_view(), name="registry_building"),
    path("registry/enterprises/", Enterprises.as_view(), name="registry_enterprises"),
    path("registry/enterprises/<uuid:enterprise_id>/", EnterprisePage.as_view(), name="registry_enterprise"),
    path("registry/second-factor/", Factor.as_view(), name="registry_factor"),
]
