"""The ground: neighbourhoods that tile an invented island, grouped into districts.

Seeds are scattered thickly in the city and towns and thinly between them; each seed owns the
ground nearest to it. Every shared edge is drawn once, with the same bends for both neighbours,
so the pieces tile without gaps or overlaps. The coast is made by seeds mirrored out to sea.
"""

from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import Voronoi, cKDTree
from shapely.geometry import Point, Polygon

from headwater.loamshire import names
from headwater.loamshire.streams import BoolArray, FloatArray, IntArray, stream

# The middle of the island: open sea, about 150 km off any coast. Kilometres to a degree there.
CENTRE_LON, CENTRE_LAT = 1.3, 54.6
KM_PER_DEGREE_LAT = 111.32
TRACE = 1e-5
"""By how much one cell outweighs the next where a district is cut into neighbourhoods."""
KM_PER_DEGREE_LON = KM_PER_DEGREE_LAT * float(np.cos(np.radians(CENTRE_LAT)))

CITY_KIND, TOWN_KIND, SMALL_TOWN_KIND, RURAL_KIND = range(4)
CITY_DISTRICT = len(names.TOWNS)
CELLS_IN_CITY, CELLS_IN_TOWN, CELLS_IN_SMALL_TOWN, RURAL_CELLS = 104, 23, 6, 98
CITY_RADIUS_KM, TOWN_RADIUS_KM, SMALL_TOWN_RADIUS_KM = 5.2, 2.4, 1.1
ISLAND_RADIUS_KM = 25.0
CELLS_IN_MSOA, CELLS_IN_WARD = 5.0, 3.7
MSOA_SPLITS, MSOA_MERGES = 7, 4
FORCE_AREA_CODE = "Z99P00001"
REGION_CODE = "Z99R00001"


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """The smallest pieces, before they are grouped into neighbourhoods of either vintage."""

    xy_km: FloatArray  # (cells, 2), kilometres from the middle of the island
    kind: IntArray
    centrality: FloatArray  # 1 at the middle of its town, 0 at the edge and in the country
    district: IntArray
    msoa: IntArray
    ward: IntArray
    polygons: tuple[Polygon, ...]  # WGS84
    neighbours: csr_matrix  # 1 where two cells share an edge


