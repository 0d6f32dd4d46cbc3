"""Content Hub: one core asset, every form its readers meet it in, and what came back.

The packages, from top to bottom; each may import only from lines below its own (``tests/test_architecture.py``):

    studio                  admin screens that span apps
    insights                what came back (reads only)
    publishing | landing    deliveries through channels | public pages
    mailing                 bulk mail, one ledger row per recipient
    experiments | audience  tests | contacts, consent, leads
    variants | links        derived forms | tracked links and clicks
    assets                  the core content and its importers
    campaigns               objective, dates, budget, UTM name
    brand                   look, voice, words
    edge | lib              the WSGI fast path | model-free helpers
    channels                what knows the platforms (a package of its own)
"""
