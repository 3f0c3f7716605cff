"""Uses the generated client: adds an episode and a list of feeds, and searches."""

import io
import os

from segue_client import AuthenticatedClient
from segue_client.api.administration import import_feeds, put_episodes
from segue_client.api.episodes import list_episodes
from segue_client.api.recommendations import search
from segue_client.models import EpisodeUpload
from segue_client.types import File

client = AuthenticatedClient(base_url=os.environ["SEGUE_URL"], token=os.environ["SEGUE_ADMIN_KEY"])
tea = EpisodeUpload.from_dict({"show": {"title": "Daily Cups"}, "title": "Herb Tea"})
put = put_episodes.sync(client=client, body=[tea])
assert put.added == 1, put
listed = list_episodes.sync(client=client, show=["daily-cups"])
assert "Herb Tea" in [e.title for e in listed.episodes], listed
found = search.sync(client=client, q="git")
assert found.results, found
opml = b'<opml version="2.0"><body><outline xmlUrl="https://none.example/"/></body></opml>'
feeds = import_feeds.sync(client=client, body=File(payload=io.BytesIO(opml)))
assert feeds.failed == 1, feeds
print("ok")