@dataclass(frozen=True, slots=True, eq=False)
class Neighbourhoods:
    """One vintage of LSOAs, in code order."""

    vintage: str
    codes: tuple[str, ...]
    names: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    of_cell: IntArray
    polygons: tuple[Polygon, ...]

    @property
    def first_cell(self) -> IntArray:
        """One cell of each neighbourhood, to look up what all its cells share."""
        return np.array([cells[0] for cells in self.cells], dtype=np.int64)

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One line of the register of changes between the vintages, as positions in each."""

    old: int
    new: int
    change: str


@dataclass(frozen=True, slots=True, eq=False)
class Geography:
    """The whole county: ground, both vintages of LSOAs, and the areas above them."""

    ground: Ground
    lsoa21: Neighbourhoods
    lsoa11: Neighbourhoods
    changes: tuple[ChangeRow, ...]
    ward_names: tuple[str, ...]
    msoa_names: tuple[str, ...]

    @property
    def district(self) -> IntArray:
        """District of each 2021 LSOA."""
        return self.ground.district[self.lsoa21.first_cell]

    @property
    def msoa(self) -> IntArray:
        """MSOA of each 2021 LSOA."""
        return self.ground.msoa[self.lsoa21.first_cell]

    @property
    def ward(self) -> IntArray:
        """Ward of each 2021 LSOA."""
        return self.ground.ward[self.lsoa21.first_cell]

    @property
    def kind(self) -> IntArray:
        """City, town, small town or rural, for each 2021 LSOA."""
        return self.ground.kind[self.lsoa21.first_cell]

    @property
    def centrality(self) -> FloatArray:
        """How near the middle of its town each 2021 LSOA lies."""
        return self.ground.centrality[self.lsoa21.first_cell]

    @property
    def xy_km(self) -> FloatArray:
        """The seed of each 2021 LSOA, kilometres from the middle of the island."""
        return self.ground.xy_km[self.lsoa21.first_cell]

    @property
    def neighbours(self) -> csr_matrix:
        """1 where two 2021 LSOAs share an edge."""
        member = csr_matrix(
            (np.ones(len(self.lsoa21.of_cell)), (self.lsoa21.of_cell, range(len(self.ground.kind))))
        )
        touching = (member @ self.ground.neighbours @ member.T).tocsr()
        touching.setdiag(0)
        touching.eliminate_zeros()
        return csr_matrix(touching)


def district_code(at: int) -> str:
    """Code of a district by position."""
    return f"Z99D{at + 1:05d}"


def partnership_code(at: int) -> str:
    """Code of the community safety partnership of a district."""
    return f"Z99C{at + 1:05d}"


def msoa_code(at: int) -> str:
    """Code of a middle-layer area by position."""
    return f"Z99M{at + 1:05d}"


def ward_code(at: int) -> str:
    """Code of a ward by position."""
    return f"Z99W{at + 1:05d}"


def to_lonlat(xy_km: FloatArray) -> FloatArray:
    """Kilometres from the middle of the island to degrees, rounded to about 10 cm."""
    scale = np.array([1 / KM_PER_DEGREE_LON, 1 / KM_PER_DEGREE_LAT])
    return np.asarray(np.round(np.array([CENTRE_LON, CENTRE_LAT]) + xy_km * scale, 6))


def build_geography(seed: int) -> Geography:
    """The county's ground and areas for a seed."""
    rng = stream(seed, "geography")
    outline = _outline(rng)
    centres = _town_centres(rng, outline)
    xy, kind, centrality = _scatter(rng, outline, centres)
    polygons, neighbours = _tile(rng, xy, outline)
    district = _districts(xy, kind, neighbours, centres)
    msoa = _groups(neighbours, district, size=CELLS_IN_MSOA)
    ward = _groups(neighbours, district, size=CELLS_IN_WARD)
    ground = Ground(xy, kind, centrality, district, msoa, ward, polygons, neighbours)
    lsoa11, lsoa21, changes = _vintages(rng, ground)
    return Geography(
        ground=ground,
        lsoa21=lsoa21,
        lsoa11=lsoa11,
        changes=changes,
        ward_names=tuple(names.settlements(rng, int(ward.max()) + 1)),
        msoa_names=_msoa_names(district, msoa),
    )


def _outline(rng: np.random.Generator) -> Polygon:
    """A rounded island with a bay or two."""
    angle = np.linspace(0, 2 * np.pi, 360, endpoint=False)
    radius = np.ones_like(angle)
    for wave in range(2, 9):
        radius += rng.normal(0, 0.13 / wave**0.8) * np.cos(wave * angle + rng.uniform(0, 2 * np.pi))
    bay = rng.uniform(0, 2 * np.pi)
    radius -= 0.22 * np.exp(-(np.angle(np.exp(1j * (angle - bay))) ** 2) / 0.03)
    x = 1.15 * radius * np.cos(angle)
    y = 0.92 * radius * np.sin(angle)
    shape = Polygon(np.column_stack([x, y]))
    grow = ISLAND_RADIUS_KM / np.sqrt(shape.area / np.pi)
    return Polygon(np.column_stack([x, y]) * grow)


