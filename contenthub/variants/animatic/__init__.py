"""The animatic: a video script as a vertical MP4 of cards with burnt-in captions, for judging pace and for posting.

``stills`` draws the pictures, ``film`` says which is seen when, ``encoder`` runs ffmpeg, ``store`` keeps the file,
``making`` does all of it, ``jobs`` does it on a worker, ``views`` and ``admin_urls`` show it.
"""
