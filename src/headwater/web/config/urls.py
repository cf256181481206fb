"""Every address of the site. The permission matrix has a row for each."""

from django.urls import include, path

from headwater.web.config.health import alive, ready

urlpatterns = [
    path("alive", alive, name="alive"),
    path("ready", ready, name="ready"),
    path("", include("headwater.web.design_system.urls")),
    path("account/", include("headwater.web.accounts.urls")),
    path("", include("headwater.web.partners.urls")),
    path("", include("headwater.web.audit.urls")),
    path("", include("headwater.web.documents.urls")),
    path("", include("headwater.web.notices.urls")),
    path("", include("headwater.web.worklist.urls")),
    path("", include("headwater.web.thread.urls")),
    path("", include("headwater.web.sharing.urls")),
    path("", include("headwater.web.editions.urls")),
    path("", include("headwater.web.releases.urls")),
    path("", include("headwater.web.insights.urls")),
    path("", include("headwater.web.partnership.urls")),
    path("", include("headwater.web.strategy.urls")),
    path("", include("headwater.web.provision.urls")),
    path("", include("headwater.web.evidence.urls")),
    path("", include("headwater.web.grants.urls")),
    path("", include("headwater.web.public_site.urls")),
]
handler400 = "headwater.web.config.errors.bad_request"
handler403 = "headwater.web.config.errors.forbidden"
handler404 = "headwater.web.config.errors.not_found"
handler500 = "headwater.web.config.errors.broken"
