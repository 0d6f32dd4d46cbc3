"""Channels: the code that knows vendors, and nothing else.

One connector is one file in ``channels/connectors``; its file name is the channel's name. This package uses the
standard library, requests and small libraries; it never imports ``contenthub``, Wagtail or Django.

* ``base``      what a connector is given (Post, Media), what it answers (Receipt), what it declares (Capabilities)
* ``http``      the only code that opens an HTTP connection; with it ``transport`` (connections), ``addresses`` (which may
  be reached), ``answers`` (what an answer means), ``waiting`` (Retry-After) and ``redaction`` (no secrets in records)
* ``counting``  text length as each platform counts it; ``hashtags`` puts them behind a text
* ``settings``  declared account fields
* ``registry``  channel name -> Connector class
"""
