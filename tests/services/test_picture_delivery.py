"""What delivering the instrument in pictures asks beside what both instruments have."""

import pytest

from app.services.delivery import skip_block, take_part
from app.services.sittings import open_sitting
from app.services.variants import change_variant
from app.store.care_models import CareResponse
from tests.services.answering import answer, option

CARE = ["p6.z1", "p6.z2", "p6.z3", "p6.z4", "p6.z5", "p7.help_wish", "p8.acute"]


@pytest.fixture
def pictures(work, sitting_factory):
    """The token of somebody who answers in pictures."""
    invited = sitting_factory()
    take_part(work, open_sitting(work, invited.token), "ti", yes=True, research=False, research_care=False)
    return change_variant(work, invited.token, "pictogram")


def care_on_path(work, token):
    return [step.id for step in open_sitting(work, token).path if step.id in CARE]


def test_the_health_part_is_left_out_and_taken_up_again_as_one(work, pictures):
    skip_block(work, open_sitting(work, pictures), "p6", "ti", skip=True)
    assert care_on_path(work, pictures) == []
    assert any(step.id == "p6" for step in open_sitting(work, pictures).path)
    skip_block(work, open_sitting(work, pictures), "p6", "ti", skip=False)
    assert care_on_path(work, pictures) == CARE


def test_answers_about_health_are_kept_when_the_part_is_left_out_and_stand_in_the_care_store(work, pictures):
    answer(work, pictures, "p8.acute", option("no"))
    skip_block(work, open_sitting(work, pictures), "p6", "ti", skip=True)
    assert [row.item_id for row in work.care.query(CareResponse)] == ["p8.acute"]
    assert "p8.acute" in open_sitting(work, pictures, None).responses
