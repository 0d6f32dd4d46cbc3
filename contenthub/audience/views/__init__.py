"""Admin screens of the audience, one file per noun."""