def _town_centres(rng: np.random.Generator, outline: Polygon) -> FloatArray:
    """Six main towns in a ring, the city inside it, and then two small towns for each district."""
    core = outline.buffer(-4.0)
    start = rng.uniform(0, 2 * np.pi)
    centres = [rng.uniform(-4, 4, 2)]
    for at in range(len(names.TOWNS)):
        angle = start + 2 * np.pi * (at + rng.uniform(-0.12, 0.12)) / len(names.TOWNS)
        reach = rng.uniform(14.5, 18.0)
        point = np.array([np.cos(angle), np.sin(angle)]) * reach
        while not core.contains(Point(point)):
            point = point * 0.95
        centres.append(point)
    towns = centres[1:] + centres[:1]
    while len(towns) < CITY_DISTRICT + 1 + 2 * len(names.TOWNS):
        tries = _inside(rng, core, 60)
        gaps = cKDTree(np.array(towns)).query(tries)[0]
        near_city = np.hypot(*(tries - centres[0]).T) < CITY_RADIUS_KM + 4
        towns.append(tries[int(np.argmax(np.where(near_city, 0, gaps)))])
    return np.array(towns)


def _inside(rng: np.random.Generator, shape: Polygon, count: int) -> FloatArray:
    west, south, east, north = shape.bounds
    found = np.empty((0, 2))
    while len(found) < count:
        tries = np.column_stack(
            [rng.uniform(west, east, 4 * count), rng.uniform(south, north, 4 * count)]
        )
        found = np.vstack([found, tries[shapely.contains_xy(shape, tries[:, 0], tries[:, 1])]])
    return found[:count]


def _scatter(
    rng: np.random.Generator, outline: Polygon, centres: FloatArray
) -> tuple[FloatArray, IntArray, FloatArray]:
    """Seeds of all cells with their kind and how central they are."""
    seeds: list[FloatArray] = []
    kinds: list[int] = []
    central: list[float] = []
    for at, centre in enumerate(centres):
        kind, radius, count = _town_size(at)
        placed = _spread(rng, centre=centre, radius=radius, count=count)
        seeds += list(placed)
        kinds += [kind] * count
        central += list(np.clip(1 - np.hypot(*(placed - centre).T) / radius, 0, 1))
    shore = outline.buffer(-0.9)
    for _ in range(RURAL_CELLS):
        tries = _inside(rng, shore, 30)
        gaps = cKDTree(np.array(seeds)).query(tries)[0]
        seeds.append(tries[int(np.argmax(gaps))])
        kinds.append(RURAL_KIND)
        central.append(0.0)
    return np.array(seeds), np.array(kinds, dtype=np.int64), np.array(central)


def _town_size(at: int) -> tuple[int, float, int]:
    if at == CITY_DISTRICT:
        return CITY_KIND, CITY_RADIUS_KM, CELLS_IN_CITY
    if at < CITY_DISTRICT:
        return TOWN_KIND, TOWN_RADIUS_KM, CELLS_IN_TOWN
    return SMALL_TOWN_KIND, SMALL_TOWN_RADIUS_KM, CELLS_IN_SMALL_TOWN


def _spread(
    rng: np.random.Generator, *, centre: FloatArray, radius: float, count: int
) -> FloatArray:
    """Seeds around a centre, evenly spaced for how far out they are, thicker in the middle."""
    placed = [centre]
    while len(placed) < count:
        reach = radius * rng.random(25) ** 0.62
        angle = rng.uniform(0, 2 * np.pi, 25)
        tries = centre + np.column_stack([reach * np.cos(angle), reach * np.sin(angle)])
        gaps = cKDTree(np.array(placed)).query(tries)[0] / (0.35 + reach / radius)
        placed.append(tries[int(np.argmax(gaps))])
    return np.array(placed)


