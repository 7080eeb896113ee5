"""What a city answers in the official form: plausible, complete, the same each time."""

from collections.abc import Iterable
from typing import Any

from portal.calls.form import Field, FieldKind, Form
from portal.commissions.countries import country_name
from portal.demo.plan import CityPlan, CommissionPlan, narratives, texts
from portal.demo.stories import dice

Answers = dict[str, dict[str, Any]]
THEMES = ("literacy", "green", "heritage", "work", "ageing", "digital")


def answers_of(
    form: Form,
    plan: CommissionPlan,
    city: CityPlan,
    *,
    call_code: str,
    guiding_documents: list[dict[str, str]],
) -> Answers:
    """``{section: {field: value}}``: everything the form asks for.

    ``guiding_documents``: ``[{"id", "version"}]`` of the call.
    """
    known = {
        **_facts(plan, city),
        **_statistics(city, call_code),
        **national_answers(plan, call_code),
        **_texts(plan, city),
    }
    found: Answers = {}
    for section, field in form.fields():
        value = known.get(field.key)
        if value is None:
            value = _chosen(field, city)
        if field.names_guiding_documents:
            value = {"agreed": True, "documents": guiding_documents}
        if value is not None:
            found.setdefault(section.key, {})[field.key] = value
    return found


def national_answers(plan: CommissionPlan, call_code: str) -> dict[str, Any]:
    """``{field: value}``: what is the same for all cities of a commission."""
    year = int(call_code[:4])
    figure = str(dice(plan.code, "gdp").randint(16, 310) * 100)
    return {
        "country": country_name(plan.code.upper(), plan.official_language),
        "gdp_country": {"value": figure, "year": str(year - 2), "not_available": False},
        "legal_basis": texts()["legal_basis"][plan.official_language],
    }


def improved(answers: Answers, plan: CommissionPlan, city: CityPlan) -> Answers:
    """The same after the commission asked for more: a longer plan and a figure that was missing."""
    language = plan.official_language
    extra = narratives()["improvement"][language].format(city=city.latin)
    plan_text = answers["motivation"]["implementation"]
    return {
        **answers,
        "motivation": {
            **answers["motivation"],
            "implementation": {**plan_text, "official": f"{plan_text['official']} {extra}"},
        },
        "profile": {
            **answers["profile"],
            "gdp_city": {
                "value": str(dice(city.latin, "gdp").randint(18, 260) * 100),
                "year": answers["profile"]["population"]["year"],
                "not_available": False,
            },
        },
    }


def theme_of(city: CityPlan) -> str:
    """What the city cares about most."""
    return dice(city.latin, "theme").choice(THEMES)


def _facts(plan: CommissionPlan, city: CityPlan) -> dict[str, Any]:
    chance = dice(city.latin, "facts")
    given, _, family = city.delegate_name.partition(" ")
    digits = f"{chance.randint(20, 79)} {chance.randint(100, 999)} {chance.randint(100, 999)}"
    members = "\n".join(partner.name for partner in city.partners)
    return {
        "city_name": city.name,
        "consortium_members": members or None,
        "website": f"https://{city.slug}.example",
        "mayor_address": "none",
        "mayor_given_name": city.mayor_given,
        "mayor_family_name": city.mayor_family,
        "mayor_title": plan.mayor_title,
        "contact_address": "none",
        "contact_given_name": given,
        "contact_family_name": family or given,
        "contact_title": plan.delegate_office,
        "contact_postal_address": f"{city.name}\n{city.subdivision}",
        "contact_postcode": str(chance.randint(10000, 99999)),
        "contact_phone": f"{plan.dialling_code} {digits}",
        "contact_email": city.delegate_email,
        "communication_language": plan.official_language,
        "links": f"https://{city.slug}.example/learning\nhttps://{city.slug}.example/festival",
    }


def _statistics(city: CityPlan, call_code: str) -> dict[str, Any]:
    chance = dice(city.latin, "figures")
    year = str(int(call_code[:4]) - chance.choice([2, 2, 3, 4]))
    schooling = chance.uniform(5.8, 12.6)
    gap = chance.uniform(-0.3, 1.1)
    figures = {
        "population": str(city.population),
        "area": f"{city.population / chance.uniform(350, 4200):.2f}",
        "schooling_total": f"{schooling:.1f}",
        "schooling_men": f"{schooling + gap:.1f}",
        "schooling_women": f"{schooling - gap:.1f}",
    }
    answers: dict[str, Any] = {
        key: {"value": value, "year": year, "not_available": False}
        for key, value in figures.items()
    }
    answers["learning_budget"] = {
        "value": str(chance.randint(3, 90) * 1000),
        "year": year,
        "not_available": False,
    }
    answers["gdp_city"] = {"value": "", "year": "", "not_available": True}
    return answers


def _texts(plan: CommissionPlan, city: CityPlan) -> dict[str, Any]:
    told = narratives()
    official = told["official"][plan.official_language][theme_of(city)]
    local = told["local"].get(plan.local_language, {})
    return {
        key: {
            "official": official[key].format(city=city.latin),
            "local": local.get(key, "").format(city=city.name),
        }
        for key in ("motivation", "implementation")
    }


def _chosen(field: Field, city: CityPlan) -> Any:
    chance = dice(city.latin, field.key)
    match field.kind:
        case FieldKind.CHOICE:
            return chance.choice([option.key for option in field.options])
        case FieldKind.CHOICES:
            keys = [option.key for option in field.options]
            chosen = set(chance.sample(keys, chance.randint(2, 4)))
            return [key for key in keys if key in chosen]
        case FieldKind.MATRIX:
            return {"rows": _degrees(field, city), "own": []}
        case FieldKind.DECLARATION:
            return {"agreed": True, "documents": []}
        case _:
            return None


def _degrees(field: Field, city: CityPlan) -> dict[str, str]:
    chance = dice(city.latin, "degrees")
    return {option.key: str(chance.choice([1, 2, 2, 3, 3, 3, 4, 4, 5])) for option in field.options}


def sections_of(answers: Answers, keys: Iterable[str]) -> Answers:
    """Only some sections of the answers."""
    wanted = set(keys)
    return {key: value for key, value in answers.items() if key in wanted}
