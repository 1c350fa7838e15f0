"""The addresses of the register's pages."""

from django.urls import path

from residents.web.accounts import Accounts
from residents.web.enterprises import EnterpriseForm, Enterprises
from residents.web.exports import Exports, ExportStep
from residents.web.field import LateVisits, Reports, Tasks
from residents.web.fields import Fields
from residents.web.imports import Imports, Run, Template
from residents.web.moves import Moves
from residents.web.papers import PersonPaper
from residents.web.people import Edit, Person
from residents.web.places import BuildingChart, Buildings, RegisterMap
from residents.web.portal import Captain, Declare, Notice, Receipt
from residents.web.quality import Challenge, Doubts, Pairs
from residents.web.requests import Requests
from residents.web.rights import Rights
from residents.web.searching import People
from residents.web.visits import Changes, SpotPage, Visits

urlpatterns = [
    path("w/check/", SpotPage.as_view(), name="worker_check"),
    path("w/changes/", Changes.as_view(), name="worker_changes"),
    path("w/visits/", Visits.as_view(), name="worker_visits"),
    path("registry/", People.as_view(), name="registry"),
    path("registry/people/new/", Edit.as_view(), name="registry_new"),
    path("registry/people/<uuid:resident_id>/", Person.as_view(), name="registry_person"),
    path("registry/people/<uuid:resident_id>/paper/", PersonPaper.as_view(), name="registry_paper"),
    path("registry/people/<uuid:resident_id>/edit/", Edit.as_view(), name="registry_edit"),
    path("registry/people/<uuid:resident_id>/moves/", Moves.as_view(), name="registry_moves"),
    path("registry/people/<uuid:resident_id>/rights/", Rights.as_view(), name="registry_rights"),
    path("registry/people/<uuid:resident_id>/challenge/", Challenge.as_view(), name="registry_challenge"),
    path("registry/pairs/", Pairs.as_view(), name="registry_pairs"),
    path("registry/doubts/", Doubts.as_view(), name="registry_doubts"),
    path("registry/requests/", Requests.as_view(), name="registry_requests"),
    path("registry/requests/<uuid:request_id>/", Requests.as_view(), name="registry_request"),
    path("registry/tasks/", Tasks.as_view(), name="registry_tasks"),
    path("registry/tasks/<uuid:task_id>/", Tasks.as_view(), name="registry_task"),
    path("registry/reports/", Reports.as_view(), name="registry_reports"),
    path("registry/reports/<uuid:report_id>/", Reports.as_view(), name="registry_report"),
    path("registry/visits/", LateVisits.as_view(), name="registry_visits"),
    path("registry/accounts/", Accounts.as_view(), name="registry_accounts"),
    path("registry/fields/", Fields.as_view(), name="registry_fields"),
    path("registry/map/", RegisterMap.as_view(), name="registry_map"),
    path("registry/import/", Imports.as_view(), name="registry_imports"),
    path("registry/import/template/", Template.as_view(), name="registry_template"),
    path("registry/import/<uuid:run_id>/", Run.as_view(), name="registry_run"),
    path("registry/export/", Exports.as_view(), name="registry_exports"),
    path("registry/export/<uuid:export_id>/", ExportStep.as_view(), name="registry_export"),
    path("registry/buildings/", Buildings.as_view(), name="registry_buildings"),
    path("registry/buildings/<int:building_id>/", BuildingChart.as_view(), name="registry_building"),
    path("registry/enterprises/", Enterprises.as_view(), name="registry_enterprises"),
    path("registry/enterprises/new/", EnterpriseForm.as_view(), name="registry_enterprise_new"),
    path("registry/enterprises/<uuid:enterprise_id>/edit/", EnterpriseForm.as_view(), name="registry_enterprise_edit"),
    path("declare/receipt/", Receipt.as_view(), name="receipt"),
    path("declare/<str:kind>/", Declare.as_view(), name="declare"),
    path("captain/<str:token>/", Captain.as_view(), name="captain"),
    path("privacy/notice/", Notice.as_view(), name="notice"),
]
