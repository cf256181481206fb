"""Addresses of `boards`."""

from django.urls import URLPattern, URLResolver, path

from headwater.web.partnership.boards.views import (
    agenda,
    boards,
    decisions,
    engagement,
    items,
    meetings,
    minutes,
    seats,
    workshop,
)

app_name = "boards"
HERE = "work/<slug:workspace>/boards/"
BOARD = f"{HERE}<str:reference>/"
SEAT = f"{HERE}seats/<str:reference>/"
MEETINGS = f"{HERE}meetings/"
MEETING = f"{MEETINGS}<str:reference>/"
ITEM = f"{HERE}items/<str:reference>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, boards.listing, name="boards"),
    path(f"{HERE}boards.csv", boards.listing_csv, name="boards_csv"),
    path(f"{HERE}new/", boards.new, name="board_new"),
    path(f"{HERE}engagement/", engagement.engagement, name="engagement"),
    path(f"{HERE}engagement.csv", engagement.engagement_csv, name="engagement_csv"),
    path(f"{HERE}decisions/", decisions.listing, name="decisions"),
    path(f"{HERE}decisions.csv", decisions.listing_csv, name="decisions_csv"),
    path(f"{HERE}decisions/<str:reference>/", decisions.decision, name="decision"),
    path(f"{SEAT}edit/", seats.edit, name="seat_edit"),
    path(f"{SEAT}end/", seats.end, name="seat_end"),
    path(MEETINGS, meetings.listing, name="meetings"),
    path(f"{HERE}meetings.csv", meetings.listing_csv, name="meetings_csv"),
    path(f"{MEETINGS}new/", meetings.new, name="meeting_new"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}edit/", meetings.edit, name="meeting_edit"),
    path(f"{MEETING}move/<slug:verb>/", meetings.move, name="meeting_move"),
    path(f"{MEETING}cancel/", meetings.cancel, name="meeting_cancel"),
    path(f"{MEETING}pack/<slug:kind>/", meetings.pack, name="pack"),
    path(f"{MEETING}meeting.ics", meetings.calendar, name="meeting_ics"),
    path(f"{MEETING}attendance/", meetings.attendance, name="attendance"),
    path(f"{MEETING}agenda/", agenda.agenda, name="agenda"),
    path(f"{MEETING}agenda/own/", agenda.own, name="item_new"),
    path(f"{MEETING}minutes/", minutes.minutes, name="minutes"),
    path(f"{MEETING}minutes/paper/<slug:kind>/", minutes.paper, name="minutes_paper"),
    path(f"{MEETING}minutes/issue/", minutes.issue, name="minutes_issue"),
    path(f"{MEETING}minutes/confirm/", minutes.confirm, name="minutes_confirm"),
    path(
        f"{MEETING}minutes/correct/<slug:field>/<str:of>/", minutes.correct, name="minutes_correct"
    ),
    path(f"{MEETING}workshop/<int:stage>/", workshop.stage, name="workshop"),
    path(ITEM, items.item, name="item"),
    path(f"{ITEM}move/<slug:where>/", agenda.move, name="item_move"),
    path(f"{ITEM}remove/", agenda.remove, name="item_remove"),
    path(f"{ITEM}notes/", items.notes, name="item_notes"),
    path(f"{ITEM}interest/", items.interest, name="interest_new"),
    path(f"{ITEM}interest/<int:number>/withdraw/", items.withdraw, name="interest_withdraw"),
    path(f"{ITEM}decision/", items.decide, name="decision_new"),
    path(f"{ITEM}action/", items.action, name="action_new"),
    path(f"{ITEM}point/", workshop.point, name="point_new"),
    path(f"{ITEM}point/<int:number>/remove/", workshop.remove_point, name="point_remove"),
    path(f"{ITEM}table/", workshop.lay, name="lay_on_table"),
    path(BOARD, boards.board, name="board"),
    path(f"{BOARD}edit/", boards.edit, name="board_edit"),
    path(f"{BOARD}end/", boards.end, name="board_end"),
    path(f"{BOARD}seats/new/", seats.new, name="seat_new"),
]
