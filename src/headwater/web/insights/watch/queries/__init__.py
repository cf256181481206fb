"""Reading rules, alerts and scorecards."""
