"""Lawful sharing: agreements, datasets, gateways, decisions to share or not, and onboarding."""
