"""``flask --app app organisation``: the municipalities of an installation, and who lets their colleagues in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from typing import NoReturn

import click
from flask import Flask, url_for
from flask.cli import AppGroup, with_appcontext

from app.services import organisations as service
from app.services.organisations import OrganisationForm, OrganisationProblem, OrganisationRefused, OrganisationUnknown
from app.services.team import LINK_DAYS, AccountUnknown, TeamProblem, TeamRefused
from app.web.context import current_work, inbeeld, this_application

REFUSED = 2
SENTENCES = {
    OrganisationProblem.NAME_MISSING: "It needs a name (--name).",
    OrganisationProblem.NAME_TAKEN: "There is an organisation with this name already.",
    OrganisationProblem.PRIVACY_CONTACT_MISSING: "Say whom to ask about data (--privacy-contact).",
    OrganisationProblem.LEGAL_BASIS_MISSING: "Say on what ground data are used (--legal-basis).",
    OrganisationProblem.TOO_LONG: "One of these is too long: a ground has 400 signs at most, a number 60, others 200.",
    OrganisationProblem.GGD_PHONE_WRONG: "The number of the GGD cannot be dialled.",
    OrganisationProblem.VLUCHTELINGENWERK_PHONE_WRONG: "The number of VluchtelingenWerk cannot be dialled.",
    TeamProblem.NAME_MISSING: "Give the name by which colleagues know this person (--name).",
    TeamProblem.EMAIL_WRONG: "Give an e-mail address such as name@municipality.example (--email).",
    TeamProblem.EMAIL_TAKEN: "There is an account with this e-mail address. An administrator begins anew with --anew.",
    TeamProblem.NO_LINK: "This account signs in with the municipality's own sign-in: its roles are given there.",
}

group = AppGroup("organisation", help="The municipalities of this installation, and their first administrators.")


def register(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)


def _values(command: Callable[..., None]) -> Callable[..., None]:
    """Add an option for each value of an organisation but its name."""
    words = {
        "vluchtelingenwerk_phone": "Number of VluchtelingenWerk; on help screens and reports.",
        "ggd_phone": "Number of the GGD; on help screens and reports.",
        "legal_basis_health": "The same of answers about health, where it is another one.",
        "legal_basis": "On what ground data are used, in the words of the data protection officer.",
        "privacy_contact": "Address or number for questions about data.",
    }
    for name, said in words.items():
        command = click.option(f"--{name.replace('_', '-')}", help=said)(command)
    return command


@group.command("list")
@with_appcontext
def list_() -> None:
    """Say which there are, with their numbers."""
    found = service.organisations(current_work())
    for one in found:
        click.echo(f"{one.id}  {one.name}{'  (demonstration)' if one.is_demo else ''}")
    if not found:
        click.echo("There is none yet. Type: flask --app app organisation add")


@group.command("add")
@click.option("--name", help="Of the municipality, as people know it.")
@_values
@with_appcontext
def add(**given: str | None) -> None:
    """Make a new one."""
    form = OrganisationForm(**{field.name: given[field.name] or "" for field in fields(OrganisationForm)})
    try:
        made = service.add_organisation(current_work(), form)
    except OrganisationRefused as refused:
        _refuse(refused.problems)
    click.echo(f"Organisation {made.id} is there. Now its first administrator:")
    click.echo(f"flask --app app organisation administrator {made.id}")


@group.command("change")
@click.argument("number", type=int)
@click.option("--name", help="Of the municipality, as people know it.")
@_values
@with_appcontext
def change(number: int, **given: str | None) -> None:
    """Change what people read about the organisation with this NUMBER; what is not named stays as it is."""
    work = current_work()
    if all(value is None for value in given.values()):
        click.echo("Name what to change, such as --ggd-phone. Nothing was changed.", err=True)
        sys.exit(REFUSED)
    try:
        before = service.form_of(service.find_organisation(work, number))
        named = {key: value for key, value in given.items() if value is not None}
        service.change_organisation(work, number, replace(before, **named))
    except OrganisationUnknown:
        no_organisation(number)
    except OrganisationRefused as refused:
        _refuse(refused.problems)
    click.echo("Changed. Pages show it at once, reports when they are made anew.")


@group.command("administrator")
@click.argument("number", type=int)
@click.option("--name", help="By which colleagues know this person; asked for when it is not given.")
@click.option("--email", prompt="E-mail address", help="To sign in with.")
@click.option("--anew", is_flag=True, help="An administrator who is there begins anew: password and second step go.")
@with_appcontext
def administrator(number: int, name: str | None, email: str, *, anew: bool) -> None:
    """Let an administrator into the organisation with this NUMBER: prints a link that works once.

    For the first one, who invites all others on the page Accounts; and with --anew for one who lost password or second
    step while nobody else can help.
    """
    work = current_work()
    try:
        if anew:
            token = service.let_administrator_begin_anew(work, number, email)
        else:
            name = name if name is not None else click.prompt("Name")
            token = service.let_administrator_in(work, number, name, email)
    except OrganisationUnknown:
        no_organisation(number)
    except AccountUnknown:
        click.echo("No administrator there has this e-mail address. Nothing was changed.", err=True)
        sys.exit(REFUSED)
    except TeamRefused as refused:
        _refuse(refused.problems)
    with this_application().test_request_context():
        link = url_for("staff.invitation", token=token)
    click.echo("This account begins anew; its sessions ended." if anew else "A new account.")
    click.echo(inbeeld().config.address + link if inbeeld().config.address else f"At your address: {link}")
    click.echo(f"Hand this link to nobody else. It works once, for {LINK_DAYS} days: a password is chosen there.")


def no_organisation(number: int) -> NoReturn:
    """End with the sentence that there is none with this number."""
    click.echo(f"There is no organisation {number}. See: flask --app app organisation list", err=True)
    sys.exit(REFUSED)


def _refuse(problems: Iterable[OrganisationProblem | TeamProblem]) -> NoReturn:
    for problem in problems:
        click.echo(SENTENCES[problem], err=True)
    click.echo("Nothing was changed.", err=True)
    sys.exit(REFUSED)
