"""People pasted or uploaded onto a list."""

from __future__ import annotations

import pytest

from contenthub.audience.actions import consent_holds, contact_for, default_list, unsubscribe
from contenthub.audience.imports import Imported, Person, decoded, import_people, read_people
from contenthub.audience.models import Consent, Contact
from contenthub.audience.wordings import stored_wording


@pytest.fixture
def wording(db):
    return stored_wording("newsletter", "en", "I want the monthly mail.")


@pytest.mark.parametrize(
    "line", ["ada@example.com,Ada", "Ada@Example.com; Ada", "ada@example.com\tAda", '"ada@example.com","Ada"']
)
def test_comma_semicolon_and_tab_all_part_address_and_name(line):
    assert read_people(line) == ([Person("ada@example.com", "Ada")], [])


def test_a_heading_and_empty_lines_are_skipped_and_each_address_is_taken_once():
    people, problems = read_people("E-mail,Name\n\nada@example.com,Ada\nADA@example.com,Again\n,,\nbob@example.com")
    assert people == [Person("ada@example.com", "Ada"), Person("bob@example.com")]
    assert problems == []


def test_a_line_that_cannot_be_used_is_named():
    people, problems = read_people("ada@example.com\nnot an address,Bob")
    assert len(people) == 1
    assert problems == ["Line 2: “not an address” is no e-mail address."]


def test_a_chinese_spreadsheet_can_be_read():
    text = "邮箱,姓名\nli@example.com,李雷"
    assert decoded(text.encode("gb18030")) == decoded(text.encode("utf-8-sig")) == text
    assert read_people(text)[0] == [Person("li@example.com", "李雷")]


def test_without_a_wording_people_are_on_the_list_but_get_no_mail(db):
    done = import_people(default_list(), [Person("ada@example.com", "Ada")], wording=None)
    assert done == Imported(contacts=1, joined=1, consented=0, withdrawn=0)
    assert not consent_holds(Contact.objects.get(), "newsletter")


def test_with_a_wording_the_consent_is_recorded_with_it(wording):
    done = import_people(default_list(), [Person("ada@example.com")], wording=wording)
    event = Consent.objects.get()
    assert done.consented == 1
    assert (event.method, event.wording, event.granted) == ("import", wording, True)


def test_importing_again_doubles_nothing(wording):
    people = [Person("ada@example.com"), Person("bob@example.com")]
    import_people(default_list(), people, wording=wording)
    assert import_people(default_list(), people, wording=wording) == Imported(0, 0, 0, 0)
    assert Consent.objects.count() == 2


def test_an_import_never_overrules_a_withdrawal(wording):
    contact = contact_for("ada@example.com")
    unsubscribe(contact, "one_click")
    done = import_people(default_list(), [Person("ada@example.com")], wording=wording)
    assert (done.consented, done.withdrawn) == (0, 1)
    assert not consent_holds(contact, "newsletter")


def test_more_people_than_fit_one_statement_are_all_imported(wording):
    people = [Person(f"reader{number}@example.com") for number in range(1201)]
    assert import_people(default_list(), people, wording=wording) == Imported(1201, 1201, 1201, 0)
