"""Which pages the walk looks at, from which beginning, and which answers are no pages.

``tests/architecture/test_walked_pages.py`` fails when an address is in neither list.
"""

WALKS: dict[str, frozenset[str]] = {
    "somebody without an account": frozenset(
        {
            "accounts.forgotten",
            "accounts.sign_in",
            "city_registration.register",
            "members.directory",
            "members.profile",
            "public.accessibility",
            "public.apply",
            "public.call",
            "public.commission_call",
            "public.help",
            "public.home",
            "public.privacy",
            "public.readiness",
            "public.readiness_result",
            "verification.verify",
        }
    ),
    "half": frozenset(
        {
            "accounts.password",
            "accounts.profile",
            "accounts.second_factor",
            "accounts.sessions",
            "city.attachments",
            "city.check",
            "city.handwritten_forms",
            "city.mandate",
            "city.offline",
            "city.own_city",
            "city.people",
            "city.section",
            "city.start",
            "city.task_list",
            "city.withdrawal",
            "members.answers_of_members",
        }
    ),
    "awaiting_paper": frozenset({"city.mayor", "city.paper", "city.tracker", "city.messages"}),
    "returned": frozenset({"city.tracker", "city.messages", "city.task_list"}),
    "member": frozenset({"city.tracker", "city.messages", "city.people"}),
    "again": frozenset({"city.changes"}),
    "begun_again": frozenset({"city.last_application"}),
    "from_pdf": frozenset({"city.offline_answers"}),
    "to_type": frozenset({"city.handwritten", "city.handwritten_section"}),
    "an application signed, then taken back": frozenset({"city.draft_changes", "city.submission"}),
    "a paper whose pages are all there": frozenset({"city.confirm_paper"}),
    "a mayor": frozenset({"mayor.open"}),
    "an officer": frozenset(
        {
            "desk.application",
            "desk.completion",
            "desk.handwritten",
            "desk.handwritten_section",
            "desk.index",
            "desk.intake",
            "desk.intake_new",
            "desk.letter_text",
            "desk.letterhead",
            "desk.national_dates",
            "desk.national_values",
            "desk.people",
            "desk.place",
            "desk.return_text_change",
            "desk.return_text_new",
            "desk.return_texts",
            "desk.season",
            "desk.season_statistics",
            "desk.seasons",
            "desk.set_up",
            "desk.settings",
            "desk.settings_part",
            "desk.style",
            "desk.style_change",
            "desk.wording",
            "desk.wordings",
            "mail_wording.mail_wording",
            "mail_wording.mail_wordings",
            "notifications.outbox",
        }
    ),
    "an officer who accompanies": frozenset({"desk.draft_in_progress"}),
    "a signatory": frozenset(
        {"accounts.recovery_codes", "desk.index", "desk.sign", "desk.sign_on_paper"}
    ),
    "a coordinator": frozenset(
        {
            "coordination.application",
            "coordination.call",
            "coordination.calls",
            "coordination.commission",
            "coordination.commissions",
            "coordination.copies",
            "coordination.place",
            "coordination.places",
            "coordination.dashboard",
            "coordination.forwarded",
            "coordination.inherited_settings",
            "coordination.new_call",
            "coordination.new_commission",
            "coordination_team.people",
            "members.decide",
            "members.member",
            "members.register",
            "notifications.network_outbox",
        }
    ),
    "somebody who forgot the password": frozenset({"accounts.link_sent", "accounts.reset"}),
    "somebody between two steps": frozenset({"accounts.sign_in_code", "accounts.signed_out"}),
    "somebody who registers": frozenset(
        {"accounts.home", "city_registration.confirm", "city_registration.sent"}
    ),
    "somebody who was invited": frozenset({"accounts.accept", "accounts.sign_in_set_up"}),
}
"""Beginning of a walk: what it has to find, at least."""

FILES = frozenset(
    {
        "city.offline_by_hand",
        "city.offline_form",
        "city.preview",
        "city.receipt",
        "coordination.export",
        "coordination.file",
        "desk.export_list",
        "desk.letter_preview",
        "desk.season_archive",
        "desk.season_table",
        "files.attachment",
        "files.download",
        "mayor.document",
        "members.certificate",
        "public.blank_form",
        "public.blank_form_by_hand",
        "public.call_dates",
        "public.commission_dates",
        "public.mayor_brief",
    }
)
PICTURES = frozenset(
    {
        "city.sheet_image",
        "desk.document_page",
        "desk.scan_page",
        "desk.stamp_picture",
        "files.attachment_page",
        "files.page_image",
        "mayor.document_page",
        "mayor.stamp",
        "public.favicon",
        "public.logo",
    }
)
FOR_PROGRAMS = frozenset(
    {
        "city.upload",
        "health.live",
        "health.ready",
        "public.robots",
        "revocation.revocation_list",
        "themes.style_sheet",
    }
)
PARTS_OF_PAGES = frozenset(
    {"city.places", "city_registration.places", "desk.intake_places", "desk.places"}
)
FOR_DEVELOPERS = frozenset(
    {"dev_mail.attachment", "dev_mail.html", "dev_mail.index", "dev_mail.show", "styleguide.show"}
)
LEADS_ON = frozenset({"desk.next_one", "verification.seal"})
"""To a page that is walked."""
NO_PAGES = FILES | PICTURES | FOR_PROGRAMS | PARTS_OF_PAGES | FOR_DEVELOPERS | LEADS_ON
"""Answers that no person meets as a page."""
