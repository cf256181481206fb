"""The command line: one module a command, nothing heavy imported until a command runs."""
