"""The 360Giving Data Standard: grants as funders publish them, read, checked and written.

Plain Python without arrays, so that the site reads and writes the files as commands do.
"""
