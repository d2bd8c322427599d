"""The processing register and the table of a DPIA (R42, R49), made from what the application really does.

Items, purposes, recipients and where they are kept come from the definitions; who sees what from ``services.rights``;
tables and sealed columns from the stores; periods, basis and contact from the settings of the organisation. Nothing is
typed twice, so it cannot drift.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Table

from app.core.instrument import Instrument, Item
from app.instruments.wording import Wording
from app.services import dpia_words as words
from app.services.rights import RIGHTS, Condition
from app.services.work import Work
from app.store.base import Base, CareBase
from app.store.models import Organisation
from app.store.sealed_fields import SEALED

LOCALE = "nl"
HUMAN = "_In te vullen en te bevestigen door de gemeente en haar functionaris gegevensbescherming._"
MEASURES = (
    "Zorgantwoorden staan in een eigen opslag met een eigen sleutel; de enige verbinding is een willekeurig kenmerk.",
    "Namen, eigen woorden en zorgantwoorden zijn per veld versleuteld; codes zijn alleen via een hash te vinden.",
    "Elke pagina noemt haar regel in de tabel hieronder; zonder regel start de toepassing niet.",
    "Elk lezen van een deelnemer, rapport of zorgsignaal staat in een logboek dat niemand ongemerkt wijzigt.",
    "De persoon ziet het profiel als eerste, kiest per ontvanger wat wordt gedeeld en kan dat terugnemen.",
    "Meedoen is vrij; stoppen kan op elk scherm, ook met wissen van alle antwoorden.",
    "Er wordt geen burgerservicenummer, nationaliteit, godsdienst of afkomst gevraagd. Een naam is niet nodig.",
    "De uitkomst is vaste, gepubliceerde rekenkunde; er is geen lerend model en geen automatisch besluit.",
    "Pagina's laden niets van derden; gegevens gaan nergens anders heen dan de gemeente zelf instelt.",
)
HEALTH_BASIS_MISSING = "niet apart vastgelegd; laat de functionaris gegevensbescherming haar bepalen"
RISKS = (
    ("Iemand leest zorggegevens die niet voor die rol zijn", "eigen opslag, sleutel en rol; logboek", "klein"),
    ("Iemand doet mee uit angst voor gevolgen", "vrije keuze in eigen taal en geluid", "blijft; bespreek dit"),
    ("De volgende persoon op het apparaat leest mee", "apparaat wordt leeg teruggegeven; scherm dekt zich af", "klein"),
    ("Een score wordt als oordeel gebruikt", "geen totaal, geen rangorde, altijd een interval", "blijft; instrueer"),
    ("Een vertaling geeft een ander antwoord", "alleen vrijgegeven vertalingen", "blijft; toets met sprekers"),
    ("Gegevens blijven te lang staan", "elke nacht wissen volgens de termijnen, met logregel en bewijs", "klein"),
)  # fmt: skip


def document(work: Work, organisation: Organisation) -> str:
    """The whole document in Dutch, as Markdown."""
    parts = (
        [f"# Verwerkingsregister en DPIA: Inbeeld bij {_cell(organisation.name)}"],
        [f"Gemaakt op {work.now():%d-%m-%Y} uit de definities en instellingen van deze installatie."],
        _register(organisation),
        _uses(work),
        _periods(organisation),
        _stores(work, organisation),
        _rights(),
        ["## Maatregelen", *(f"- {measure}" for measure in MEASURES)],
        ["## Risico's", *_table(("risico", "maatregel", "wat overblijft"), RISKS), "", HUMAN],
        *(_items(work, instrument) for instrument in work.library.instruments.values()),
    )
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _register(organisation: Organisation) -> list[str]:
    rows = [
        ("verwerkingsverantwoordelijke", organisation.name),
        ("contact over privacy", organisation.privacy_contact),
        ("grondslag", organisation.legal_basis),
        ("grondslag voor gegevens over gezondheid", organisation.legal_basis_health or HEALTH_BASIS_MISSING),
        ("betrokkenen", "statushouders die worden uitgenodigd; medewerkers met een account"),
        ("gewone gegevens", "situatie, school, werk, talen, competenties, motivatie, eigen woorden; soms een naam"),
        ("bijzondere gegevens", "antwoorden over gezondheid (zorgdeel, vrij over te slaan)"),
        ("ontvangers", "; ".join(words.RECIPIENTS.values())),
        ("doorgifte buiten de EU", "geen door de toepassing; hangt af van waar de gemeente haar installeert"),
        ("geautomatiseerde besluiten", "geen"),
    ]  # fmt: skip
    return ["## Register (artikel 30 AVG)", *_table(("onderdeel", "inhoud"), rows)]


def _uses(work: Work) -> list[str]:
    refused = {use: None for instrument in work.library.instruments.values() for use in instrument.not_intended}
    lines = [f"- {words.NOT_INTENDED[use]}" for use in refused]
    return ["## Doel en verboden gebruik", "Voorbereiding van een gesprek. Niet bedoeld voor:", "", *lines]


def _periods(organisation: Organisation) -> list[str]:
    rows = [
        ("antwoorden", f"{organisation.answers_months} maanden na afronden"),
        ("rapporten, gesprek, verzoeken, naam en code", f"{organisation.report_months} maanden na afronden"),
        ("zorgdeel", f"{organisation.care_months} maanden na sluiten door de GGD, anders na afronden"),
        ("verloop van sessies", f"{organisation.log_months} maanden na de sessie"),
        ("logboek", "zolang de installatie bestaat; bevat alleen kenmerken"),
    ]
    return ["## Bewaartermijnen", *_table(("gegevens", "termijn"), rows)]


def _stores(work: Work, organisation: Organisation) -> list[str]:
    """Every table with people in both stores, as the stores really are, and the places beside them."""
    tables = [(table, base is CareBase) for base in (Base, CareBase) for table in base.metadata.sorted_tables]
    rows = [_table_row(table, organisation, care=care) for table, care in tables if table.name in words.TABLES]
    days = str(work.config.backup_days)
    beside = [(place, what, period.format(backup_days=days)) for place, what, period in words.ELSEWHERE]
    return [
        "## Opslagplaatsen",
        *_table(("tabel", "inhoud", "opslag", "verzegelde velden", "termijn"), rows),
        "",
        *_table(("elders", "wat", "termijn"), beside),
    ]


def _table_row(table: Table, organisation: Organisation, *, care: bool) -> tuple[str, ...]:
    what, period = words.TABLES[table.name]
    months = {
        words.ANSWERS: f"{organisation.answers_months} maanden",
        words.PERSON: f"{organisation.report_months} maanden",
        words.CARE: f"{organisation.care_months} maanden",
        words.SESSION: f"{organisation.log_months} maanden",
    }
    sealed = ", ".join(field.column for field in SEALED if field.model.__tablename__ == table.name)
    return table.name, what, words.STORES["care" if care else "main"], sealed or "–", months.get(period, period)


def _rights() -> list[str]:
    rows = [
        (words.INFORMATION[information], words.ROLES[str(reader)], _conditions(conditions))
        for information, readers in RIGHTS.items()
        for reader, conditions in readers.items()
    ]
    return ["## Wie ziet wat", *_table(("gegevens", "wie", "voorwaarden"), rows)]


def _conditions(conditions: Collection[Condition]) -> str:
    return ", ".join(sorted(words.CONDITIONS[one] for one in conditions)) or "–"


def _items(work: Work, instrument: Instrument) -> list[str]:
    wording = work.library.wording(instrument.id, LOCALE)
    head = ("vraag", "tekst", "doel", "ontvangers", "opslag", "termijn")
    title = f"## Vragen van {instrument.id} {instrument.version} ({len(instrument.items)})"
    return [title, *_table(head, [_item(item, wording) for item in instrument.items.values()])]


def _item(item: Item, wording: Wording) -> tuple[str, ...]:
    return (
        item.id,
        wording.text(item.text_key) if wording.has(item.text_key) else "–",
        words.PURPOSES[item.purpose],
        ", ".join(words.RECIPIENTS[one] for one in item.recipients),
        words.STORES[item.store.value],
        "zorgdeel" if item.retention == "care" else "antwoorden",
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield _row(head)
    yield _row(["---"] * len(head))
    for row in rows:
        yield _row(row)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(text: str) -> str:
    """One line that stays one cell, whatever an administrator typed."""
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
