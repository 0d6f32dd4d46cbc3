"""Telling people and programs what went wrong, and that it is well again: by mail and by signed webhook.

``deriving`` reads from the deliveries and accounts themselves what there is to tell, so nothing is lost with a process
that dies between a change and its news; ``sending`` is the outbox; ``wording`` is what the messages say; ``watching``
looks after the processes.
"""
