"""A passkey in software: makes and uses credentials as a browser and its authenticator would."""

import hashlib
import json
import os
import re
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

HOST = "testserver"
PRESENT = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class Passkey:
    """One credential for the test host."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(16)

    def made(self, challenge: str) -> str:
        """The answer of `navigator.credentials.create`, as the page sends it."""
        credential = AttestedCredentialData.create(
            b"\0" * 16, self.id, _cose(self.key.public_key())
        )
        data = AuthenticatorData.create(
            _host_hash(), PRESENT | AuthenticatorData.FLAG.AT, 0, credential
        )
        return self._answer(
            clientDataJSON=_client("webauthn.create", challenge),
            attestationObject=AttestationObject.create("none", data, {}),
        )

    def used(self, challenge: str) -> str:
        """The answer of `navigator.credentials.get`, as the page sends it."""
        client = _client("webauthn.get", challenge)
        data = AuthenticatorData.create(_host_hash(), PRESENT, 1)
        signed = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signed)

    def _answer(self, **parts: bytes) -> str:
        said: dict[str, Any] = {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {name: websafe_encode(part) for name, part in parts.items()},
        }
        return json.dumps(said)


def challenge_in(page: str) -> str:
    """The challenge that a page gives its script."""
    found = re.search(r'"challenge": "([^"]+)"', page)
    assert found is not None, "the page has no challenge"
    return found.group(1)


def _cose(key: ec.EllipticCurvePublicKey) -> ES256:
    made: ES256 = ES256.from_cryptography_key(key)  # type: ignore[no-untyped-call]
    return made


def _host_hash() -> bytes:
    return hashlib.sha256(HOST.encode()).digest()


def _client(kind: str, challenge: str) -> bytes:
    return CollectedClientData.create(kind, challenge, f"https://{HOST}")
