"""The site: a page whose first posts come with it, and a script that asks for the rest.

Without JavaScript the page has links to older posts and a form.  With it, the same
link and the same form are taken over by ``static/timeline.js``, a client of the API.
The page says where the API is; who keeps it is none of its business.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any
from wsgiref.types import WSGIApplication

from flask import Flask, Response, redirect, render_template, request, url_for
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from .api import HOSTS, same_site, store
from .contract import BODY, NEW, PAGE, Problem, new, page
from .posts import Posts

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
        "require-trusted-types-for 'script'",
    ]
)


def create_site(
    posts: Posts,
    api: WSGIApplication,
    *,
    shell: bool = False,
    template: str = "page.html",
    hosts: Iterable[str] = HOSTS,
) -> Flask:
    """Make the application: the page at ``/``, the API below ``/api``.

    :param api: keeps the contract: `create_api`, or what forwards to somebody else.
    :param template: one that extends ``page.html``, for who wants more on the page.
    :param shell: an empty page, as sites of 2011 had: the script asks for all posts.
    """
    site = Flask(__name__)
    # The longest post has room in it, also if a form escapes each of its bytes.
    site.config.update(MAX_CONTENT_LENGTH=BODY, TRUSTED_HOSTS=list(hosts))

    @site.get("/")
    def front() -> str:
        """Show a page of posts."""
        return render(*page(request.args))

    @site.post("/")
    def post() -> Any:
        """Add a post by the form, and show the first page: 303."""
        same_site()
        given = {name: request.form.get(name, "") for name in NEW["properties"]}
        given["text"] = given["text"].replace("\r\n", "\n")
        store(posts, **new(given))
        return redirect(url_for("front"), 303)

    def render(before: int | None, limit: int, **shown: Any) -> str:
        found = [] if shell else posts.before(before, limit)
        older = found[-1].id if found else None
        more = shell or bool(older)
        base = f"{request.script_root}/api/posts"
        return render_template(
            template,
            posts=found,
            api=base,
            older=base if older is None else f"{base}?before={older}",
            link=url_for("front", before=older) if more else None,
            key=secrets.token_urlsafe(12),
            most=NEW["properties"]["text"]["maxLength"],
            **shown,
        )

    @site.errorhandler(Problem)
    def refused(problem: Problem) -> tuple[str, int]:
        """Show the page again, with what was wrong and what was written."""
        limit = PAGE["limit"]["default"]
        return render(
            None, limit, why=problem.detail, form=request.form
        ), problem.status

    @site.after_request
    def harden(done: Response) -> Response:
        """Allow scripts, styles and requests of this host alone."""
        done.headers["Content-Security-Policy"] = POLICY
        done.headers["X-Content-Type-Options"] = "nosniff"
        done.headers["Referrer-Policy"] = "same-origin"
        return done

    site.wsgi_app = DispatcherMiddleware(site.wsgi_app, {"/api": api})  # type: ignore[method-assign]
    return site
