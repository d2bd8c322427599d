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
ANSWERS, PERSON, CARE, SESSION = "answers", "person", "care", "session"
TABLES = {
    "response": ("antwoorden", ANSWERS),
    "participant": ("code en soms naam van de deelnemer", PERSON),
    "participation": ("invulling: taal, wijze, voortgang, toestemming voor onderzoek", PERSON),
    "release": ("wat met wie wordt gedeeld", PERSON),
    "report": ("stand van rapporten, zonder inhoud", PERSON),
    "who_saw": ("welke rol wat las, per dag", PERSON),
    "person_request": ("verzoeken over eigen gegevens en de antwoorden daarop", PERSON),
    "conversation": ("gesprek: datum, wie erbij was", PERSON),
    "conversation_part": ("opmerkingen, afspraken en doel", PERSON),
    "conversation_version": ("versies van het gespreksverslag", PERSON),
    "case_outcome": ("wat er van kwam: werk, opleiding, participatie", PERSON),
    "hand_over": ("overdracht aan een collega of andere organisatie", PERSON),
    "help_request": ("hulpvragen tijdens de sessie, zonder reden", SESSION),
    "part_mode": ("hoe een onderdeel is ingevuld: zelf, voorgelezen, met tolk", SESSION),
    "eligibility_check": ("welke vorm past, met reden", SESSION),
    "variant_change": ("wisseling tussen tekst en beeld", SESSION),
    "device_notice": ("meldingen van apparaten", SESSION),
    "deviation": ("notities bij de sessie", SESSION),
    "presence": ("laatst gehoord van een apparaat", SESSION),
    "group_session": ("sessie: plaats, tijd, begeleider, dienstdoende", "tot deelnemers en verloop weg zijn"),
    "care_export": ("wie een bestand van de werklijst vroeg en toestond", SESSION),
    "care_response": ("antwoorden over gezondheid", CARE),
    "care_release": ("wat over gezondheid wordt gedeeld", CARE),
    "care_contact": ("hoe de GGD de persoon bereikt", CARE),
    "care_signal_item": ("werklijst van de GGD", CARE),
    "care_signal_step": ("stappen van de GGD", CARE),
    "care_report": ("inhoud van rapporten", PERSON),
    "staff_account": ("accounts van medewerkers", "zolang het account bestaat"),
    "staff_role": ("rollen van medewerkers", "zolang het account bestaat"),
    "passkey": ("passkeys van medewerkers", "tot de medewerker haar weghaalt"),
    "staff_invitation": ("uitnodigingen, als hash", "zolang het account bestaat"),
    "staff_session": ("ingelogde browsers van medewerkers", "30 dagen na het begin"),
    "sign_in_try": ("pogingen om in te loggen, als hash", "30 dagen"),
    "code_attempt": ("verkeerde codes per adres, als hash", "een dag"),
    "care_basis": ("grondslag en functionaris voor delen van signalen", "zolang de installatie bestaat"),
    "sound_recording": ("opnamen, met naam van de spreker", "tot een nieuwe opname of intrekking"),
    "wording_release": ("wie een vertaling vrijgaf", "zolang de installatie bestaat"),
    "audit_event": ("logboek, alleen kenmerken", "zolang de installatie bestaat"),
    "removal_mark": ("merken van wat is verwijderd, als hash", "zolang een reservekopie het kan bevatten"),
}
"""Each table with people to Dutch words and its period: one of those of the organisation, or fixed."""
NO_PEOPLE = frozenset(
    {"audit_head", "instrument_version", "location", "organisation", "role", "session_transfer", "worker_beat"}
)
ELSEWHERE = (
    ("wachtrij van taken", "alleen nummers van rapporten", "tot de taak is gedaan"),
    ("reservekopieën", "beide opslagen, elk verzegeld met een eigen sleutel", "{backup_days} dagen"),
    ("apparaat van de deelnemer", "antwoorden die nog niet zijn verzonden, verzegeld (niet op gewone http)",
     "tot verzonden of teruggegeven"),
    ("bestand van een sessie zonder internet", "alles van die sessie, verzegeld voor de gemeente",
     "tot het na het inlezen wordt vernietigd"),
    ("laptop van een sessie zonder internet", "beide opslagen, versleutelde schijf", "tot het bewijs van wissen"),
    ("toegangskaarten op papier", "code en plaatsnummer", "tot de kaart wordt vernietigd"),
    ("opgeslagen of afgedrukte rapporten en kopieën", "wat erin staat", "bij wie ze bewaart"),
    ("logregels van de toepassing", "kenmerken en uitkomsten, geen naam, code of antwoord", "zoals ingesteld"),
)  # fmt: skip
"""Where data stand outside both stores: what, how, and how long."""
