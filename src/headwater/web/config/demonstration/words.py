"""What people of Loamshire write: posts, reasons, narrative and comments. All of it is made up."""

WELCOME = {
    "title": "What Loamshire is doing about serious violence",
    "summary": "Police, councils, health, fire, probation and youth justice now work to one plan.",
    "body": (
        "Serious violence has causes, and causes can be worked on. Since January 2023 the law has "
        "asked every public body in Loamshire to do that together.\n\n"
        "## What you can read here\n\n"
        "- How much violence there is, where and when, and what it costs\n"
        "- What police never hear of, from hospitals and ambulances\n"
        "- Which services are missing where\n\n"
        "Every number says where it comes from. Where we do not know something, we say that too."
    ),
}
YOUTH_FUND = {
    "title": "The Youth Fund opens in spring",
    "summary": "Grants of up to £3,500 for groups that work with young people in Loamshire.",
    "body": (
        "The Youth Fund pays for things that keep young people from being drawn into violence.\n\n"
        "We will say in March who can apply and how. Every question will be shown before you start."
    ),
}
REASON_TO_PUBLISH = (
    "The board agreed the assessment on the day it was locked; partners need it now."
)
REASON_TO_POST = "It is the first thing a visitor to the site should be able to read."
REASON_TO_REGISTER = "The public is told which algorithms are in use before they are used."
AGREED = (
    "I have read every chapter and the small-number checks, and agree that it is published.",
    "The figures agree with what we supplied, and nothing in them points at a person.",
)
NARRATIVE = (
    "Partners recognise this picture. Larkminster's night-time economy explains part of it, and "
    "the youth justice service sees the same streets in its own work.\n\n"
    "The board asked for the hospital feed to be read beside this chapter, because many of those "
    "hurt never tell police."
)
COMMENT = "Could we say here which months the second hospital did not send its file?"
WATCHED = (
    ("Knife crime by district", "Tell districts early when knife crime rises."),
    ("Clusters of violence with injury", "See a few streets that rise together."),
    ("Hospital assaults by district", "Hear from hospitals what police are not told."),
)
LOOKING = "I ask the neighbourhood team and the emergency department what they saw."
ANSWERS = (
    (
        "Two fights at one bus station. Patrols and youth workers were there the next Friday.",
        "true",
    ),
    ("Three files came in late and were counted in one week.", "false"),
    ("The youth service visits the park this week and tells us what they hear.", ""),
)
HOW_WE_KNOW = {
    "true": "Neighbourhood officers and the hospital both confirm the rise.",
    "false": "The dates in the files show when the offences really happened.",
}
REASON_TO_WARN = "Partners and the public are told what rose, and how sure we are."
REASON_TO_SCORE = "Whoever reads an alert should be able to see how often such alerts are wrong."
