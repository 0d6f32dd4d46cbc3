"""The supported channels: one file each, found by its name. Files starting with "_" are shared by a vendor's family."""
