"""One set of authorities and signers for all tests of a run: making RSA keys is slow."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from portal.core import clock
from portal.documents.application_print import Print, render_print
from portal.documents.stamp import Stamp, render_stamp
from portal.signing.authority import (
    issue_signer,
    make_commission_authority,
    make_revocation_list,
    make_root,
    make_timestamp_authority,
)
from portal.signing.certificates import Credential
from portal.signing.findings import TrustAnchors
from portal.signing.proof import KnownCertificate, Proof, judge
from portal.signing.reading import read_signatures
from portal.signing.seal import Chain, StampSource, sign
from tests.unit.documents.sample_forms import sample


def examine(pdf: bytes, trust: TrustAnchors, known: dict[str, KnownCertificate]) -> Proof:
    """The verdict over a file of our own making, without a child process."""
    return judge(read_signatures(pdf, trust), known)


@dataclass(frozen=True)
class Authorities:
    root: Credential
    commission: Credential
    stamping: Credential
    mayor: Credential
    signatory: Credential
    at: datetime

    @property
    def chain(self) -> Chain:
        lists = tuple(
            make_revocation_list(authority, at=self.at)
            for authority in (self.root, self.commission)
        )
        pems = (self.commission.certificate_pem, self.stamping.certificate_pem)
        return Chain(self.root.certificate_pem, pems, lists)

    @property
    def trust(self) -> TrustAnchors:
        return TrustAnchors((self.root.certificate_pem,))

    @property
    def known(self) -> dict[str, KnownCertificate]:
        return {
            self.mayor.fingerprint: KnownCertificate("Amani Wekesa", "Mayor", "mayor"),
            self.signatory.fingerprint: KnownCertificate(
                "Grace Otieno", "Secretary-General", "signatory"
            ),
        }

    @property
    def stamps(self) -> StampSource:
        return StampSource(credential=self.stamping)


def make_authorities(at: datetime) -> Authorities:
    root = make_root(at=at)
    commission = make_commission_authority(
        root, code="ke", name="Kenya National Commission for UNESCO", country="KE", at=at
    )
    return Authorities(
        root=root,
        commission=commission,
        stamping=make_timestamp_authority(root, at=at),
        mayor=issue_signer(
            commission,
            name="Amani Wekesa",
            office="Mayor",
            organisation="Port Salaam",
            reference="KE-2027-014",
            at=at,
            valid_for=timedelta(days=2),
        ),
        signatory=issue_signer(
            commission,
            name="Grace Otieno",
            office="Secretary-General",
            organisation="Kenya National Commission for UNESCO",
            reference="KE",
            at=at,
        ),
        at=at,
    )


@pytest.fixture(scope="session")
def authorities() -> Authorities:
    return make_authorities(clock.now())


@pytest.fixture(scope="session")
def impostors() -> Authorities:
    """The same names on keys that somebody made at home."""
    return make_authorities(clock.now())


@pytest.fixture(scope="session")
def printed() -> Print:
    return render_print(sample("ar"))


@pytest.fixture(scope="session")
def stamp_pdf() -> bytes:
    return render_stamp(
        Stamp(
            language="ar",
            direction="rtl",
            heading="وُقّع إلكترونيًا",
            name="فاطمة الزهراء العلوي",
            office="رئيسة البلدية",
            signed_on="23 نوفمبر 2026",
            reference="KE-2027-014",
            signed_at=datetime(2026, 11, 23, tzinfo=UTC),
            typed_signature="فاطمة الزهراء العلوي",
        )
    )


@pytest.fixture(scope="session")
def signed(authorities: Authorities, printed: Print, stamp_pdf: bytes) -> bytes:
    """Signed by the mayor."""
    return sign(
        printed.pdf,
        "sig-mayor",
        authorities.mayor,
        chain=authorities.chain,
        stamps=authorities.stamps,
        stamp_pdf=stamp_pdf,
        reason="Application for membership",
    )


@pytest.fixture(scope="session")
def endorsed(authorities: Authorities, signed: bytes) -> bytes:
    """Signed by the mayor and by the commission."""
    return sign(
        signed,
        "sig-commission",
        authorities.signatory,
        chain=authorities.chain,
        stamps=authorities.stamps,
        reason="Endorsement",
    )
