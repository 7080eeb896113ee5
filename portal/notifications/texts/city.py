"""What a city's delegates and its mayor are told about their application."""

from portal.applications.events import (
    ApplicationApproved,
    ApplicationDeclined,
    ApplicationDeferred,
    ApplicationEndorsed,
    ApplicationForwarded,
    ApplicationLapsed,
    ApplicationReturned,
    ApplicationSubmitted,
    ApplicationWithdrawn,
    CommentMentioned,
    EndorsementRevoked,
    MayorDeclined,
    MayorLinkSent,
    MayorReminded,
    MayorSigned,
    MemberRegistered,
    MessageSent,
    NotAdmitted,
    PaperFormTyped,
)
from portal.core.i18n import lazy_gettext as _l
from portal.notifications.events import DeadlineNear
from portal.notifications.notice import (
    CITY_MAYOR,
    CITY_MESSAGES,
    CITY_OFFLINE,
    CITY_SUBMIT,
    CITY_TASKS,
    CITY_TRACKER,
    Audience,
    Link,
    Notice,
)

_SEE = _l("See where it is")

_ENDORSED_NEXT = _l(
    "The commission now forwards the application to the Coordination Team, by"
    " %(forward_by)s at the latest. You do not have to do anything now."
)

NOTICES = (
    Notice(
        event=CommentMentioned,
        audience=Audience.NAMED,
        subject=_l("%(author)s has a comment for you: %(reference)s"),
        lead=_l(
            "%(author)s has written a comment in the application of %(city_name)s and would like"
            " you to read it."
        ),
        next=_l("Comments are read by your team alone. Answer there, or mark it as resolved."),
        action=_l("Read the comment"),
        link=Link(
            "city.section",
            {"commission": "commission_code", "reference": "reference", "section": "section"},
        ),
    ),
    Notice(
        event=MayorLinkSent,
        audience=Audience.MAYOR,
        when=lambda event: bool(event.email),
        subject=_l("%(city)s applies to be a learning city: your signature is needed"),
        lead=_l(
            "%(actor)s has prepared the application of %(city)s to the UNESCO Global Network of"
            " Learning Cities and asks you to read it and to sign it as head of the city."
        ),
        next=_l(
            "The link below opens the whole application. You can sign on screen, without an"
            " account, or say what should change first. The link is meant for you alone, can be"
            " used once and works until %(expires_at)s. If you prefer to sign on paper, tell"
            " %(actor)s."
        ),
        action=_l("Read and sign the application"),
        link=Link("mayor.open", {"commission": "code", "token": "secret"}),
    ),
    Notice(
        event=MayorReminded,
        audience=Audience.MAYOR,
        subject=_l("%(city)s waits for your signature, please by %(expires_day)s"),
        lead=_l(
            "A friendly reminder: %(prepared_by)s has prepared the application of %(city)s to the"
            " UNESCO Global Network of Learning Cities, and it still waits for your signature. The"
            " call closes on %(closing)s."
        ),
        next=_l(
            "The link below opens the whole application, until %(expires_at)s. An earlier link"
            " that you have still works too. You can sign on screen in a few minutes, without an"
            " account, or say what should change first."
        ),
        action=_l("Read and sign the application"),
        link=Link("mayor.open", {"commission": "code", "token": "secret"}),
    ),
    Notice(
        event=MayorSigned,
        audience=Audience.CITY,
        when=lambda event: event.method == "electronic" and not event.acting_for,
        subject=_l("The mayor has signed: %(reference)s"),
        lead=_l("%(signer_name)s has signed the application of %(city)s."),
        next=_l("Please submit it to %(commission)s. The call closes on %(closing)s."),
        action=_l("Submit the application"),
        link=CITY_SUBMIT,
    ),
    Notice(
        event=MayorSigned,
        audience=Audience.CITY,
        variant="acting",
        when=lambda event: bool(event.acting_for),
        subject=_l("Signed for the mayor: %(reference)s"),
        lead=_l(
            "%(signer_name)s, %(office)s, has signed the application of %(city)s for and on behalf"
            " of %(acting_for)s, with a mandate."
        ),
        next=_l("Please submit it to %(commission)s. The call closes on %(closing)s."),
        action=_l("Submit the application"),
        link=CITY_SUBMIT,
    ),
    Notice(
        event=MayorSigned,
        audience=Audience.CITY,
        variant="paper",
        when=lambda event: event.method != "electronic" and not event.acting_for,
        subject=_l("The signed print has been added: %(reference)s"),
        lead=_l(
            "%(actor)s has added the print of your application that %(signer_name)s signed on"
            " paper."
        ),
        next=_l("Please submit it to %(commission)s. The call closes on %(closing)s."),
        action=_l("Submit the application"),
        link=CITY_SUBMIT,
    ),
    Notice(
        event=PaperFormTyped,
        audience=Audience.CITY,
        when=lambda event: event.is_for_city,
        subject=_l("Please confirm the answers typed for you: %(reference)s"),
        lead=_l(
            "%(actor)s of %(commission)s has typed the answers of %(city)s from the form that was"
            " filled in by hand."
        ),
        next=_l(
            "Please compare them with the scan, mend what is wrong and confirm them. Before that,"
            " the application cannot be frozen for the mayor's signature. The call closes on"
            " %(closing)s."
        ),
        action=_l("Compare and confirm"),
        link=CITY_OFFLINE,
    ),
    Notice(
        event=MayorDeclined,
        audience=Audience.CITY,
        subject=_l("The mayor has not signed yet: %(reference)s"),
        lead=_l("The mayor has read the application of %(city)s and would like a change first:"),
        quote="reason",
        next=_l(
            "Talk to the mayor if anything is unclear. Then take the application back, change it,"
            " freeze it again and ask for the signature: the link has been closed. If nothing has"
            " to change after all, send a new link. The call closes on %(closing)s."
        ),
        action=_l("See what you can do now"),
        link=CITY_MAYOR,
    ),
    Notice(
        event=ApplicationSubmitted,
        audience=Audience.CITY,
        encloses_receipt=True,
        subject=_l("We have received the application of %(city)s: %(reference)s"),
        lead=_l(
            "Your application is now with %(commission)s, and the Coordination Team has received"
            " a copy. Your receipt is attached: keep it, it proves what you sent and when."
        ),
        next=_l(
            "%(commission)s checks the application and writes to you if anything is to be"
            " completed. Endorsed applications go to the Coordination Team by %(forward_by)s. You"
            " do not have to do anything now."
        ),
        action=_SEE,
        link=CITY_TRACKER,
    ),
    Notice(
        event=ApplicationReturned,
        audience=Audience.CITY,
        subject=_l("Please complete your application: %(reference)s"),
        lead=_l("%(commission)s has read the application of %(city)s and asks you to complete it:"),
        quote="reason",
        next=_l(
            "Open the application, complete it, have the mayor sign the new version and submit it"
            " again. Please leave the commission some time: it has to forward endorsed"
            " applications by %(forward_by)s."
        ),
        action=_l("Complete the application"),
        link=CITY_TASKS,
    ),
    Notice(
        event=ApplicationApproved,
        audience=Audience.CITY,
        subject=_l("Good news about your application: %(reference)s"),
        lead=_l("%(commission)s has decided to endorse the application of %(city)s."),
        next=_l(
            "The signature of the commission comes next, then the application goes to the"
            " Coordination Team by %(forward_by)s. You do not have to do anything now."
        ),
        action=_SEE,
        link=CITY_TRACKER,
    ),
    Notice(
        event=ApplicationDeclined,
        audience=Audience.CITY,
        subject=_l("Decision about your application: %(reference)s"),
        lead=_l(
            "%(commission)s thanks %(city)s for its application. It will not endorse it in this"
            " call and gives this reason:"
        ),
        quote="reason",
        next=_l(
            "Your answers are kept. You are welcome to write to the commission with questions and"
            " to apply again in a later call."
        ),
        action=_l("Read the decision"),
        link=CITY_TRACKER,
    ),
    Notice(
        event=ApplicationEndorsed,
        audience=Audience.CITY,
        variant="paper",
        when=lambda event: event.method == "paper",
        subject=_l("Your application is endorsed: %(reference)s"),
        lead=_l(
            "%(signer_name)s has signed the endorsement of %(city)s for %(commission)s on paper;"
            " the scan is sealed into your application. Congratulations!"
        ),
        next=_ENDORSED_NEXT,
        action=_SEE,
        link=CITY_TRACKER,
    ),
    Notice(
        event=ApplicationEndorsed,
        audience=Audience.CITY,
        when=lambda event: event.method != "paper",
        subject=_l("Your application is endorsed: %(reference)s"),
        lead=_l(
            "%(signer_name)s has signed the endorsement of %(city)s for %(commission)s."
            " Congratulations!"
        ),
        next=_ENDORSED_NEXT,
        action=_SEE,
        link=CITY_TRACKER,
    ),
    Notice(
        event=EndorsementRevoked,
        audience=Audience.CITY,
        subject=_l("The endorsement was taken back: %(reference)s"),
        lead=_l(
            "%(commission)s has taken back its signature on the application of %(city)s and gives"
            " this reason:"
        ),
        quote="reason",
        next=_l(
            "The application is with the commission, which decides what comes next. It writes to"
            " you as soon as something is needed from you."
        ),
        action=_SEE,
        link=CITY_TRACKER,
    ),
    Notice(
        event=ApplicationForwarded,
        audience=Audience.CITY,
        subject=_l("Your application is with the Coordination Team: %(reference)s"),
        lead=_l(
            "%(commission)s has forwarded the endorsed application of %(city)s to the"
            " Coordination Team at the UNESCO Institute for Lifelong Learning."
        ),
        next=_l(
            "The Coordination Team looks whether everything is there and writes to you about the"
            " membership. You do not have to do anything now."
        ),
        action=_SEE,
        link=CITY_TRACKER,
    ),
    Notice(
        event=MemberRegistered,
        audience=Audience.CITY,
        subject=_l("Welcome to the network, %(city)s!"),
        lead=_l(
            "%(city)s is now a member of the UNESCO Global Network of Learning Cities."
            " Congratulations to you, your mayor and everybody who learns in your city!"
        ),
        next=_l(
            "Your certificate is ready: download it from the page of your application. Anybody can"
            " verify it by its code. Your public profile is online."
        ),
        action=_l("Open your application"),
        link=CITY_TRACKER,
    ),
    Notice(
        event=NotAdmitted,
        audience=Audience.CITY,
        subject=_l("Outcome of your application: %(reference)s"),
        lead=_l(
            "Thank you for the work %(city)s has put into its application. It was not among those"
            " admitted in the call “%(call)s”."
        ),
        next=_l(
            "Your answers are kept. %(commission)s can advise you about applying again in a later"
            " call."
        ),
        action=_SEE,
        link=CITY_TRACKER,
    ),
    Notice(
        event=ApplicationDeferred,
        audience=Audience.CITY,
        subject=_l("Your application will be considered later: %(reference)s"),
        lead=_l("The decision about the application of %(city)s was put off to a later call."),
        next=_l(
            "Your application stays on file. %(commission)s writes to you when something is needed"
            " from you."
        ),
        action=_SEE,
        link=CITY_TRACKER,
    ),
    Notice(
        event=ApplicationWithdrawn,
        audience=Audience.CITY,
        subject=_l("Application withdrawn: %(reference)s"),
        lead=_l("%(actor)s has withdrawn the application of %(city)s and gave this reason:"),
        quote="reason",
        next=_l("Your answers are kept. You are welcome to apply again in a later call."),
        action=_l("Open the application"),
        link=CITY_TRACKER,
    ),
    Notice(
        event=ApplicationLapsed,
        audience=Audience.CITY,
        subject=_l("The call “%(call)s” has ended: %(reference)s"),
        lead=_l(
            "The call “%(call)s” has ended before the application of %(city)s was submitted, so"
            " this application is closed."
        ),
        next=_l(
            "Your answers are kept: you can use them when the next call opens. %(commission)s is"
            " glad to help you prepare."
        ),
        action=_l("See your answers"),
        link=CITY_TRACKER,
    ),
    Notice(
        event=MessageSent,
        audience=Audience.CITY,
        when=lambda event: not event.is_from_city,
        subject=_l("Message about your application: %(reference)s"),
        lead=_l("%(actor)s of %(commission)s writes:"),
        quote="text",
        next=_l("Please answer in the portal, where the conversation is kept with the file."),
        action=_l("Read and answer"),
        link=CITY_MESSAGES,
    ),
    Notice(
        event=DeadlineNear,
        audience=Audience.CITY,
        when=lambda event: not event.is_returned,
        subject=_l("Please submit by %(closing_day)s: application of %(city)s"),
        lead=_l(
            "A friendly reminder: the call “%(call)s” closes on %(closing)s. The application of"
            " %(city)s has not been submitted yet."
        ),
        next=_l(
            "Please complete it, have the mayor sign and submit it before. The portal shows what"
            " is still missing. If the time is too short, %(commission)s can advise you."
        ),
        action=_l("See what is missing"),
        link=CITY_TASKS,
    ),
    Notice(
        event=DeadlineNear,
        audience=Audience.CITY,
        variant="returned",
        when=lambda event: event.is_returned,
        subject=_l("Please complete by %(forward_day)s: application of %(city)s"),
        lead=_l(
            "A friendly reminder: %(commission)s has asked you to complete the application of"
            " %(city)s. It has to forward endorsed applications by %(forward_by)s."
        ),
        next=_l(
            "Please complete the application, have the mayor sign the new version and submit it"
            " again soon, so that the commission has time to read it."
        ),
        action=_l("Complete the application"),
        link=CITY_TASKS,
    ),
)
