"""A submission of an invented city, as the print receives it, in four languages."""

import json
from datetime import UTC, datetime

from portal.documents.form_values import (
    ApplicationPrint,
    AttachedFile,
    AttachmentsAnswer,
    DeclarationAnswer,
    Label,
    LongAnswer,
    PrintTexts,
    RatingAnswer,
    Section,
    Signatory,
    StatisticAnswer,
    TextAnswer,
)

CODE = "2XAM-79F2-6Z55"
PAGE_KEY = b"page-key-of-the-tests-0123456789"
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
MADE_AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

_ENGLISH = {
    "part_one": "Part 1 – To be completed by the city",
    "part_one_note": "Signed by the mayor and bearing the official stamp of the city.",
    "part_two": "Part 2 – To be completed by the National Commission for UNESCO",
    "part_two_note": "Signed by the commission and forwarded to the Coordination Team.",
    "reference": "Reference",
    "submission": "Submission",
    "city": "City",
    "commission": "National Commission",
    "call": "Call",
    "made_on": "Date of this print",
    "digest": "SHA-256 of the answers",
    "verify": "Verification",
    "indicator": "Indicator",
    "value": "Value",
    "year": "Year",
    "rating": "Rating",
    "not_available": "not available",
    "no_answer": "No information given",
    "declared": "Declared",
    "not_declared": "Not declared",
    "adopted_documents": "Documents adopted",
    "document": "Document",
    "extent": "Extent",
    "checksum": "SHA-256",
    "mayor_signature": "Signature of the mayor",
    "mayor_statement": "The city applies to join the UNESCO Global Network of Learning Cities and "
    "confirms that the information in Part 1 is correct.",
    "commission_signature": "Endorsement by the National Commission",
    "endorsement_statement": "The National Commission for UNESCO endorses this application and "
    "forwards it to the UNESCO Institute for Lifelong Learning.",
    "delegate_signature": "Attestation by the delegate",
    "commission_attestation": "Attestation of the commission's signature on paper",
    "name": "Name",
    "office": "Office",
    "signature": "Signature",
    "official_stamp": "Official stamp",
    "place_and_date": "Place and date",
    "signed_on_paper": "Signed on paper, see pages {first} to {last}.",
    "on_behalf_of": "For and on behalf of",
    "files_received": "The files as received, with their SHA-256 digests:",
    "annex": "Annex: the signed paper",
}
_FRENCH = {
    "part_one": "Partie 1 – À remplir par la ville",
    "part_one_note": "Signée par le maire et revêtue du cachet officiel de la ville.",
    "part_two": "Partie 2 – À remplir par la Commission nationale pour l’UNESCO",
    "part_two_note": "Signée par la commission et transmise à l’équipe de coordination.",
    "reference": "Référence",
    "submission": "Version",
    "city": "Ville",
    "commission": "Commission nationale",
    "call": "Appel",
    "made_on": "Date de cette impression",
    "digest": "SHA-256 des réponses",
    "verify": "Vérification",
    "indicator": "Indicateur",
    "value": "Valeur",
    "year": "Année",
    "rating": "Degré",
    "not_available": "non disponible",
    "no_answer": "Aucune information",
    "declared": "Déclaré",
    "not_declared": "Non déclaré",
    "adopted_documents": "Documents adoptés",
    "document": "Document",
    "extent": "Étendue",
    "checksum": "SHA-256",
    "mayor_signature": "Signature du maire",
    "mayor_statement": "La ville demande à rejoindre le Réseau mondial UNESCO des villes "
    "apprenantes et confirme l’exactitude des informations de la partie 1.",
    "commission_signature": "Approbation par la Commission nationale",
    "endorsement_statement": "La Commission nationale pour l’UNESCO approuve cette candidature et "
    "la transmet à l’Institut de l’UNESCO pour l’apprentissage tout au long de la vie.",
    "delegate_signature": "Attestation du délégué",
    "commission_attestation": "Attestation de la signature sur papier de la commission",
    "name": "Nom",
    "office": "Fonction",
    "signature": "Signature",
    "official_stamp": "Cachet officiel",
    "place_and_date": "Lieu et date",
    "signed_on_paper": "Signé sur papier, voir pages {first} à {last}.",
    "on_behalf_of": "Au nom et pour le compte de",
    "files_received": "Les fichiers reçus, avec leurs empreintes SHA-256 :",
    "annex": "Annexe : le document signé",
}
_ARABIC = {
    "part_one": "الجزء الأول – تملؤه المدينة",
    "part_one_note": "يوقّعه رئيس البلدية ويحمل ختم المدينة الرسمي.",
    "part_two": "الجزء الثاني – تملؤه اللجنة الوطنية لليونسكو",
    "part_two_note": "توقّعه اللجنة وتحيله إلى فريق التنسيق.",
    "reference": "المرجع",
    "submission": "الإصدار",
    "city": "المدينة",
    "commission": "اللجنة الوطنية",
    "call": "الدعوة",
    "made_on": "تاريخ الطباعة",
    "digest": "بصمة الإجابات",
    "verify": "التحقق",
    "indicator": "المؤشر",
    "value": "القيمة",
    "year": "السنة",
    "rating": "الدرجة",
    "not_available": "غير متاح",
    "no_answer": "لا توجد معلومات",
    "declared": "تم الإقرار",
    "not_declared": "لم يتم الإقرار",
    "adopted_documents": "الوثائق المعتمدة",
    "document": "الوثيقة",
    "extent": "الحجم",
    "checksum": "البصمة",
    "mayor_signature": "توقيع رئيسة البلدية",
    "mayor_statement": "تطلب المدينة الانضمام إلى شبكة اليونسكو العالمية لمدن التعلّم وتؤكد صحة "
    "المعلومات الواردة في الجزء الأول.",
    "commission_signature": "مصادقة اللجنة الوطنية",
    "endorsement_statement": "تصادق اللجنة الوطنية لليونسكو على هذا الطلب وتحيله إلى معهد اليونسكو "
    "للتعلّم مدى الحياة.",
    "delegate_signature": "إقرار المندوب",
    "commission_attestation": "إقرار بتوقيع اللجنة على الورق",
    "name": "الاسم",
    "office": "المنصب",
    "signature": "التوقيع",
    "official_stamp": "الختم الرسمي",
    "place_and_date": "المكان والتاريخ",
    "signed_on_paper": "وُقّع على الورق، انظر الصفحات {first} إلى {last}.",
    "on_behalf_of": "نيابةً عن",
    "files_received": "الملفات كما وردت مع بصماتها:",
    "annex": "ملحق: الوثيقة الموقّعة",
}
_THAI = {
    **_ENGLISH,
    "part_one": "ส่วนที่ ๑ – เมืองเป็นผู้กรอก",
    "reference": "เลขที่อ้างอิง",
    "city": "เมือง",
    "commission": "คณะกรรมการแห่งชาติ",
    "call": "การรับสมัคร",
    "mayor_signature": "ลายมือชื่อนายกเทศมนตรี",
    "official_stamp": "ตราประทับ",
    "name": "ชื่อ",
    "office": "ตำแหน่ง",
    "part_two": "ส่วนที่ ๒ – คณะกรรมการแห่งชาติว่าด้วยการศึกษาฯ เป็นผู้กรอก",
}
_WORDS = {"en": _ENGLISH, "fr": _FRENCH, "ar": _ARABIC, "th": _THAI}
_PAGES = {
    "en": ("Page {page} of {pages}", "Page {page} of {pages} of the signed paper"),
    "fr": ("Page {page} sur {pages}", "Page {page} sur {pages} du document signé"),
    "ar": ("صفحة {page} من {pages}", "صفحة {page} من {pages} من الوثيقة الموقّعة"),
    "th": ("หน้า {page} จาก {pages}", "หน้า {page} จาก {pages}"),
}
_NAMES = {
    "en": ("Port Salaam", "Kenya National Commission for UNESCO", "Amani Wekesa", "Mayor"),
    "fr": ("Ville-sur-Oued", "Commission nationale pour l’UNESCO", "Élodie Ndiaye", "Maire"),
    "ar": ("واحة النخيل", "اللجنة الوطنية لليونسكو", "فاطمة الزهراء العلوي", "رئيسة البلدية"),
    "th": ("เมืองสายน้ำ", "คณะกรรมการแห่งชาติว่าด้วยยูเนสโก", "สมชาย ใจดี", "นายกเทศมนตรี"),
}
MOTIVATION = (
    "Port Salaam is a harbour city of 184,320 inhabitants whose economy has moved from fishing to "
    "services within one generation. Adults who left school early carry this change, and the city "
    "owes them a second chance to learn.\n\nSince 2021 the municipality, the university and forty "
    "neighbourhood associations have run evening schools in every ward. Joining the network would "
    "let us compare our results and learn from cities that have gone further."
)


