"""The second stair to the numbers floor: setting need beside the partnership's services.

Modules here are imported by the worker and by nothing that answers a request. They take plain
values, run one use case, and hand plain values back.
"""
