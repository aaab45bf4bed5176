"""Fetch a registered original from the web; `fetch.Fetcher` is the way in."""
