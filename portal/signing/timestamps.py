"""Time stamps (RFC 3161): from an outside server, or from the portal's own authority.

Our own stamp proves only the portal's clock. Never asks a server that the operator has not set.
"""

import hashlib
import secrets
from datetime import UTC, datetime
from functools import lru_cache

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from pyhanko.sign.general import simple_cms_attribute
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper

from portal.core import clock
from portal.signing.certificates import Credential, PrivateKey, asn1, load_key
from portal.signing.seal import StampSource

_POLICY = "1.3.6.1.4.1.32473.1.1"
"""Policy number from the arc reserved for examples and documentation (RFC 5612)."""
_HTTP_TIMEOUT_SECONDS = 10


@lru_cache(maxsize=4)
def timestamper_of(source: StampSource) -> TimeStamper:
    """Who stamps. Kept, because it holds a loaded key, or a sample of the server's stamps."""
    if source.url:
        return HTTPTimeStamper(
            source.url, https=source.url.startswith("https:"), timeout=_HTTP_TIMEOUT_SECONDS
        )
    if source.credential is None:
        raise ValueError("time stamps come from a server or from an authority of ours")
    return _OwnTimeStamper(source.credential)


class _OwnTimeStamper(TimeStamper):
    """Answers a time-stamp request in this process."""

    def __init__(self, credential: Credential) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._certificate: x509.Certificate = asn1(credential.certificate_pem)
        self._key = load_key(credential)

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        at = clock.now().astimezone(UTC).replace(microsecond=0)
        facts = {
            "version": "v1",
            "policy": _POLICY,
            "message_imprint": req["message_imprint"],
            "serial_number": secrets.randbits(120),
            "gen_time": at,
            "tsa": x509.GeneralName(name="directory_name", value=self._certificate.subject),
        }
        if req["nonce"].native is not None:
            facts["nonce"] = req["nonce"]
        return tsp.TimeStampResp(
            {
                "status": tsp.PKIStatusInfo({"status": tsp.PKIStatus("granted")}),
                "time_stamp_token": self._signed(tsp.TSTInfo(facts).dump(), at),
            }
        )

    def _signed(self, facts: bytes, at: datetime) -> cms.ContentInfo:
        attributes = cms.CMSAttributes(
            [
                _attribute("content_type", "tst_info"),
                _attribute("signing_time", cms.Time({"utc_time": core.UTCTime(at)})),
                _attribute("message_digest", hashlib.sha256(facts).digest()),
                _attribute("signing_certificate_v2", _certificate_id(self._certificate)),
            ]
        )
        digest_algorithm = algos.DigestAlgorithm({"algorithm": "sha256"})
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier(
                    {
                        "issuer_and_serial_number": {
                            "issuer": self._certificate.issuer,
                            "serial_number": self._certificate.serial_number,
                        }
                    }
                ),
                "digest_algorithm": digest_algorithm,
                "signature_algorithm": {"algorithm": _algorithm(self._key)},
                "signed_attrs": attributes,
                "signature": sign_bytes(self._key, attributes.dump()),
            }
        )
        content = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": cms.DigestAlgorithms((digest_algorithm,)),
                "encap_content_info": {
                    "content_type": "tst_info",
                    "content": cms.ParsableOctetString(facts),
                },
                "certificates": [self._certificate],
                "signer_infos": [signer],
            }
        )
        return cms.ContentInfo({"content_type": "signed_data", "content": content})


def _attribute(kind: str, value: object) -> cms.CMSAttribute:
    attribute: cms.CMSAttribute = simple_cms_attribute(kind, value)  # type: ignore[no-untyped-call]
    return attribute


def sign_bytes(key: PrivateKey, data: bytes) -> bytes:
    """A raw signature with SHA-256: ECDSA or RSA PKCS #1 v1.5, as the key is."""
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(data, ec.ECDSA(hashes.SHA256()))
    return key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def _algorithm(key: PrivateKey) -> str:
    is_elliptic = isinstance(key, ec.EllipticCurvePrivateKey)
    return "sha256_ecdsa" if is_elliptic else "sha256_rsa"


def _certificate_id(certificate: x509.Certificate) -> tsp.SigningCertificateV2:
    return tsp.SigningCertificateV2(
        {"certs": [{"cert_hash": hashlib.sha256(certificate.dump()).digest()}]}
    )
