"""Addresses of `publishing`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.grants.publishing.views import awards, files, others, public, spending

app_name = "publishing"
HERE = "work/<slug:workspace>/publishing/"
AWARD = f"{HERE}awards/<slug:reference>/"
BATCH = f"{HERE}files/<slug:reference>/"
SPENDING = f"{HERE}spending/"
OUTLAY = f"{SPENDING}<slug:reference>/"
OTHERS = f"{HERE}others/"
OTHER_FILES = f"{OTHERS}files/"
OTHER_FILE = f"{OTHER_FILES}<slug:reference>/"
PROJECTS = "projects/"
MONTHS = f"{PROJECTS}months/"
PAID = f"{PROJECTS}spending/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, files.files, name="files"),
    path(f"{HERE}awards.csv", files.files_csv, name="files_csv"),
    path(f"{HERE}make/", files.make, name="make"),
    path(f"{HERE}publisher/", files.imprint, name="imprint"),
    path(AWARD, awards.award, name="award"),
    path(f"{AWARD}edit/", awards.edit, name="award_edit"),
    path(f"{AWARD}names/new/", awards.name_new, name="name_new"),
    path(f"{HERE}names/<slug:reference>/back/", awards.name_back, name="name_back"),
    path(BATCH, files.batch, name="batch"),
    path(f"{BATCH}propose/", files.propose, name="propose"),
    path(f"{BATCH}projects/<slug:project>/", files.batch_project, name="batch_project"),
    path(f"{BATCH}<str:name>", files.batch_file, name="batch_file"),
    path(SPENDING, spending.outlays, name="outlays"),
    path(f"{SPENDING}payments.csv", spending.outlays_csv, name="outlays_csv"),
    path(OUTLAY, spending.outlay, name="outlay"),
    path(f"{OUTLAY}edit/", spending.edit, name="outlay_edit"),
    path(f"{OUTLAY}names/new/", spending.name_new, name="outlay_name_new"),
    path(OTHERS, others.others, name="others"),
    path(f"{OTHERS}grants.csv", others.others_csv, name="others_csv"),
    path(f"{OTHERS}grants.json", others.others_json, name="others_json"),
    path(OTHER_FILES, others.files, name="other_files"),
    path(OTHER_FILE, others.file, name="other_file"),
    path(f"{OTHER_FILE}drop/", others.drop, name="other_drop"),
    path(f"{OTHER_FILE}undo/", others.undo, name="other_undo"),
    path(PROJECTS, public.projects, name="projects"),
    path(f"{PROJECTS}projects.csv", public.projects_csv, name="projects_csv"),
    path(f"{PROJECTS}grants.<str:ending>", public.grants, name="grants"),
    path(f"{PROJECTS}money/", public.money, name="money"),
    path(MONTHS, public.months, name="months"),
    path(f"{MONTHS}grants.csv", public.months_csv, name="months_csv"),
    path(f"{MONTHS}<slug:month>/", public.month, name="month"),
    path(f"{MONTHS}<slug:month>.csv", public.month_csv, name="month_csv"),
    path(PAID, public.spending, name="spending"),
    path(f"{PAID}payments.csv", public.spending_csv, name="spending_csv"),
    path(f"{PAID}<slug:month>/", public.spending_month, name="spending_month"),
    path(f"{PAID}<slug:month>.csv", public.spending_month_csv, name="spending_month_csv"),
    path(
        f"{PROJECTS}editions/<slug:slug>/<int:number>/grants.<str:ending>",
        public.edition,
        name="edition",
    ),
    path(f"{PROJECTS}<slug:reference>/", public.project, name="project"),
]
