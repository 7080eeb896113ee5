"""The WSGI entry point: ``granian --interface wsgi wsgi:app``."""

import gc

from portal import create_app

app = create_app()

# What was made at the start stays for good: the collector need not look at it again and again. What
# a page makes is nearly all gone with the page, so it need not look after each few hundred objects.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
