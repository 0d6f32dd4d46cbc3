"""Studio: admin screens that span apps, the hub's processes and the demo content.

May import everything below.
"""
