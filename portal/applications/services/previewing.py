"""The print before it is frozen: the same pages, marked as a draft. Keeps nothing."""

import dataclasses

from portal.applications.models import Submission
from portal.applications.official_print import application_print
from portal.applications.queries.city import application_id
from portal.applications.services.city_facts import frozen_city
from portal.applications.services.freezing import draft_answers, form_of, mayor_of, print_facts
from portal.applications.services.moving import look_at
from portal.commissions.models import City
from portal.core.codes import new_id
from portal.core.unit_of_work import Work
from portal.documents.application_print import render_print

NO_CODE = "2222-2222-2222"
"""Stands where the verification code will be; it verifies nothing."""


def preview_print(work: Work, reference: str) -> bytes:
    """PDF of the answers in progress with the watermark DRAFT. Raises NotFound."""
    file = look_at(work, application_id(work, reference))
    application = file.application
    form = form_of(work, file)
    answers = draft_answers(work, application)
    mayor_name, mayor_office = mayor_of(answers)
    submission = Submission(
        id=new_id(),
        commission_id=application.commission_id,
        city_id=application.city_id,
        application_id=application.id,
        number=application.submission_number + 1,
        form_version_id=form.version,
        answers=answers,
        attachments=[],
        city=frozen_city(
            work.session.get_one(City, (application.commission_id, application.city_id))
        ),
        digest="0" * 64,
        verification_code=NO_CODE,
        mayor_name=mayor_name,
        mayor_office=mayor_office,
        language=file.commission.languages[0],
        frozen_at=work.now,
        frozen_by=work.actor.name,
    )
    facts = dataclasses.replace(print_facts(work, file, submission, form), watermark="DRAFT")
    return render_print(application_print(facts)).pdf
