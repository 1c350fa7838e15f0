"""Our key for web push (VAPID): from the environment, or made once and kept below WANGGE_VAR, readable by its owner only."""

import os
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import orjson
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from governance.notices.channels.pushcrypto import decoded, encoded, point_of

LIFE = timedelta(hours=12)
HEADER = encoded(b'{"typ":"JWT","alg":"ES256"}')


def private_key() -> ec.EllipticCurvePrivateKey:
    """VAPID_PRIVATE_KEY (32 bytes in base64url), else the kept file's."""
    return _key(settings.VAPID_PRIVATE_KEY, str(settings.VAPID_KEY_FILE))


@cache
def _key(given: str, file: str) -> ec.EllipticCurvePrivateKey:
    if given:
        try:
            return ec.derive_private_key(int.from_bytes(decoded(given), "big"), ec.SECP256R1())
        except ValueError as error:
            raise ImproperlyConfigured("VAPID_PRIVATE_KEY is not a P-256 key in URL-safe base64") from error
    path = Path(file)
    if not path.exists():
        _make(path)
    key = load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ImproperlyConfigured(f"{path} holds no P-256 key")
    return key


def _make(path: Path) -> None:
    """Write a fresh key whole; where two processes make one at once, the first stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    partial = path.with_suffix(f".{os.getpid()}.part")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(pem)
    try:
        os.link(partial, path)
    except FileExistsError:
        pass
    finally:
        partial.unlink()


def public_key() -> str:
    """What a browser needs to subscribe (applicationServerKey)."""
    return encoded(point_of(private_key().public_key()))


def authorization(*, endpoint: str, at: datetime) -> str:
    """The header that says to the push service who sends."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int((at + LIFE).timestamp()), "sub": settings.VAPID_CONTACT}
    told = f"{HEADER}.{encoded(orjson.dumps(claims))}"
    r, s = decode_dss_signature(private_key().sign(told.encode(), ec.ECDSA(SHA256())))
    token = f"{told}.{encoded(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
    return f"vapid t={token}, k={public_key()}"