def _tile(
    rng: np.random.Generator, xy: FloatArray, outline: Polygon
) -> tuple[tuple[Polygon, ...], csr_matrix]:
    """Each seed's ground, with bends in every edge, and who touches whom."""
    land = len(xy)
    sea = _mirrored(xy, outline)
    far = 140 * np.array([[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, 1], [1, -1], [-1, -1]])
    diagram = Voronoi(np.vstack([xy, sea, far]))
    corners = to_lonlat(diagram.vertices)
    edges: list[dict[int, list[tuple[int, FloatArray]]]] = [{} for _ in range(land)]
    pairs: list[tuple[int, int]] = []
    for (one, two), (start, end) in zip(diagram.ridge_points, diagram.ridge_vertices, strict=True):
        if min(one, two) >= land:
            continue
        bends = _bends(
            rng,
            ends=(diagram.vertices[start], diagram.vertices[end]),
            seeds=(diagram.points[one], diagram.points[two]),
            coast=max(one, two) >= land,
        )
        line = np.vstack([corners[start], to_lonlat(bends), corners[end]])
        for cell in (one, two):
            if cell < land:
                edges[cell].setdefault(start, []).append((end, line))
                edges[cell].setdefault(end, []).append((start, line[::-1]))
        if max(one, two) < land:
            pairs.append((int(one), int(two)))
    both = np.array(pairs + [(two, one) for one, two in pairs])
    touching = csr_matrix((np.ones(len(both)), (both[:, 0], both[:, 1])), shape=(land, land))
    return tuple(_ring(around) for around in edges), touching


def _mirrored(xy: FloatArray, outline: Polygon) -> FloatArray:
    """Seeds in the sea: each seed near the coast seen in the mirror of the coast."""
    dense = shapely.segmentize(outline.exterior, 0.25)
    shore = np.asarray(dense.coords)[:-1]
    distances, positions = cKDTree(shore).query(xy)
    gap, nearest = np.asarray(distances), np.asarray(positions)
    close = gap < 9.0
    mirrored = 2 * shore[nearest[close]] - xy[close]
    outside = ~shapely.contains_xy(outline, mirrored[:, 0], mirrored[:, 1])
    # A wall of seeds well off shore stops the ground of far headlands from running out to sea.
    wall = np.asarray(shapely.segmentize(outline.buffer(5.0).exterior, 2.0).coords)[:-1]
    return np.vstack([mirrored[outside], wall])


def _bends(
    rng: np.random.Generator,
    *,
    ends: tuple[FloatArray, FloatArray],
    seeds: tuple[FloatArray, FloatArray],
    coast: bool,
) -> FloatArray:
    """Points that make a straight edge look like a lane or a beck.

    A bend stays inside the triangles that the edge makes with the seeds on either side. These
    triangles do not overlap for different edges, so bent edges never cross.
    """
    start, end = ends
    along = end - start
    length = float(np.hypot(*along))
    count = int(np.clip(length / 0.22, 0, 14))
    if count == 0 or length < 1e-9:
        return np.empty((0, 2))
    at = np.arange(1, count + 1) / (count + 1)
    across = np.array([-along[1], along[0]]) / length
    height = abs(float((seeds[0] - start) @ across))
    foot = float((seeds[0] - start) @ along) / length**2
    room = np.full(count, np.inf)
    if foot > 0:
        room = np.minimum(room, height * at / foot)
    if foot < 1:
        room = np.minimum(room, height * (1 - at) / (1 - foot))
    walk = np.cumsum(rng.normal(0, 1, count + 1))
    bridge = walk[:-1] - at * walk[-1]
    size = (0.42 if coast else 0.30) * length / np.sqrt(count + 1) / 2
    offset = np.clip(bridge * size, -0.45 * room, 0.45 * room)
    return np.asarray(start + at[:, None] * along + offset[:, None] * across)


def _ring(around: dict[int, list[tuple[int, FloatArray]]]) -> Polygon:
    """Walk the edges of one cell back to the start."""
    first = here = min(around)
    before = -1
    points: list[FloatArray] = []
    while True:
        onward = [step for step in around[here] if step[0] != before] or around[here]
        before, (here, line) = here, onward[0]
        points.append(line[:-1])
        if here == first:
            break
    return Polygon(shapely.orient_polygons(Polygon(np.vstack(points))))


