"""What the partners do together: the Duty, boards, consultation, the definition."""
