"""What the public is answered: one file per subject. Asset and library pages themselves are served by Wagtail."""
