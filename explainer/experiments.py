"""A claim's experiment where the claim is made: the recorded output and a Run button, folded."""

from __future__ import annotations

from dataclasses import dataclass, field

from explainer.blocks import details, element
from explainer.embed import Shelves, tabs, your_machine
from explainer.errors import UnknownName
from explainer.printed import outputs
from explainer.recording import other_machines
from explainer.spot import Spot


@dataclass(frozen=True)
class Experiments:
    """Shows what proves a claim, on one page.

    Where the page shows the snippet anyway, a link leads there instead.
    """

    shelves: Shelves
    spot: Spot = field(default_factory=Spot)

    def of(self, snippet_ids: tuple[str, ...], claimed: str) -> str:
        """Markdown: one folded experiment for each snippet that the page does not show itself.

        Raises: UnknownName for a snippet that does not exist, named with who `claimed` it;
            MissingRecording.
        """
        for id_ in snippet_ids:
            if id_ not in self.shelves.library.snippets:
                raise UnknownName(f'{claimed} names the snippet "{id_}", which does not exist')
        return "\n\n".join(self._folded(id_) for id_ in snippet_ids if id_ not in self.spot.shows)

    def link(self, snippet_id: str) -> str:
        """Markdown: to the snippet where this page shows it, else to its file."""
        address = self.spot.anchor(snippet_id) or f"/snippets/{snippet_id}.py"
        return f"[{snippet_id}]({address})"

    def _folded(self, snippet_id: str) -> str:
        snippet = self.shelves.library.find(snippet_id)
        recording = self.shelves.recordings(snippet)[0]
        sent = list(other_machines(self.shelves.sent_recordings, snippet))
        # where Run is, the command is left out: some 200 experiments have to fit one page
        elsewhere = "" if snippet.header.browser else your_machine(snippet, self.spot.site_url)
        shown = tabs({"Output": outputs([recording], sent)}, elsewhere)
        kind = "experiment" if snippet.header.browser else "experiment elsewhere"
        return details(kind, snippet.header.title, element(self.spot.selector(snippet), shown))
