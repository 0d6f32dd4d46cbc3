"""The demo content of a first run: a brand, two campaigns, a paper in English and in Chinese, accounts, a list."""
