"""The checklist beside an application, wherever it is shown: findings, verdicts, signatures."""

from dataclasses import dataclass

from portal.applications.checklist import checklist
from portal.applications.checklist_points import MayorSignature, Point, Subject
from portal.applications.models import Verdict
from portal.core.unit_of_work import Work
from portal.desk.queries import file_parts as parts
from portal.desk.queries.file import FileHead
from portal.desk.queries.file_parts import CheckRow, Review, SignatureRow
from portal.signing.models import Part


@dataclass(frozen=True)
class CheckedPoint:
    """A point of the checklist with the verdict that counts, or the one of an older version."""

    point: Point
    row: CheckRow | None
    is_current: bool

    @property
    def verdict(self) -> str:
        """The verdict on the present version; empty if it has none."""
        if self.row is None or not self.is_current or self.row.verdict is None:
            return ""
        return self.row.verdict.value


def subject_of(head: FileHead, review: Review, *, year: int) -> Subject:
    """What the machine looks at for the checklist."""
    return Subject(
        form=head.form,
        answers=head.answers or {},
        attachments=head.attachments or [],
        mayor_name=head.mayor_name or "",
        signature=_mayor_signature(head, review.signatures),
        population=head.population,
        population_warning=head.population_warning,
        guiding_documents=review.guiding_documents,
        delegates=head.delegates,
        year=year,
    )


def checklist_values(work: Work, head: FileHead) -> dict[str, object]:
    """Points with findings and verdicts, and the signatures they speak of."""
    if head.submission_id is None:
        return {"points": (), "signatures": []}
    review = parts.review(work, head)
    subject = subject_of(head, review, year=work.now.year)
    verdicts = review.checks
    points = tuple(
        CheckedPoint(
            point=point,
            row=verdicts.get(point.key),
            is_current=point.key in verdicts
            and verdicts[point.key].submission_number == head.submission_number,
        )
        for point in checklist(subject)
    )
    return {"points": points, "signatures": review.signatures, "verdicts": Verdict}


def _mayor_signature(head: FileHead, signatures: list[SignatureRow]) -> MayorSignature | None:
    for row in reversed(signatures):
        if (
            row.part is Part.MAYOR
            and row.voided_at is None
            and row.submission_id == head.submission_id
        ):
            return MayorSignature(
                method=row.method.value,
                signer_name=row.signer_name,
                office=row.office,
                has_stamp=row.has_stamp,
                acting_for=row.acting_for,
                acting_for_office=row.acting_for_office,
            )
    return None
