"""What is rising this week, where, and how often does the rule that says so cry wolf?

A rule is registered with the false alarms to be expected of it before it may run. `counting`
makes weekly counts of a measure, `judging` holds a week of them against what was to be expected by
the methods of `detecting`, `alerts` joins alarms that are next to each other, `chapters` says it
all from released numbers.
"""
