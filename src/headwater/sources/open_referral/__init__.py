"""Open Referral UK: services as directories write them, read into rows and written back.

Plain Python without arrays, so that the site reads a directory as the lake does.
"""