def _districts(
    xy: FloatArray, kind: IntArray, neighbours: csr_matrix, centres: FloatArray
) -> IntArray:
    """Each cell goes to the main town that is nearest by land; the city is its own."""
    rows, columns = neighbours.nonzero()
    outside = (kind[rows] != CITY_KIND) & (kind[columns] != CITY_KIND)
    rows, columns = rows[outside], columns[outside]
    steps = np.hypot(*(xy[rows] - xy[columns]).T)
    graph = csr_matrix((steps, (rows, columns)), shape=neighbours.shape)
    heads = np.asarray(cKDTree(xy).query(centres[: len(names.TOWNS)])[1])
    reach, _, source = dijkstra(graph, indices=heads, min_only=True, return_predecessors=True)
    district = np.full(len(xy), CITY_DISTRICT, dtype=np.int64)
    for at, head in enumerate(heads):
        district[np.isfinite(reach) & (source == head)] = at
    return district


def _groups(neighbours: csr_matrix, district: IntArray, *, size: float) -> IntArray:
    """Number touching cells into groups of about one size that never straddle a district."""
    group = np.full(len(district), -1, dtype=np.int64)
    used = 0
    for at in range(int(district.max()) + 1):
        members = np.flatnonzero(district == at)
        inner = neighbours[members][:, members].toarray()
        parts = max(1, round(len(members) / size))
        local = np.zeros(len(members), dtype=np.int64)
        _halve(inner, np.arange(len(members)), parts, local)
        local = _joined(inner, local)
        group[members] = used + local
        used += int(local.max()) + 1
    return group


def _halve(touching: FloatArray, members: IntArray, parts: int, out: IntArray) -> None:
    """Cut a set of cells in two along its weakest seam, again and again (Fiedler's vector)."""
    if parts <= 1:
        return
    inner = touching[np.ix_(members, members)]
    # Where cells lie evenly several seams are equally weak, and machines would choose among them
    # by their last digits. So each cell weighs a trace more than the one before.
    trace = np.diag(TRACE * np.arange(len(members)))
    laplacian = np.diag(inner.sum(axis=1)) - inner + trace
    seam = np.linalg.eigh(laplacian)[1][:, 1]
    # The sign of an eigenvector is arbitrary and differs between machines.
    seam = seam * np.sign(seam[np.argmax(np.abs(seam))])
    left_parts = parts // 2
    order = np.argsort(np.round(seam, 9), kind="stable")
    cut = round(len(members) * left_parts / parts)
    left, right = members[order[:cut]], members[order[cut:]]
    out[right] = int(out.max()) + 1
    _halve(touching, left, left_parts, out)
    _halve(touching, right, parts - left_parts, out)


def _joined(touching: FloatArray, group: IntArray) -> IntArray:
    """Give stray pieces of a group to the neighbour they share most edges with; renumber."""
    group = group.copy()
    for _ in range(len(group)):
        stray = _stray_cell(touching, group)
        if stray is None:
            break
        near = np.bincount(group, weights=touching[stray], minlength=int(group.max()) + 1)
        near[group[stray]] = 0
        group[stray] = int(np.argmax(near))
    return np.asarray(np.unique(group, return_inverse=True)[1], dtype=np.int64)


def _stray_cell(touching: FloatArray, group: IntArray) -> int | None:
    for at in np.unique(group):
        members = np.flatnonzero(group == at)
        count, part = connected_components(csr_matrix(touching[np.ix_(members, members)]))
        if count > 1:
            smallest = int(np.argmin(np.bincount(part)))
            pieces = members[part == smallest]
            elsewhere = touching[pieces][:, group != at].sum(axis=1)
            return int(pieces[int(np.argmax(elsewhere))])
    return None


def _msoa_names(district: IntArray, msoa: IntArray) -> tuple[str, ...]:
    found: list[str] = []
    counts = dict.fromkeys(range(len(names.DISTRICTS)), 0)
    for at in range(int(msoa.max()) + 1):
        home = int(district[np.flatnonzero(msoa == at)[0]])
        counts[home] += 1
        found.append(f"{names.DISTRICTS[home]} {counts[home]:03d}")
    return tuple(found)


