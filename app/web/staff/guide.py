"""The facilitator's guide as a page and as a PDF, from one source."""

from __future__ import annotations

from flask import Response, g, render_template
from flask.typing import ResponseReturnValue

from app.reporting.guide import load_guide, render_guide
from app.services.rights import Information
from app.store.models import RoleName
from app.web.rules import shows
from app.web.staff.blueprint import bp
from app.web.staff.words import text


@bp.get("/guide")
@shows(Information.GUIDE, RoleName.FACILITATOR, RoleName.CLIENT_MANAGER, RoleName.ADMINISTRATOR)
def guide() -> ResponseReturnValue:
    """Before, during and after a session: what to do, to say, and never to do."""
    return render_template("staff/guide.html", guide=load_guide(g.locale))


@bp.get("/guide.pdf")
@shows(Information.GUIDE, RoleName.FACILITATOR, RoleName.CLIENT_MANAGER, RoleName.ADMINISTRATOR)
def guide_file() -> ResponseReturnValue:
    """The same to print."""
    answer = Response(render_guide(g.locale, text), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="guide-{g.locale}.pdf"'
    return answer
