"""Ten questions a city can ask itself before it applies, without an account.

Answers travel in the address and are kept nowhere. The outcome is what is there and what comes
next, never a verdict: whether a city may apply is for nobody to say here.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from portal.core.i18n import gettext as _
from portal.core.i18n import language_name, number


class Reply(enum.StrEnum):
    """What a city can answer; no answer counts as not known."""

    YES = "yes"
    NOT_YET = "not-yet"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Question:
    """One question, in the language in force."""

    key: str
    text: str
    why: str
    next_step: str
    """What to do if the answer is not yes."""
    there: str
    """What the city has if the answer is yes, in a few words."""
    missing: str
    """What is open if it is not, in a few words."""


@dataclass(frozen=True)
class Answered:
    """A question with the city's reply."""

    question: Question
    reply: Reply


@dataclass(frozen=True)
class Outcome:
    """All answers, in the order of the questions."""

    answers: tuple[Answered, ...]

    @property
    def there(self) -> tuple[Answered, ...]:
        """What the city has."""
        return tuple(answer for answer in self.answers if answer.reply is Reply.YES)

    @property
    def missing(self) -> tuple[Answered, ...]:
        """What is open."""
        return tuple(answer for answer in self.answers if answer.reply is not Reply.YES)

    @property
    def parameters(self) -> dict[str, str]:
        """The answers as they stand in an address."""
        return {answer.question.key: str(answer.reply) for answer in self.answers}


def outcome(questions: tuple[Question, ...], given: Mapping[str, str]) -> Outcome:
    """The outcome of replies by key of the question; what is missing or odd counts as unknown."""
    return Outcome(
        tuple(Answered(question, _reply(given.get(question.key))) for question in questions)
    )


def questions_for(*, least_people: int, official_language: str) -> tuple[Question, ...]:
    """The questions: two about the city, three about its mayor, three about learning, two about
    the means. Sources: concept note (elected body, inhabitants, mayor, documents, delegate), Key
    Features and Beijing Declaration (will, vision, partners, inclusion, resources)."""
    people = number(least_people)
    language = language_name(official_language)
    return (
        Question(
            key="body",
            text=_("Is your city governed by a city council or another elected body?"),
            why=_(
                "Members are places with an elected body. Villages, districts, counties and groups"
                " of municipalities count as well."
            ),
            next_step=_(
                "Ask your legal office which elected body stands for the city. Your National"
                " Commission can tell which level should apply."
            ),
            there=_("An elected body that governs the city"),
            missing=_("Which elected body stands for the city"),
        ),
        Question(
            key="people",
            text=_("Do at least %(people)s people live in your city?", people=people),
            why=_(
                "The network thinks of places of this size and above. It is a guide: smaller"
                " places can apply too."
            ),
            next_step=_(
                "Note the latest figure with its year, and tell your National Commission: it looks"
                " at your case. You can also apply together with neighbours."
            ),
            there=_("At least %(people)s inhabitants", people=people),
            missing=_("The number of inhabitants, and a word with the National Commission"),
        ),
        Question(
            key="mayor",
            text=_("Does your mayor want the city to become a learning city?"),
            why=_(
                "The city is the member, and its mayor represents it. The Key Features count"
                " political will among the foundations of a learning city."
            ),
            next_step=_(
                "Give your mayor the one-page brief that you get at the end, and ask for ten"
                " minutes."
            ),
            there=_("The mayor's wish to become a learning city"),
            missing=_("The mayor's decision to become a learning city"),
        ),
        Question(
            key="texts",
            text=_(
                "Is your mayor ready to adopt the Beijing Declaration and the Key Features of"
                " Learning Cities?"
            ),
            why=_(
                "The network rests on these two texts, and the mayor of each member adopts them:"
                " with the signature under the application."
            ),
            next_step=_(
                "Pass both texts to the mayor's office early, and ask whether the council wants to"
                " read them too."
            ),
            there=_("Readiness to adopt the Beijing Declaration and the Key Features"),
            missing=_("Reading and adopting the Beijing Declaration and the Key Features"),
        ),
        Question(
            key="person",
            text=_("Is there somebody who prepares the application and stays in contact later?"),
            why=_(
                "The commission and the network need one person to talk to. Whoever does not work"
                " for the city needs the formal endorsement of the mayor."
            ),
            next_step=_(
                "Ask the mayor to name somebody in writing. It may be a person of a university or"
                " an association."
            ),
            there=_("A person who prepares the application"),
            missing=_("A person who prepares the application"),
        ),
        Question(
            key="plan",
            text=_("Does a plan of your city give a place to learning at every age?"),
            why=_(
                "Members pursue the vision of learning throughout life. The application asks how"
                " your city does so, or plans to."
            ),
            next_step=_(
                "A finished strategy is not needed. Write down three aims, and what the city"
                " already does for them."
            ),
            there=_("A plan that gives a place to learning"),
            missing=_("Three aims for learning in the city"),
        ),
        Question(
            key="partners",
            text=_(
                "Do schools, universities, libraries, companies or associations work on this with"
                " the city?"
            ),
            why=_(
                "A learning city is made by many. The Beijing Declaration calls on all who can"
                " contribute to take part."
            ),
            next_step=_(
                "Invite three to five of them to a first talk, and list what each could bring."
            ),
            there=_("Partners who work on it with the city"),
            missing=_("Partners who could work on it with the city"),
        ),
        Question(
            key="everybody",
            text=_("Does your city know who finds it hard to learn, and offer something for them?"),
            why=_(
                "Learning for all is the heart of both texts, whatever somebody's age, income,"
                " origin or disability."
            ),
            next_step=_(
                "Ask schools, libraries and social services whom they do not reach yet, and choose"
                " one group to begin with."
            ),
            there=_("Offers for people who find it hard to learn"),
            missing=_("Whom learning in the city does not reach yet"),
        ),
        Question(
            key="means",
            text=_("Are there people, rooms or money for learning?"),
            why=_(
                "Membership is free, but learning needs means. The Key Features count them among"
                " the foundations of a learning city."
            ),
            next_step=_(
                "List what is there: courses, libraries, halls, volunteers, funds. You need no new"
                " budget in order to apply."
            ),
            there=_("People, rooms or money for learning"),
            missing=_("A list of people, rooms and money for learning"),
        ),
        Question(
            key="translation",
            text=_(
                "Can somebody write or check the official text in %(language)s?",
                language=language,
            ),
            why=_(
                "Applications from many countries are read together, so each has an official text;"
                " yours is in %(language)s.",
                language=language,
            ),
            next_step=_(
                "Draft in your own language first: both texts stand side by side. Ask a language"
                " teacher, a university or a twin city to check the official one."
            ),
            there=_("Somebody for the official text in %(language)s", language=language),
            missing=_("Somebody for the official text in %(language)s", language=language),
        ),
    )


def _reply(given: str | None) -> Reply:
    try:
        return Reply(given or "")
    except ValueError:
        return Reply.UNKNOWN
