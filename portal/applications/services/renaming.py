"""Applications follow their city's name: lists and searches find it under the present one."""

from sqlalchemy import select

from portal.accounts.events import CityCalled
from portal.applications.models import Application
from portal.applications.search_text import search_text
from portal.core.events import Event
from portal.core.unit_of_work import Work


def follow_city_name(work: Work, event: Event) -> None:
    """Copy what a city is called to its applications. Frozen prints keep the name they carry."""
    if not isinstance(event, CityCalled):
        return
    applications = work.session.scalars(
        select(Application).where(
            Application.commission_id == event.commission_id, Application.city_id == event.city_id
        )
    )
    for application in applications:
        application.city_name = event.called
        application.search_text = search_text(event.called, *event.names, application.reference)
    work.session.flush()
