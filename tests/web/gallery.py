"""Pages with the widgets on them, made from the built front end and `pages/*.html`."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.browser.chromium import ROOT, node

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))
POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data:; object-src 'none'; base-uri 'self'"
)
BUNDLE = """
import esbuild from "esbuild";
import { elementsPlugin, stylePlugin, workerPlugin } from "./web/bundling/plugins.mjs";
const elsewhere = { path: "none", external: true };
const widgetsOnly = {
  name: "widgets-only",
  setup: (build) => build.onResolve({ filter: /(src|[.]{2}).python/ }, () => elsewhere),
};
await esbuild.build({
  stdin: {
    contents: 'import { elements } from "virtual:elements";' +
      'for (const tag of Object.keys(elements)) if (document.querySelector(tag)) elements[tag]();',
    resolveDir: ".",
  },
  bundle: true, format: "esm", splitting: true, outdir: process.argv[1], target: "es2022",
  entryNames: "widgets",
  plugins: [widgetsOnly, elementsPlugin(), stylePlugin(), workerPlugin()],
});
await esbuild.build({
  entryPoints: ["web/styles/site.css"],
  bundle: true, outfile: process.argv[1] + "/site.css", loader: { ".woff2": "empty" },
});
"""


def build(folder: Path) -> None:
    """Bundle the widgets alone, with the site's style sheet, and write one page for each."""
    command = [node(), "--input-type=module", "-e", BUNDLE, str(folder)]
    subprocess.run(command, check=True, cwd=ROOT)
    for fragment in PAGES:
        for scheme in ("default", "slate"):
            name = f"{fragment.stem}-{scheme}.html"
            (folder / name).write_text(page(fragment.read_text("utf-8"), scheme), "utf-8")


def page(fragment: str, scheme: str) -> str:
    """A page of prose with widgets in it, under the policy of the published site."""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<title>Widgets</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="site.css">
</head>
<body data-md-color-scheme="{scheme}" style="background: var(--metal-paper)">
<main class="md-typeset"><h1>Widgets</h1>
{fragment}
</main>
<script type="module" src="widgets.js"></script>
</body>
</html>
"""
