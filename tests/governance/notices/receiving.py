"""The other side of web push, as a browser and its push service have it: RFC 8291 opened, VAPID (RFC 8292) checked."""

import json

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from governance.notices.channels.pushcrypto import decoded, point_of


def derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)


def opened(body: bytes, mine: ec.EllipticCurvePrivateKey, auth: bytes) -> bytes:
    """The text of an aes128gcm message; raises for one that is not for this key."""
    salt, length = body[:16], body[20]
    theirs, sealed = body[21 : 21 + length], body[21 + length :]
    shared = mine.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
    key = derived(shared, auth, b"WebPush: info\0" + point_of(mine.public_key()) + theirs, 32)
    text = AESGCM(derived(key, salt, b"Content-Encoding: aes128gcm\0", 16)).decrypt(
        derived(key, salt, b"Content-Encoding: nonce\0", 12), sealed, None
    )
    return text.rstrip(b"\0").removesuffix(b"\2")


def signed_by(header: str, public_key: str) -> dict[str, object]:
    """The claims of a VAPID header that this key signed; raises for another's."""
    parts = dict(part.strip().split("=", 1) for part in header.removeprefix("vapid ").split(","))
    assert parts["k"] == public_key
    told, _dot, signature = parts["t"].rpartition(".")
    raw = decoded(signature)
    signature_der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(public_key))
    point.verify(signature_der, told.encode(), ec.ECDSA(SHA256()))
    return json.loads(decoded(told.split(".")[1]))
