"""Addresses of early warning, in the namespace `insights`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.insights.watch.views import (
    alerts,
    fairness,
    inbox,
    publishing,
    rules,
    scorecards,
    weeks,
)

HERE = "work/<slug:workspace>/early-warning/"

ALERT = f"{HERE}alerts/<slug:reference>/"
SCORECARDS = f"{HERE}scorecards/"

RULES = f"{HERE}rules/"
RULE = f"{RULES}<slug:reference>/"

WEEKS = f"{HERE}weeks/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, inbox.inbox, name="alerts"),
    path(f"{HERE}alerts.csv", inbox.inbox_csv, name="alerts_csv"),
    path(ALERT, alerts.alert, name="alert"),
    path(f"{ALERT}acknowledge/", alerts.acknowledge, name="alert_acknowledge"),
    path(f"{ALERT}note/", alerts.note, name="alert_note"),
    path(f"{ALERT}judge/", alerts.judge, name="alert_judge"),
    path(SCORECARDS, scorecards.scorecards, name="watch_scorecards"),
    path(f"{SCORECARDS}propose/", publishing.propose, name="watch_scorecards_propose"),
    path(f"{SCORECARDS}scorecards.csv", scorecards.scorecards_csv, name="watch_scorecards_csv"),
    path(f"{SCORECARDS}<slug:reference>/", scorecards.scorecard, name="watch_scorecard"),
    path(RULES, rules.listing, name="watch_rules"),
    path(f"{RULES}rules.csv", rules.listing_csv, name="watch_rules_csv"),
    path(f"{RULES}new/", rules.new, name="watch_rule_new"),
    path(RULE, rules.rule, name="watch_rule"),
    path(f"{RULE}progress/", rules.progress, name="watch_rule_progress"),
    path(f"{RULE}fairness/", fairness.fairness, name="watch_rule_fairness"),
    path(f"{RULE}fairness.csv", fairness.fairness_csv, name="watch_rule_fairness_csv"),
    path(f"{RULE}edit/", rules.edit, name="watch_rule_edit"),
    path(f"{RULE}copy/", rules.copy, name="watch_rule_copy"),
    path(f"{RULE}work-out/", rules.work_out, name="watch_rule_work_out"),
    path(f"{RULE}on/", rules.switch_on, name="watch_rule_on"),
    path(f"{RULE}off/", rules.switch_off, name="watch_rule_off"),
    path(WEEKS, weeks.listing, name="watch_weeks"),
    path(f"{WEEKS}weeks.csv", weeks.listing_csv, name="watch_weeks_csv"),
    path(f"{WEEKS}run/", weeks.run, name="watch_week_run"),
]
