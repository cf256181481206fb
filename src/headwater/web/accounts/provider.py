"""What allauth calls the organisation's own sign-in, in its settings and in our addresses."""

PROVIDER = "organisation"
