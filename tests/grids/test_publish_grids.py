"""Publishing grids: no overlaps, no gaps, versions, and what follows."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from governance.codes import Level
from governance.errors import Conflict, Invalid, NotAllowed
from grids import queries
from grids.actions import AreaFile, GridsUnsound, import_areas, publish_grids
from grids.models import Grid, Publication
from tests.grids.ground import (
    BOB,
    CAROL,
    DISTRICT,
    EIGHT,
    FOUR,
    NOON,
    ONE,
    REGISTRAR,
    TWO,
    area,
    draw,
    entries,
    feature,
    found,
    geojson,
    import_communities,
    later,
    middle,
    publish,
    ring,
)  # fmt: skip

pytestmark = pytest.mark.django_db


def in_force() -> list[str]:
    return list(queries.current_grids().order_by("code").values_list("code", flat=True))


def test_drafts_are_in_force_once_published(tmp_path: Path) -> None:
    import_communities(tmp_path)
    draw(tmp_path, EIGHT)
    assert in_force() == []
    done = publish()
    assert in_force() == sorted(EIGHT)
    assert done.redrawn is not None
    assert (done.redrawn.version, len(done.added)) == (1, 8)
    (publication,) = Publication.objects.all()
    assert (publication.district, publication.version, publication.grids) == (DISTRICT, 1, 8)
    (entry,) = entries("grid.published")
    assert (entry.chain, entry.object_id, entry.detail["opened"]) == (DISTRICT, f"{DISTRICT}/1", 8)


def test_publishing_again_changes_and_records_nothing(tmp_path: Path) -> None:
    found(tmp_path)
    stamp = queries.editions()
    draw(tmp_path, EIGHT)
    done = publish(at=later())
    assert (done.redrawn, Publication.objects.count(), len(entries("grid.published"))) == (None, 1, 1)
    assert queries.editions() == stamp


def test_b8_an_overlap_is_refused_with_its_pair_and_square_metres(tmp_path: Path) -> None:
    import_communities(tmp_path)
    draw(tmp_path, FOUR | {f"{ONE}001": ring(0, 0, 1.1, 1)})
    with pytest.raises(GridsUnsound) as refused:
        publish()
    payload = refused.value.payload()
    (overlap,) = payload["overlaps"]
    assert overlap[:2] == [f"{ONE}001", f"{ONE}002"]
    assert overlap[2] == pytest.approx(113_800, rel=0.01)  # a tenth of a square of 1,028 m by 1,107 m
    assert f"{ONE}001" in payload["message"]
    assert in_force() == []
    assert entries("grid.published") == []


def test_b8_a_gap_is_refused_with_its_community_and_square_metres(tmp_path: Path) -> None:
    import_communities(tmp_path)
    draw(tmp_path, {code: rings for code, rings in EIGHT.items() if code != f"{TWO}004"})
    with pytest.raises(GridsUnsound) as refused:
        publish()
    (gap,) = refused.value.payload()["gaps"]
    assert gap[0] == TWO
    assert gap[1] == pytest.approx(1_138_000, rel=0.01)
    assert queries.locate(lon=gap[2], lat=gap[3]).code == TWO
    assert in_force() == []


def test_b8_a_sliver_up_to_the_tolerance_is_let_through_and_a_larger_one_is_not(tmp_path: Path) -> None:
    import_communities(tmp_path)
    sliver = ring(0, 0, 1 + 1e-5, 1)  # a centimetre wide, a kilometre long: 11.4 m2
    draw(tmp_path, FOUR | {f"{ONE}001": sliver})
    with pytest.raises(GridsUnsound):
        publish(tolerance_m2=11.0)
    assert publish(tolerance_m2=12.0).redrawn is not None


def write_past_the_action(grid: Grid) -> None:
    with transaction.atomic():
        grid.save(force_insert=True)
        connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_b8_the_database_refuses_an_overlap_written_past_the_action(tmp_path: Path) -> None:
    found(tmp_path)
    with pytest.raises(IntegrityError, match="overlap by 284"):
        write_past_the_action(Grid(code=f"{ONE}009", name="越界", community_id=ONE, area=area(0.5, 0.5), valid_from=NOON))
    write_past_the_action(Grid(code=f"{ONE}009", name="相邻", community_id=ONE, area=area(0, 2), valid_from=NOON))


def test_what_was_published_cannot_be_changed_or_deleted(tmp_path: Path) -> None:
    found(tmp_path)
    grids = Grid.objects.filter(code=f"{ONE}001")
    for forbidden in (lambda: grids.update(area=area(0, 0, 0.5, 1)), lambda: grids.update(valid_from=later()), grids.delete):
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
            forbidden()
    grids.update(valid_to=later())
    with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
        grids.update(valid_to=None)


def test_two_versions_of_a_code_never_hold_at_the_same_time(tmp_path: Path) -> None:
    found(tmp_path)
    with pytest.raises(IntegrityError, match="one_grid_version_at_a_time"), transaction.atomic():
        Grid.objects.create(
            code=f"{ONE}001", name="旧", community_id=ONE, area=area(0, 0), valid_from=NOON - timedelta(days=2), valid_to=later()
        )
    Grid.objects.create(code=f"{ONE}001", name="旧", community_id=ONE, area=area(0, 0), valid_from=NOON - timedelta(days=2), valid_to=NOON)


def test_a_redrawn_grid_ends_the_version_it_replaces_and_keeps_it_as_history(tmp_path: Path) -> None:
    found(tmp_path)
    draw(tmp_path, {f"{ONE}001": ring(0, 0, 0.5, 1), f"{ONE}002": ring(0.5, 0, 1.5, 1)})
    done = publish(at=later())
    assert done.redrawn is not None
    assert (done.redrawn.version, done.replaced, done.added) == (2, (f"{ONE}001", f"{ONE}002"), ())
    new, old = queries.versions_of(code=f"{ONE}001")
    assert (old.valid_to, new.valid_from, new.valid_to) == (later(), later(), None)
    assert len(in_force()) == 8
    point = middle(0.3, 0)
    assert queries.locate(lon=point[0], lat=point[1]).code == f"{ONE}002"


def test_renumbered_grids_end_those_whose_ground_they_cover(tmp_path: Path) -> None:
    found(tmp_path)
    draw(tmp_path, {f"{ONE}011": ring(0, 0, 2, 1), f"{ONE}012": ring(0, 1, 2, 1)})
    done = publish(at=later())
    assert done.redrawn is not None
    assert done.redrawn.ended == tuple(sorted(FOUR))
    assert in_force() == [f"{ONE}011", f"{ONE}012", *(code for code in sorted(EIGHT) if code.startswith(TWO))]


def test_a_draft_that_takes_a_part_of_a_neighbour_only_is_an_overlap(tmp_path: Path) -> None:
    found(tmp_path)
    draw(tmp_path, {f"{ONE}001": ring(0, 0, 1.2, 1)})
    with pytest.raises(GridsUnsound) as refused:
        publish(at=later())
    assert refused.value.payload()["overlaps"][0][:2] == [f"{ONE}001", f"{ONE}002"]


def test_a_community_without_grids_is_told_and_not_refused(tmp_path: Path) -> None:
    import_communities(tmp_path)
    draw(tmp_path, FOUR)
    done = publish()
    assert done.soundness is not None
    assert done.soundness.ungridded == (TWO,)


def test_holes_between_grids_are_found_where_the_community_has_no_outline(tmp_path: Path) -> None:
    frame = {"type": "Polygon", "coordinates": [ring(0, 0, 3, 3), ring(1, 1)[::-1]]}
    path = geojson(tmp_path, [feature(f"{ONE}001", "环", frame)])
    import_areas(actor=REGISTRAR, at=NOON, file=AreaFile(path, Level.GRID, create_communities=True))
    with pytest.raises(GridsUnsound) as refused:
        publish()
    payload = refused.value.payload()
    assert [gap[0] for gap in payload["gaps"]] == [ONE]
    assert payload["unchecked"] == [ONE]


def test_ground_that_a_neighbours_grid_covers_is_no_gap_and_is_told_as_beyond(tmp_path: Path) -> None:
    import_communities(tmp_path)
    draw(tmp_path, EIGHT | {f"{ONE}002": ring(1, 0, 1.2, 1), f"{TWO}001": ring(2.2, 0, 0.8, 1)})
    done = publish()
    assert done.soundness is not None
    assert [patch.code for patch in done.soundness.beyond] == [f"{ONE}002"]


def test_a_gap_that_a_shrunken_neighbour_leaves_is_found(tmp_path: Path) -> None:
    import_communities(tmp_path)
    draw(tmp_path, EIGHT | {f"{ONE}002": ring(1, 0, 1.2, 1), f"{TWO}001": ring(2.2, 0, 0.8, 1)})
    publish()
    draw(tmp_path, {f"{ONE}002": ring(1, 0, 1, 1)})
    with pytest.raises(GridsUnsound) as refused:
        publish(at=later())
    assert [gap[0] for gap in refused.value.payload()["gaps"]] == [TWO]


def test_two_grids_of_one_publication_written_past_the_action_are_asked_too(tmp_path: Path) -> None:
    import_communities(tmp_path)
    draw(tmp_path, {f"{ONE}001": ring(0, 0), f"{ONE}002": ring(0.5, 0)})
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="overlap by"), transaction.atomic():
        Grid.objects.update(valid_from=NOON)


def test_a_community_inside_another_is_no_hole_of_it(tmp_path: Path) -> None:
    frame = {"type": "Polygon", "coordinates": [ring(0, 0, 3, 3), ring(1, 1)[::-1]]}
    path = geojson(tmp_path, [feature(f"{ONE}001", "环", frame), feature(f"{TWO}001", "心", ring(1, 1))])
    import_areas(actor=REGISTRAR, at=NOON, file=AreaFile(path, Level.GRID, create_communities=True))
    done = publish()
    assert done.soundness is not None
    assert done.soundness.unchecked == (ONE, TWO)


def test_a_dry_run_tells_and_changes_nothing(tmp_path: Path) -> None:
    import_communities(tmp_path)
    draw(tmp_path, EIGHT)
    assert len(publish(dry_run=True).added) == 8
    assert (in_force(), Publication.objects.count(), entries("grid.published")) == ([], 0, [])
    assert len(publish().added) == 8


def test_publishing_is_for_those_who_keep_the_map_of_the_area(tmp_path: Path) -> None:
    import_communities(tmp_path)
    draw(tmp_path, EIGHT)
    for stranger in (CAROL, BOB):
        with pytest.raises(NotAllowed):
            publish_grids(actor=stranger, at=NOON, code=DISTRICT)
    assert in_force() == []


def test_a_version_cannot_end_before_it_began(tmp_path: Path) -> None:
    found(tmp_path)
    draw(tmp_path, {f"{ONE}001": ring(0, 0, 0.5, 1), f"{ONE}002": ring(0.5, 0, 1.5, 1)})
    with pytest.raises(Conflict):
        publish(at=NOON)


@pytest.mark.parametrize("tolerance", [float("nan"), -1.0, float("inf"), 1e9])
def test_a_tolerance_that_would_let_everything_through_is_refused(tmp_path: Path, tolerance: float) -> None:
    import_communities(tmp_path)
    draw(tmp_path, FOUR | {f"{ONE}001": ring(0, 0, 1.1, 1)})
    with pytest.raises(Invalid):
        publish(tolerance_m2=tolerance)
