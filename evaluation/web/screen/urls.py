"""The addresses of the command centre."""

from django.urls import URLPattern, path, re_path

from evaluation.web.screen import links, pages, spots

WORD = r"(?P<word>[0-9]{1,12}\.[A-Za-z0-9_-]{20,64})"

urlpatterns: list[URLPattern] = [
    path("screen/", pages.Screen.as_view(), name="screen"),
    path("screen/figures/", pages.Figures.as_view(), name="screen_figures"),
    path("screen/areas/", pages.Areas.as_view(), name="screen_areas"),
    path("screen/hot-spots/", spots.HotSpots.as_view(), name="hot_spots"),
    path("screen/links/", links.ScreenLinks.as_view(), name="screen_links"),
    re_path(rf"^screen/k/{WORD}/$", pages.Kiosk.as_view(), name="kiosk"),
    re_path(rf"^screen/k/{WORD}/figures/$", pages.KioskFigures.as_view(), name="kiosk_figures"),
    re_path(rf"^screen/k/{WORD}/beat/$", pages.KioskBeat.as_view(), name="kiosk_beat"),
    re_path(rf"^screen/k/{WORD}/areas/$", pages.KioskAreas.as_view(), name="kiosk_areas"),
]
