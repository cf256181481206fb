"""Addresses of `applying`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.grants.applying.views import (
    applications,
    identity,
    late,
    people,
    sending,
    starting,
    writing,
)

app_name = "applying"
HERE = "apply/"
ONE = f"{HERE}a/<slug:reference>/"
LATE = "work/<slug:workspace>/late-applications/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, applications.mine, name="mine"),
    path(f"{HERE}sign-in/", identity.sign_in, name="sign_in"),
    path(f"{HERE}sign-in/code/", identity.code, name="code"),
    path(f"{HERE}sign-out/", identity.sign_out, name="sign_out"),
    path(f"{HERE}signed-out/", identity.signed_out, name="signed_out"),
    path(f"{HERE}privacy/", identity.privacy, name="privacy"),
    path(f"{HERE}stay/", applications.stay, name="stay"),
    path(f"{HERE}link/<str:token>/", identity.resume, name="resume"),
    path(ONE, applications.application, name="application"),
    path(f"{ONE}part/<slug:slug>/", writing.part, name="application_part"),
    path(f"{ONE}find/", writing.find, name="application_find"),
    path(f"{ONE}files/<slug:key>/", writing.files, name="application_files"),
    path(f"{ONE}file/<int:number>/", applications.file, name="application_file"),
    path(f"{ONE}file/<int:number>/remove/", writing.file_remove, name="application_file_remove"),
    path(f"{ONE}people/", people.people, name="application_people"),
    path(f"{ONE}people/<int:number>/remove/", people.remove, name="application_remove"),
    path(f"{ONE}check/", sending.check, name="application_check"),
    path(f"{ONE}send/", sending.send, name="application_send"),
    path(f"{ONE}sent/", sending.was_sent, name="application_sent"),
    path(f"{ONE}late/", sending.late, name="application_late"),
    path(f"{ONE}withdraw/", sending.withdraw, name="application_withdraw"),
    path(f"{ONE}all/", applications.show, name="application_show"),
    path(f"{ONE}copy.<slug:kind>", applications.copy, name="application_copy"),
    path(f"{HERE}<slug:slug>/", starting.start, name="start"),
    path(f"{HERE}<slug:slug>/begin/", starting.begin, name="begin"),
    path(LATE, late.listed, name="late"),
    path(f"{LATE}late.csv", late.listed_csv, name="late_csv"),
    path(f"{LATE}<slug:reference>/", late.one, name="late_one"),
    path(f"{LATE}<slug:reference>/take/", late.take, name="late_take"),
]
