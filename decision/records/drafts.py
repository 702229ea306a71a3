"""Consultations in progress, so that a refresh or a power cut loses nothing: sealed, short-lived, easily deleted.

A draft is found and opened by its *link*, a random word that only the browser holds. The database knows a hash of it
and a text sealed with a key made from it (AES-256-GCM), so that whoever reads the file reads nothing. Each saving names
the version it started from: what another window has saved meanwhile is never overwritten unseen.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Column, DateTime, Engine, Integer, LargeBinary, MetaData, String, Table, create_engine, event

KEPT = timedelta(hours=24)
"""How long a draft outlives its last change."""
_OFTEN = timedelta(minutes=5)
"""How often `forget_old_now_and_then` looks."""

_NONCE = 12
_tables = MetaData()
_drafts = Table(
    "drafts",
    _tables,
    Column("name", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("kept_until", DateTime, nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
)


class ChangedElsewhereError(Exception):
    """Another window has saved this consultation meanwhile; nothing was written."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A consultation as it was last saved: plain data, and the version that the next saving starts from."""

    content: Mapping[str, Any]
    version: int


def new_link() -> str:
    """A word that nobody can guess (192 random bits)."""
    return secrets.token_urlsafe(24)


def _utc() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


class Drafts:
    """The drafts of one clinic, in an embedded SQLite file or any database that SQLAlchemy reaches.

    Args:
        address: a database URL, as in `sqlite:///drafts.sqlite` or `postgresql+psycopg://…`.
        now: the time in UTC, for tests.
    """

    def __init__(self, address: str, now: Callable[[], datetime] = _utc) -> None:
        self._engine: Engine = create_engine(address)
        self._now = now
        if self._engine.dialect.name == "sqlite":
            event.listen(self._engine, "connect", _careful)
            _make_private(self._engine.url.database)
        _tables.create_all(self._engine)
        self._looked = self._now()
        self.forget_old()

    def save(self, link: str, content: Mapping[str, Any], *, after: int | None) -> int:
        """Keep a consultation and return its new version.

        Args:
            link: the word that opens it again.
            content: plain data that JSON can hold.
            after: the version this content was made from; `None` for a new one.

        Raises:
            ChangedElsewhereError: the kept version is another one, or the draft has expired or been deleted meanwhile.
        """
        self.forget_old()
        name = _name(link)
        sealed = _seal(link, json.dumps(content, ensure_ascii=False).encode())
        now = self._now()
        until = now + KEPT
        with self._engine.begin() as connection:
            if after is None:
                connection.execute(_drafts.insert().values(name=name, version=1, kept_until=until, sealed=sealed))
                return 1
            changed = connection.execute(
                _drafts.update()
                .where(_drafts.c.name == name, _drafts.c.version == after, _drafts.c.kept_until > now)
                .values(version=after + 1, kept_until=until, sealed=sealed)
            )
            if changed.rowcount != 1:
                raise ChangedElsewhereError
            return after + 1

    def open(self, link: str) -> Draft | None:
        """The consultation behind a link; `None` if it was deleted, has expired or never was."""
        query = _drafts.select().where(_drafts.c.name == _name(link), _drafts.c.kept_until > self._now())
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        try:
            return Draft(json.loads(_unseal(link, row.sealed)), row.version)
        except (InvalidTag, ValueError):
            return None  # a damaged or foreign entry is none

    def version(self, link: str) -> int | None:
        """Which version is kept at the moment, without opening it; `None` if it was deleted, has expired or never was."""
        query = (
            _drafts.select()
            .with_only_columns(_drafts.c.version)
            .where(_drafts.c.name == _name(link), _drafts.c.kept_until > self._now())
        )
        with self._engine.connect() as connection:
            return connection.execute(query).scalar_one_or_none()

    def until(self, link: str) -> datetime | None:
        """When (UTC) a draft is over unless it is changed; `None` where there is none."""
        query = _drafts.select().with_only_columns(_drafts.c.kept_until).where(_drafts.c.name == _name(link))
        with self._engine.connect() as connection:
            return connection.execute(query).scalar_one_or_none()

    def past(self, until: datetime) -> bool:
        """Whether what was kept until then is over for its age."""
        return until <= self._now()

    def delete(self, link: str) -> None:
        """Forget a consultation for good."""
        with self._engine.begin() as connection:
            connection.execute(_drafts.delete().where(_drafts.c.name == _name(link)))

    def forget_old(self) -> int:
        """Delete every draft whose time is over; how many there were."""
        with self._engine.begin() as connection:
            return connection.execute(_drafts.delete().where(_drafts.c.kept_until <= self._now())).rowcount

    def forget_old_now_and_then(self) -> int:
        """`forget_old`, for calling at every turn: it looks into the database every few minutes only."""
        if self._now() - self._looked < _OFTEN:
            return 0
        self._looked = self._now()
        return self.forget_old()


def _careful(connection: Any, _record: object) -> None:
    """Deleted text is overwritten, and a power cut leaves a whole file.

    No write-ahead log: it would go on holding what was deleted.
    """
    cursor = connection.cursor()
    for setting in ("secure_delete = ON", "busy_timeout = 3000", "journal_mode = DELETE", "synchronous = FULL"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _make_private(file: str | None) -> None:
    """Only the user who runs the app may read the file, from its first moment on."""
    if not file or file.startswith((":memory:", "file:")):
        return
    with suppress(OSError):  # what cannot be opened, the database tells; what is another's is sealed all the same
        place = Path(file)
        place.touch(mode=0o600)
        place.chmod(0o600)


def _name(link: str) -> str:
    return sha256(b"name of a draft:" + link.encode()).hexdigest()


def _key(link: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=b"key of a draft").derive(link.encode())


def _seal(link: str, text: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(_key(link)).encrypt(nonce, text, _name(link).encode())


def _unseal(link: str, sealed: bytes) -> bytes:
    return AESGCM(_key(link)).decrypt(sealed[:_NONCE], sealed[_NONCE:], _name(link).encode())
