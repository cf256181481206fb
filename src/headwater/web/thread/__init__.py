"""The golden thread: what is tied to what, from a finding to what is done about it, both ways."""
