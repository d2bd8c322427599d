"""Extensions, made here and attached in ``create_app``."""

from __future__ import annotations

from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_sqlalchemy_lite import SQLAlchemy
from flask_wtf.csrf import CSRFProtect

db = SQLAlchemy()
babel = Babel()
csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address)
