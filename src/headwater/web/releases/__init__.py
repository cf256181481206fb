"""From proposal to publication: checks, approvals, embargo, correction, withdrawal."""
