"""The thin skin between MkDocs (or ProperDocs) and `explainer`; every function here is an event."""

from pathlib import Path
from typing import Any

from explainer import markdown, publish
from explainer.places import Places

_serving = False


def on_startup(command: str, **_: Any) -> None:
    global _serving
    _serving = command == "serve"


def on_pre_build(**_: Any) -> None:
    publish.prepare(Places(), serving=_serving)


def on_files(files: Any, config: Any) -> Any:
    return publish.add_files(files, config, Places())


def on_page_markdown(text: str, page: Any, **_: Any) -> str:
    markdown.page.set((Path(page.file.abs_src_path), "../" * page.url.count("/")))
    return text


def on_post_page(html: str, **_: Any) -> str:
    return publish.finish_page(html, serving=_serving)


def on_post_template(output_content: str, template_name: str, **_: Any) -> str:
    is_page = template_name.endswith(".html")  # 404.html is a template, not a page
    return publish.finish_page(output_content, serving=_serving) if is_page else output_content


def on_post_build(config: Any) -> None:
    publish.finish_site(Path(config.site_dir))
