"""What is asked about a place, and within which bounds."""

from sourcebook.geocoding.query import Bounds, GeocodeQuery, Parent, query_for
from sourcebook.model.place import Place
from tests.helpers import read


def ask(text: str, **others: str) -> GeocodeQuery | None:
    corpus, problems = read({f"places/{name}.yml": body for name, body in {"x": text, **others}.items()})
    assert not [problem for problem in problems if problem.code not in ("unknown-id",)]
    place = corpus.records["x"]
    assert isinstance(place, Place)
    return query_for(place, corpus)


COAST = "name: Coast\nkind: province\ncoordinates: 46, 9\naccuracy_m: 60000\n"


def test_the_name_comes_first_then_others_in_latin_script() -> None:
    question = ask("name: Torkham\nkind: crossing\ncountry: PK\nnames: [تورخم, Turkham, torkham, Torxam Świnoujście, Tor]\n")
    assert question == GeocodeQuery("x", "crossing", ("Torkham", "Turkham", "Torxam Świnoujście"), Bounds(("PK",)))
    arabic = ask("name: تورخم\nkind: crossing\ncountry: PK\nnames: [Torkham, '7', Торхам]\n")
    assert arabic and arabic.names == ("تورخم", "Torkham")


def test_what_lies_nowhere_is_not_asked_about() -> None:
    assert ask("name: X\nkind: city\n") is None
    assert ask("name: X\nkind: city\npart_of: y\n", y="name: Y\nkind: region\n") is None
    assert ask("name: X\nkind: city\npart_of: nobody\n") is None


def test_country_and_parent_come_from_the_nearest_who_has_them() -> None:
    land = "name: Land\nkind: country\ncountry: CH\ncoordinates: 47, 8\naccuracy_m: 200000\n"
    question = ask("name: X\nkind: city\npart_of: y\n", y=COAST + "part_of: z\n", z=land)
    assert question and question.bounds == Bounds(("CH",), Parent("Coast", (46.0, 9.0), 60.0))
    question = ask("name: X\nkind: city\ncountry: IT\npart_of: y\n", y="name: Y\nkind: region\npart_of: z\n", z=land)
    assert question and question.bounds == Bounds(("IT",), Parent("Land", (47.0, 8.0), 200.0))
    assert str(question.bounds) == "in IT, within 220 km of Land"


def test_of_several_parents_the_narrowest_bounds() -> None:
    question = ask("name: X\nkind: crossing\npart_of: [y, z]\n", y=COAST + "country: CH\n", z=COAST.replace("60000", "9000").replace("Coast", "Bay") + "country: IT\n")  # fmt: skip
    assert question and question.bounds == Bounds(("CH", "IT"), Parent("Bay", (46.0, 9.0), 9.0))


def test_a_circle_of_parents_ends() -> None:
    assert ask("name: X\nkind: city\npart_of: y\n", y="name: Y\nkind: region\npart_of: x\n") is None


def test_a_shape_and_a_named_precision_reach_somewhere() -> None:
    area = "name: Y\nkind: region\ngeometry: {type: LineString, coordinates: [[8, 46], [10, 46]]}\n"
    question = ask("name: X\nkind: city\npart_of: y\n", y=area)
    assert question and question.bounds.parent and abs(question.bounds.parent.reach_km - 77.4) < 0.1
    question = ask("name: X\nkind: city\npart_of: y\n", y="name: Y\nkind: region\ncoordinates: 46, 9\nprecision: district\n")
    assert question and question.bounds.parent == Parent("Y", (46.0, 9.0), 50.0)


def test_who_reaches_around_the_world_bounds_nothing() -> None:
    assert ask("name: X\nkind: city\npart_of: y\n", y=COAST.replace("60000", "4000000")) is None


def holds(parent: Parent, lat: float, lon: float) -> bool:
    west, south, east, north = parent.box
    return south <= lat <= north and west <= lon <= east


def test_boxes() -> None:
    assert Parent("Coast", (46.0, 9.0), 60.0).box == (8.1307, 45.4027, 9.8693, 46.5973)
    assert Parent("Small", (0.0, 0.0), 0.05).box == (-0.0457, -0.0457, 0.0457, 0.0457)
    # A box across the antimeridian would be read as the rest of the world.
    assert Parent("Islands", (-18.0, 179.0), 300.0).box[0::2] == (-180.0, 180.0)
    assert Parent("Pole", (89.0, 40.0), 300.0).box == (-180.0, 86.0136, 180.0, 90.0)
    assert Parent("Pole", (-89.9, 40.0), 10.0).box[0::2] == (-180.0, 180.0)
    wide = Parent("Wide", (10.0, 100.0), 3000.0)
    assert wide.box[0] > -180 and holds(wide, 10, 120) and not holds(wide, 45, 100)


def test_a_box_holds_its_circle() -> None:
    from geopy.distance import geodesic

    for lat in (-80.0, -45.0, 0.0, 34.0, 60.0, 78.0):
        for reach in (1.0, 60.0, 500.0):
            parent = Parent("A", (lat, 20.0), reach)
            for bearing in range(0, 360, 15):
                edge = geodesic(kilometers=reach + parent.slack_km * 0.99).destination((lat, 20.0), bearing)
                assert holds(parent, edge.latitude, edge.longitude), (lat, reach, bearing)
