"""What the directory of services is and who may change it, in plain Python."""
