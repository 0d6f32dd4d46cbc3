"""Campaigns: objective, big idea, dates, budget, KPI targets and the closed UTM name.

Nouns: Campaign, KPI target. May import brand and below.
"""
