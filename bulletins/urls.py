"""Doors of what the office tells residents and asks them."""

from django.urls import URLPattern, path

from bulletins.api import AlertHeard
from bulletins.web import alerts, bulletins, consultations, facilities
from bulletins.web.newsroom import asking, overview, warning, wishes, writing

urlpatterns: list[URLPattern] = [
    path("bulletins/", bulletins.Bulletins.as_view(), name="bulletins"),
    path("bulletins/feed.atom", bulletins.BulletinFeed.as_view(), name="bulletin_feed"),
    path("bulletins/<uuid:bulletin_id>/", bulletins.BulletinPage.as_view(), name="bulletin"),
    path("bulletins/<uuid:bulletin_id>/pictures/<int:place>/<slug:size>/", bulletins.BulletinPicture.as_view(), name="bulletin_picture"),
    path("alerts/cap.atom", alerts.AlertFeed.as_view(), name="alert_feed"),
    path("alerts/<uuid:alert_id>/", alerts.AlertPage.as_view(), name="alert"),
    path("api/alerts/<uuid:alert_id>/heard/", AlertHeard.as_view(), name="alert_heard"),
    path("alerts/<uuid:alert_id>/cap.xml", alerts.AlertCap.as_view(), name="alert_cap"),
    path("consultations/", consultations.Consultations.as_view(), name="consultations"),
    path("consultations/<uuid:consultation_id>/", consultations.ConsultationPage.as_view(), name="consultation"),
    path("places/", facilities.Facilities.as_view(), name="facilities"),
    path("places/wish/", facilities.Wishing.as_view(), name="wish"),
    path("places/<int:facility_id>/", facilities.FacilityPage.as_view(), name="facility"),
    path("newsroom/", overview.Overview.as_view(), name="newsroom"),
    path("newsroom/wishes/", wishes.Wishes.as_view(), name="wishes"),
    path("newsroom/bulletin/", writing.NewBulletin.as_view(), name="new_bulletin"),
    path("newsroom/alert/", warning.NewAlert.as_view(), name="new_alert"),
    path("newsroom/consultation/", asking.NewConsultation.as_view(), name="new_consultation"),
    path("newsroom/consultation/<uuid:consultation_id>/", asking.SumUp.as_view(), name="sum_up"),
]
