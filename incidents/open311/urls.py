"""The addresses of the open interface; the form is the end of the address, anything else is not there."""

from django.urls import URLPattern, path, re_path

from incidents.open311 import keys, requests, services, updates

FORM = r"\.(?P<form>json|xml)$"

urlpatterns: list[URLPattern] = [
    re_path(rf"^open311/(?:v2/)?discovery{FORM}", services.Discovery.as_view(), name="open311_discovery"),
    re_path(rf"^open311/v2/services{FORM}", services.Services.as_view(), name="open311_services"),
    re_path(rf"^open311/v2/services/(?P<code>[^/]{{1,48}}){FORM}", services.Definition.as_view(), name="open311_definition"),
    re_path(rf"^open311/v2/requests{FORM}", requests.Requests.as_view(), name="open311_requests"),
    re_path(rf"^open311/v2/requests/(?P<number>[^/]{{1,48}}){FORM}", requests.Request.as_view(), name="open311_request"),
    re_path(rf"^open311/v2/tokens/(?P<token>[^/]{{1,64}}){FORM}", requests.Token.as_view(), name="open311_token"),
    re_path(rf"^open311/v2/servicerequestupdates{FORM}", updates.Updates.as_view(), name="open311_updates"),
    path("open311/keys/", keys.Keys.as_view(), name="open311_keys"),
]
