"""Dutch words of the DPIA for what definitions and rights hold in English; a test holds that none is missing."""

from __future__ import annotations

from app.services.rights import Condition, Information

PURPOSES = {
    "Let knowledge and experience count, also without a diploma.": (
        "Kennis en ervaring laten meetellen, ook zonder diploma."
    ),
    "Let the wish of the person be the start of the conversation.": (
        "De wens van de persoon het begin van het gesprek laten zijn."
    ),
    "Talk about what someone often does, with examples.": "Praten over wat iemand vaak doet, met voorbeelden.",
    "Talk about what someone wants now and what is possible now.": "Praten over wat iemand nu wil en wat nu kan.",
    "Choose explanations and lessons that someone understands.": "Uitleg en lessen kiezen die iemand begrijpt.",
    "Offer a conversation with health care.": "Een gesprek met de zorg aanbieden.",
    "Offer a conversation with health care to who wants one.": "Een gesprek met de zorg aanbieden aan wie dat wil.",
    "Give help today to who asks for it.": "Vandaag hulp geven aan wie daarom vraagt.",
    "Let the person tell in own words what goes well; it is printed as it is.": (
        "De persoon in eigen woorden laten vertellen wat goed gaat; het wordt afgedrukt zoals het is."
    ),
    "Make a plan that fits the time, the means and the people that someone has.": (
        "Een plan maken dat past bij de tijd, de middelen en de mensen die iemand heeft."
    ),
    "Take the strain of waiting into account; nothing else follows from it.": (
        "Rekening houden met de druk van het wachten; er volgt niets anders uit."
    ),
    "Offer help with money; no amounts are asked.": "Hulp met geld aanbieden; bedragen worden niet gevraagd.",
    "Read the job-search actions only where searching was possible.": (
        "Het zoeken naar werk alleen bespreken waar zoeken mogelijk was."
    ),
    "See how someone looks for a new rule, as a subject to talk about. Not a measure of ability.": (
        "Zien hoe iemand een nieuwe regel zoekt, als onderwerp om over te praten. Geen maat voor aanleg."
    ),
    "Offer a conversation with health care, and help today to who asks for it.": (
        "Een gesprek met de zorg aanbieden, en vandaag hulp aan wie daarom vraagt."
    ),
    "Let the person tell in own words what should be known; it is printed as it is.": (
        "De persoon in eigen woorden laten vertellen wat bekend moet zijn; het wordt afgedrukt zoals het is."
    ),
}
NOT_INTENDED = {
    "Decisions about benefit, sanction, housing or residence.": (
        "Besluiten over uitkering, maatregel, woning of verblijf."
    ),
    "Choice of a learning route, or a class of distance to the labour market.": (
        "De keuze van een leerroute, of een klasse van afstand tot de arbeidsmarkt."
    ),
    "Selection by employers, ranking or comparison of persons.": (
        "Selectie door werkgevers, rangorde of vergelijking van personen."
    ),
    "Scores, levels or bands; each answer is one answer.": (
        "Scores, niveaus of klassen; elk antwoord is één antwoord (vragenlijst in beelden)."
    ),
    "Diagnosis, or screening for an illness.": "Diagnose, of screening op een ziekte.",
}
RECIPIENTS = {
    "participant": "de persoon zelf",
    "case_manager": "klantmanager (na inzien door de persoon)",
    "vluchtelingenwerk": "VluchtelingenWerk (als de persoon dat deelt)",
    "ggd": "GGD",
}
STORES = {"main": "hoofdopslag", "care": "zorgopslag, eigen sleutel"}
ROLES = {
    "participant": "statushouder",
    "facilitator": "begeleider",
    "client_manager": "klantmanager",
    "vluchtelingenwerk": "VluchtelingenWerk",
    "ggd": "GGD",
    "administrator": "beheerder",
    "researcher": "onderzoeker",
    "protection_officer": "functionaris gegevensbescherming",
}
INFORMATION = {
    Information.PROGRESS: "voortgang, taal, wijze van invullen, hulpvraag (nooit een antwoord)",
    Information.SITUATION: "situatie, school, werk, talen",
    Information.PROFILE: "competentie- en motivatieprofiel, gespreksrapport",
    Information.QUALITY: "licht over de kwaliteit van de antwoorden",
    Information.CARE_SIGNALS: "signalen uit het zorgdeel",
    Information.ACUTE: "vraag om hulp vandaag",
    Information.RAW_ANSWERS: "losse antwoorden",
    Information.ACCOUNTS: "accounts",
    Information.SETTINGS: "locaties, opnamen, termijnen",
    Information.LOG: "logboek",
    Information.REQUESTS: "verzoeken over eigen gegevens (soort en termijn, zonder inhoud)",
    Information.GUIDE: "handleiding (zonder persoonsgegevens)",
    Information.OWN_ACCOUNT: "eigen account",
}
CONDITIONS = {
    Condition.OWN_ORGANISATION: "eigen organisatie",
    Condition.OWN_SITTING: "eigen invulling",
    Condition.OWN_CASELOAD: "eigen deelnemers",
    Condition.AFTER_FINISH: "na afronden",
    Condition.AFTER_SEEN: "nadat de persoon het zag",
    Condition.RELEASED: "alleen wat de persoon deelt",
    Condition.WISH_OR_ACUTE: "bij een wens of een vraag om hulp vandaag",
    Condition.WITHOUT_WHY: "zonder reden",
    Condition.OWN_INSTRUMENTS: "eigen vragenlijsten",
    Condition.AGGREGATED: "alleen opgeteld",
    Condition.PSEUDONYM: "zonder naam",
    Condition.OPTED_IN: "na toestemming voor onderzoek",
    Condition.OWN_ACCOUNT: "eigen account",
}