def label(language: str, key: str) -> Label:
    return Label(_WORDS[language][key], _ENGLISH[key])


def texts(language: str) -> PrintTexts:
    page_of, annex_page = _PAGES[language]
    labels = {key: label(language, key) for key in _ENGLISH}
    return PrintTexts(
        **labels, page_of=page_of, annex_page=annex_page, placed_by_hand="Placed by hand."
    )


def sample(language: str = "en", **changes: object) -> ApplicationPrint:
    city, commission, mayor, office = _NAMES[language]
    values: dict[str, object] = {
        "language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "official_language": "en",
        "texts": texts(language),
        "network_name": Label("UNESCO Global Network of Learning Cities"),
        "title": {
            "en": Label("Application for membership"),
            "fr": Label("Demande d’adhésion", "Application for membership"),
            "ar": Label("طلب العضوية", "Application for membership"),
            "th": Label("ใบสมัครสมาชิก", "Application for membership"),
        }[language],
        "call_title": Label("Call for applications 2027"),
        "commission_name": Label(commission, "National Commission for UNESCO"),
        "letterhead": (
            "P.O. Box 1234, Harbour Road 7",
            "+254 20 555 0142 · natcom@commission.example",
        ),
        "city_name": Label(city, "Port Salaam"),
        "reference": "KE-2027-014",
        "submission_number": 2,
        "answers_digest": DIGEST,
        "answers_json": json.dumps({"city": city, "reference": "KE-2027-014"}).encode(),
        "verification_code": CODE,
        "base_url": "https://portal.example",
        "page_key": PAGE_KEY,
        "sections": sections(language),
        "mayor": Signatory(mayor, office),
        "signatory": Signatory("", ""),
        "made_at": MADE_AT,
        "made_on": {"ar": "23 نوفمبر 2026", "fr": "23 novembre 2026"}.get(
            language, "23 November 2026"
        ),
    }
    return ApplicationPrint(**{**values, **changes})  # type: ignore[arg-type]


