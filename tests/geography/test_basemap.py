from itertools import pairwise

from sourcebook.geography.basemap import base_map, coarse_rings, inside, overlap


def test_the_world_is_there_with_its_origin_named() -> None:
    world = base_map()
    assert len(world.countries) > 230 and "Natural Earth" in world.source and "public domain" in world.source
    assert {"AF", "PK", "DE", "QA", "US", "XK"} <= {country.code for country in world.countries}
    for country in world.countries:
        for polygon in country.polygons:
            assert all(ring[0] == ring[-1] and len(ring) > 3 for ring in polygon.rings), country.name
    assert all(-191 <= lon <= 191 and -90 <= lat <= 90 for line in world.lines for lon, lat in line.points)


def test_land_across_the_antimeridian_goes_on_instead_of_jumping() -> None:
    for country in base_map().countries:
        for polygon in country.polygons:
            for ring in polygon.rings:
                steps = [abs(b[0] - a[0]) for a, b in pairwise(ring) if abs(a[1]) < 89]
                assert max(steps, default=0) < 90, country.name
    russia = next(country for country in base_map().countries if country.code == "RU")
    assert 189 < max(polygon.box[2] for polygon in russia.polygons) < 191  # Cape Dezhnev, at 169°39′ W
    assert inside((186.0, 66.0), russia.polygons[0].rings[0])


def test_points_lie_in_their_countries() -> None:
    for lon, lat, codes in ((69.17, 34.53, {"AF"}), (73.07, 33.69, {"PK"}), (11.58, 48.14, {"DE"}), (-30.0, 0.0, set())):
        found = {
            country.code
            for country in base_map().countries
            for polygon in country.polygons
            if sum(inside((lon, lat), ring) for ring in polygon.rings) % 2
        }
        assert found == codes


def test_borders_are_shared_and_coasts_are_not() -> None:
    lines = base_map().lines
    assert any(line.border for line in lines) and any(not line.border for line in lines)
    torkham = (71.0, 34.0, 71.2, 34.3)
    assert any(line.border and overlap(line.box, torkham) for line in lines)


def test_the_coarse_land_is_much_smaller() -> None:
    fine = sum(len(polygon.rings[0]) for country in base_map().countries for polygon in country.polygons)
    assert len(coarse_rings()) > 200 and sum(len(ring) for ring, _ in coarse_rings()) < fine / 3
