"""Landing: the public pages (an asset's page, its form and download, H5 pages, unsubscribing).

May import mailing and below.
"""
