"""Admin screens that span apps; one file each."""