def sections(language: str) -> tuple[Section, ...]:
    city, _, mayor, office = _NAMES[language]
    other = {"en": "", "fr": "", "ar": "", "th": ""}[language]
    about, challenges = {
        "en": ("About the city", "Challenges"),
        "fr": ("La ville", "Défis"),
        "ar": ("عن المدينة", "التحديات"),
        "th": ("เกี่ยวกับเมือง", "ความท้าทาย"),
    }[language]
    return (
        Section(
            Label(about, "About the city"),
            (
                TextAnswer(Label({"ar": "اسم المدينة"}.get(language, "Name of city")), city),
                TextAnswer(
                    Label({"ar": "الموقع"}.get(language, "Official website")),
                    "https://port-salaam.example",
                ),
                TextAnswer(
                    Label({"ar": "رئيسة البلدية"}.get(language, "Mayor"), "Mayor"),
                    f"{mayor}, {office}",
                ),
                TextAnswer(
                    Label({"ar": "الهاتف"}.get(language, "Telephone"), "Telephone"),
                    "+20 2 555-0142",
                ),
                TextAnswer(Label({"ar": "الفاكس"}.get(language, "Fax"), "Fax"), None),
                StatisticAnswer(
                    Label({"ar": "عدد السكان"}.get(language, "Population"), "Population"),
                    "184,320",
                    2025,
                ),
                StatisticAnswer(Label("Area (km²)"), "96.4", 2024),
                StatisticAnswer(Label("GDP per capita in the city (US dollars)"), None),
            ),
        ),
        Section(
            Label(
                {"fr": "Motivation", "ar": "الدوافع"}.get(language, "Motivation") + other,
                "Motivation",
            ),
            (
                LongAnswer(Label("Social context and reasons for joining"), MOTIVATION),
                LongAnswer(
                    Label("How the city implements the concept"), MOTIVATION + "\n" + MOTIVATION
                ),
            ),
        ),
        Section(
            Label(challenges, "Challenges"),
            (
                RatingAnswer(
                    Label("What challenges does the city face?"),
                    (
                        (Label("Unemployment of young people"), 4),
                        (Label("Ageing population"), 2),
                        (Label("Adult literacy"), 5),
                        (Label("Natural disasters"), None),
                    ),
                ),
                AttachmentsAnswer(
                    Label("Attached documents"),
                    (
                        AttachedFile(
                            "Decision of 3 May",
                            "Decision of the council",
                            "3 pages, 412 KB",
                            "ab" * 32,
                        ),
                        AttachedFile(
                            "خطة التعلّم.pdf", "Strategy or plan", "24 pages, 2.1 MB", "0c" * 32
                        ),
                    ),
                ),
                DeclarationAnswer(
                    Label("Pledge"),
                    Label("The city pledges to act by the guiding documents of the network."),
                    (
                        "Beijing Declaration on Building Learning Cities (2013)",
                        "Key Features of Learning Cities (2013)",
                    ),
                    is_made=True,
                ),
            ),
        ),
    )
