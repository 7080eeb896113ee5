"""What the portal adds to typst and pyHanko: its print and its signature beside the bare calls.

Runs as a process of its own: ``python -m config.bench_documents FILE``. Each turn sets another
text, because typst remembers what it has laid out; portal and library take turns.
"""

import dataclasses
import io
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import typst
from asn1crypto import keys as asn1_keys
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore
from sqlalchemy import select

from portal import create_app
from portal.applications.models import Application, Submission
from portal.applications.official_print import application_print
from portal.applications.services.evidence import office_of
from portal.applications.services.freezing import form_of, print_facts
from portal.applications.services.mayor_signing import MayorsHand
from portal.applications.services.moving import look_at
from portal.applications.signature_stamps import mayor_stamp
from portal.commissions.models import Commission
from portal.core.press import here, press_pid
from portal.core.unit_of_work import OPERATOR, Work, unit_of_work
from portal.documents.application_print import MAYOR_FIELD, render_print
from portal.documents.form_values import ApplicationPrint
from portal.documents.shelf import read
from portal.signing.certificates import Credential, asn1, load_key
from portal.signing.keyring import chain_of, issue_mayor, stamp_source
from portal.signing.seal import Chain, sign
from portal.signing.timestamps import sign_bytes, timestamper_of
from portal.tenancy.scope import Commission as CommissionScope
from portal.tenancy.scope import Nobody

COMMISSION = "ke"
_CPU_OF_PROCESS = 2
"""Kind of clock in ``clock_getcpuclockid`` of Linux."""
TURNS_OF_PRINT, TURNS_OF_SIGNATURE = 12, 25


@dataclass(frozen=True)
class Compared:
    """Median CPU milliseconds of the portal's way and of the bare library's."""

    name: str
    portal_cpu_ms: float
    bare_cpu_ms: float

    def as_json(self) -> dict[str, object]:
        """The comparison as it is written to the file."""
        return {
            "name": self.name,
            "portal_cpu_ms": round(self.portal_cpu_ms, 2),
            "bare_cpu_ms": round(self.bare_cpu_ms, 2),
            "ratio": round(self.portal_cpu_ms / self.bare_cpu_ms, 2),
        }


def compare_prints(form: ApplicationPrint) -> Compared:
    """A print with codes and signature fields, against ``typst.compile`` of the same source."""

    def variant(number: int) -> ApplicationPrint:
        return dataclasses.replace(form, reference=f"{form.reference}-{number:05d}")

    def source(number: int) -> tuple[str, dict[str, Any]]:
        """What the portal hands to typst for this print."""
        calls: list[tuple[str, dict[str, Any]]] = []
        compile_ = typst.compile

        def note(path: str, **arguments: Any) -> bytes:
            calls.append((path, arguments))
            return bytes(compile_(path, **arguments))

        with mock.patch.object(typst, "compile", note):
            here(render_print)(variant(number))
        return calls[0]

    path, arguments = source(0)
    data = arguments["sys_inputs"]["data"]

    def bare(number: int) -> Callable[[], object]:
        text = data.replace(f"{form.reference}-00000", f"{form.reference}-{number:05d}")
        inputs = {**arguments["sys_inputs"], "data": text}
        return lambda: typst.compile(path, **{**arguments, "sys_inputs": inputs})

    def whole(number: int) -> Callable[[], object]:
        chosen = variant(number)
        return lambda: render_print(chosen)

    render_print(variant(1))  # the press starts
    portal_ms, bare_ms = [], []
    for turn in range(1, TURNS_OF_PRINT + 1):
        bare_ms.append(_cpu_ms(bare(2 * turn)))
        portal_ms.append(_cpu_ms(whole(2 * turn + 1)))
    return Compared("PDF", statistics.median(portal_ms), statistics.median(bare_ms))


def compare_signatures(work: Work, application: Application, pdf: bytes) -> Compared:
    """Part 1 signed and time-stamped, against pyHanko on the same file with the same loaded key."""
    commission = work.session.get_one(Commission, application.commission_id)
    office = office_of(commission)
    credential = issue_mayor(
        work,
        office,
        name="Amani Bench",
        title="Mayor",
        city="Bench City",
        reference=application.reference,
    )
    chain = chain_of(work, office)
    hand = MayorsHand(name="Amani Bench", office="Mayor", consent="I sign.", language="en")
    stamp = mayor_stamp(hand, reference=application.reference, at=work.now)
    bare_signer, stamps = _BareSigner(credential, chain), stamp_source()

    def bare() -> None:
        meta = signers.PdfSignatureMetadata(
            field_name=MAYOR_FIELD,
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=fields.MDPPerm.FILL_FORMS,
        )
        signers.sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(pdf)),
            meta,
            signer=bare_signer,
            timestamper=timestamper_of(stamps),
            existing_fields_only=True,
        )

    def whole() -> None:
        sign(
            pdf,
            MAYOR_FIELD,
            credential,
            chain=chain,
            stamps=stamps,
            stamp_pdf=stamp,
            reason=f"Application {application.reference}, Part 1",
            at=work.now,
        )

    portal_ms, bare_ms = [], []
    for act in (bare, whole):
        act()
    for _ in range(TURNS_OF_SIGNATURE):
        bare_ms.append(_cpu_ms(bare))
        portal_ms.append(_cpu_ms(whole))
    return Compared("signature", statistics.median(portal_ms), statistics.median(bare_ms))


class _BareSigner(signers.SimpleSigner):
    """pyHanko's own signer with the one repair everybody needs: the key is loaded once."""

    def __init__(self, credential: Credential, chain: Chain) -> None:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple([asn1(pem) for pem in (chain.root_pem, *chain.authorities_pem)])
        super().__init__(
            signing_cert=asn1(credential.certificate_pem),
            signing_key=asn1_keys.PrivateKeyInfo.load(credential.private_key),
            cert_registry=store,
        )
        self._loaded_key = load_key(credential)

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        assert digest_algorithm == "sha256"
        return sign_bytes(self._loaded_key, data)


def _cpu_ms(act: Callable[[], object]) -> float:
    """CPU of all threads of this process and of its press."""
    before = time.process_time() + _press_seconds()
    act()
    return (time.process_time() + _press_seconds() - before) * 1000


def _press_seconds() -> float:
    """CPU of the press so far, by the clock the kernel keeps of each process."""
    pid = press_pid()
    return 0.0 if pid is None else time.clock_gettime((~pid << 3) | _CPU_OF_PROCESS)


def _compare() -> list[Compared]:
    with unit_of_work(Nobody(), OPERATOR, read_only=True) as work:
        commission_id = work.session.scalars(
            select(Commission.commission_id).where(Commission.code == COMMISSION)
        ).one()
    with unit_of_work(CommissionScope(commission_id), OPERATOR) as work:
        submission = work.session.scalars(
            select(Submission).order_by(Submission.frozen_at.desc()).limit(1)
        ).one()
        file = look_at(work, submission.application_id)
        form = application_print(print_facts(work, file, submission, form_of(work, file)))
        prints = compare_prints(form)
        pdf = read(submission.print_sha256)
        return [prints, compare_signatures(work, file.application, pdf)]


def main(arguments: list[str]) -> int:
    """Write the comparisons to the file that is named."""
    app = create_app()
    with app.app_context():
        compared = [comparison.as_json() for comparison in _compare()]
    Path(arguments[0]).write_text(json.dumps(compared))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
