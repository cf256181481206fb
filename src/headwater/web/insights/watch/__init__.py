"""Early warning: the register of rules, the inbox of alerts, and what each rule is worth."""