@dataclass(slots=True)
class _Draft:
    """Which cells make one area in a vintage, and the code it keeps or gets."""

    cells: tuple[int, ...]
    kept_from: int = -1  # position among the 2011 drafts when unchanged


def _vintages(
    rng: np.random.Generator, ground: Ground
) -> tuple[Neighbourhoods, Neighbourhoods, tuple[ChangeRow, ...]]:
    """The 2011 and 2021 LSOAs: mostly the same, some split, merged or redrawn."""
    joined11, joined21 = _redrawn(rng, ground)
    old = _drafts(ground, joined11)
    new = _drafts(ground, joined21)
    old_at = {draft.cells: at for at, draft in enumerate(old)}
    for draft in new:
        draft.kept_from = old_at.get(draft.cells, -1)
    new.sort(key=lambda draft: (draft.kept_from < 0, draft.kept_from, draft.cells))
    old_codes = [f"Z99L{at + 1:05d}" for at in range(len(old))]
    fresh = len(old)
    new_codes: list[str] = []
    for draft in new:
        if draft.kept_from >= 0:
            new_codes.append(old_codes[draft.kept_from])
        else:
            fresh += 1
            new_codes.append(f"Z99L{fresh:05d}")
    letters: dict[int, int] = {}
    old_names = [_lettered(ground, draft, letters) for draft in old]
    new_names = [
        old_names[draft.kept_from] if draft.kept_from >= 0 else _lettered(ground, draft, letters)
        for draft in new
    ]
    lsoa11 = _neighbourhoods("2011", old, old_codes, old_names, ground)
    lsoa21 = _neighbourhoods("2021", new, new_codes, new_names, ground)
    return lsoa11, lsoa21, _changes(lsoa11, lsoa21)


def _redrawn(
    rng: np.random.Generator, ground: Ground
) -> tuple[list[tuple[int, ...]], list[tuple[int, ...]]]:
    """Sets of cells that were one area in 2011, and sets that are one area in 2021."""
    busy: set[int] = set()
    joined11: list[tuple[int, ...]] = []
    joined21: list[tuple[int, ...]] = []
    for at, msoa in enumerate(rng.permutation(int(ground.msoa.max()) + 1)):
        members = np.flatnonzero(ground.msoa == msoa)
        chain = _chain(ground.neighbours, members)
        if len(chain) < 3 or any(cell in busy for cell in chain):
            continue
        busy.update(chain)
        if at == 0:
            joined11.append(chain)
        elif len(joined11) < MSOA_SPLITS:
            joined11.append(chain[:2])
        elif len(joined21) < MSOA_MERGES:
            joined21.append(chain[:2])
        else:
            # Irregular: the middle piece moves from one neighbour to the other.
            joined11.append(chain[:2])
            joined21.append(chain[1:])
            break
    return joined11, joined21


def _chain(neighbours: csr_matrix, members: IntArray) -> tuple[int, ...]:
    """Three cells in a row, each touching the next, or fewer if there is no such row."""
    inside = {int(cell) for cell in members}
    for one in members:
        for two in neighbours[one].indices:
            for three in neighbours[two].indices:
                if {int(two), int(three)} <= inside and three != one:
                    return int(one), int(two), int(three)
    return ()


def _drafts(ground: Ground, joined: list[tuple[int, ...]]) -> list[_Draft]:
    taken = {cell for cells in joined for cell in cells}
    sets = [tuple(sorted(cells)) for cells in joined]
    sets += [(cell,) for cell in range(len(ground.kind)) if cell not in taken]
    sets.sort(key=lambda cells: (int(ground.msoa[cells[0]]), cells))
    return [_Draft(cells) for cells in sets]


