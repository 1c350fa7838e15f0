"""The map of doors. Apps are named by string only."""

from django.urls import include, path
from django.views.i18n import JavaScriptCatalog
from drf_spectacular.views import SpectacularAPIView

from governance.keeping.devices import Awake, OwnDevices
from governance.keeping.factor import OwnFactor
from governance.keeping.ledger import Ledger
from governance.keeping.passwords import OwnPassword, Welcome
from governance.keeping.people import People
from governance.keeping.posts import Posts
from governance.keeping.units import Units
from governance.notices.web import Addresses, Deliveries, Templates
from governance.web import Livez, Readyz, SetLanguage, SignIn, SignOut

urlpatterns = [
    path("", include("incidents.api.urls")),  # first: it is asked most, and each address before it takes its time
    path("livez", Livez.as_view(), name="livez"),
    path("readyz", Readyz.as_view(), name="readyz"),
    path("sign-in/", SignIn.as_view(), name="sign_in"),
    path("sign-out/", SignOut.as_view(), name="sign_out"),
    path("language/", SetLanguage.as_view(), name="set_language"),
    path("welcome/<uidb64>/<token>/", Welcome.as_view(), name="welcome"),
    path("password/", OwnPassword.as_view(), name="own_password"),
    path("devices/", OwnDevices.as_view(), name="own_devices"),
    path("second-factor/", OwnFactor.as_view(), name="own_factor"),
    path("awake/", Awake.as_view(), name="awake"),
    path("people/", People.as_view(), name="people"),
    path("units/", Units.as_view(), name="units"),
    path("posts/", Posts.as_view(), name="posts"),
    path("ledger/", Ledger.as_view(), name="ledger"),
    path("notices/", Deliveries.as_view(), name="notices"),
    path("notices/addresses/", Addresses.as_view(), name="notice_addresses"),
    path("notices/templates/", Templates.as_view(), name="notice_templates"),
    path("notices/templates/<int:template_id>/", Templates.as_view(), name="notice_template"),
    path("jsi18n/", JavaScriptCatalog.as_view(), name="javascript_catalog"),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("", include("grids.urls")),
    path("", include("residents.urls")),
    path("", include("bulletins.urls")),
    path("", include("incidents.urls")),
    path("", include("evaluation.urls")),
]

handler400 = "governance.web.bad_request"
handler403 = "governance.web.forbidden"
handler404 = "governance.web.not_found"
handler500 = "governance.web.broken"
