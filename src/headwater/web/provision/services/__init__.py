"""The directory of services, kept right by those who run them."""