def _lettered(ground: Ground, draft: _Draft, letters: dict[int, int]) -> str:
    """`Larkminster 004B`: the middle-layer area's name and the next free letter."""
    msoa = int(ground.msoa[draft.cells[0]])
    district = int(ground.district[draft.cells[0]])
    first = int(ground.msoa[ground.district == district].min())
    letters[msoa] = letters.get(msoa, 0) + 1
    letter = chr(ord("A") + letters[msoa] - 1)
    return f"{names.DISTRICTS[district]} {msoa - first + 1:03d}{letter}"


def _neighbourhoods(
    vintage: str, drafts: list[_Draft], codes: list[str], called: list[str], ground: Ground
) -> Neighbourhoods:
    order = np.argsort(codes)
    of_cell = np.full(len(ground.kind), -1, dtype=np.int64)
    polygons: list[Polygon] = []
    for position, at in enumerate(order):
        cells = drafts[at].cells
        of_cell[list(cells)] = position
        polygons.append(dissolved([ground.polygons[cell] for cell in cells]))
    return Neighbourhoods(
        vintage=vintage,
        codes=tuple(codes[at] for at in order),
        names=tuple(called[at] for at in order),
        cells=tuple(drafts[at].cells for at in order),
        of_cell=of_cell,
        polygons=tuple(polygons),
    )


def dissolved(pieces: list[Polygon]) -> Polygon:
    """One polygon from pieces that share edges exactly."""
    if len(pieces) == 1:
        return pieces[0]
    whole = shapely.normalize(shapely.coverage_union_all(pieces))
    if not isinstance(whole, Polygon):
        (whole,) = shapely.get_parts(whole)
    assert isinstance(whole, Polygon), "the pieces of one area touch"
    return Polygon(shapely.orient_polygons(whole))


def _changes(lsoa11: Neighbourhoods, lsoa21: Neighbourhoods) -> tuple[ChangeRow, ...]:
    pairs = sorted(set(zip(lsoa11.of_cell.tolist(), lsoa21.of_cell.tolist(), strict=True)))
    olds = np.bincount([old for old, _ in pairs])
    news = np.bincount([new for _, new in pairs])
    rows: list[ChangeRow] = []
    for old, new in pairs:
        mates_new = [new_ for old_, new_ in pairs if old_ == old]
        mates_old = [old_ for old_, new_ in pairs if new_ == new]
        tangled = any(news[mate] > 1 for mate in mates_new) and any(
            olds[mate] > 1 for mate in mates_old
        )
        rows.append(ChangeRow(old, new, _letter(olds[old] > 1, news[new] > 1, tangled=tangled)))
    return tuple(rows)


def _letter(splits: bool, merges: bool, *, tangled: bool) -> str:
    """The letter of the ONS register: X where pieces were both split off and joined."""
    if tangled:
        return "X"
    if splits:
        return "S"
    return "M" if merges else "U"


def residents_weight(ground: Ground, lsoa11: Neighbourhoods, lsoa21: Neighbourhoods) -> FloatArray:
    """How many residents a cell has beside a whole neighbourhood: less where cells are joined."""
    joined11 = np.array([len(lsoa11.cells[at]) for at in lsoa11.of_cell])
    joined21 = np.array([len(lsoa21.cells[at]) for at in lsoa21.of_cell])
    weight = np.ones(len(ground.kind))
    weight[joined11 > 1] = 0.8
    weight[joined21 > 1] = 0.5
    return weight


def near_cells(adjacency: csr_matrix, start: int, allowed: BoolArray, count: int) -> list[int]:
    """So many areas that hang together, grown outwards from one of them."""
    found = [start]
    edge = [start]
    while edge and len(found) < count:
        here = edge.pop(0)
        for near in sorted(int(at) for at in adjacency[here].indices):
            if allowed[near] and near not in found and len(found) < count:
                found.append(near)
                edge.append(near)
    return found
