"""The narrow stair to the numbers floor: the only place in web that starts pipelines.

Modules here are imported by the worker and by nothing that answers a request. They take plain
values, run one use case, and hand plain values back.
"""
