"""Doors of how well it went."""

from django.urls import URLPattern, path

from evaluation.web import behind, exports, months, pages, risks, scales, spots, statistics
from evaluation.web.screen.urls import urlpatterns as screen

urlpatterns: list[URLPattern] = [
    *screen,
    path("evaluation/", pages.Figures.as_view(), name="evaluation"),
    path("evaluation/cases/", behind.CasesBehind.as_view(), name="evaluation_cases"),
    path("evaluation/export/", exports.Export.as_view(), name="evaluation_export"),
    path("evaluation/months/", months.Months.as_view(), name="evaluation_months"),
    path("evaluation/spot-checks/", spots.SpotChecks.as_view(), name="spot_checks"),
    path("evaluation/settings/", scales.Settings.as_view(), name="evaluation_settings"),
    path("statistics/", statistics.Statistics.as_view(), name="statistics"),
    path("risks/", risks.Risks.as_view(), name="risks"),
    path("risks/rules/", risks.Rules.as_view(), name="risk_rules"),
    path("risks/<int:notice_id>/", risks.NoticePage.as_view(), name="risk"),
]
