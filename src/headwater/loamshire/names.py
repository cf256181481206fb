"""Names of places, streets and premises that are nowhere on a map."""

import numpy as np

CITY = "Larkminster"
TOWNS = ("Thimblewick", "Candlemere", "Quillhaven", "Wrenfold", "Mosswater", "Emberstow")
DISTRICTS = (*TOWNS, CITY)
COUNTY = "Loamshire"
FORCE = "Loamshire Constabulary"
FORCE_SLUG = "loamshire"
REGION = "North Sea Isles"

_FIRSTS = (
    "Amber", "Bramble", "Cinder", "Dapple", "Fallow", "Gannet", "Inkle", "Juniper", "Kestrel",
    "Lantern", "Marrow", "Nettle", "Otter", "Pebble", "Russet", "Saffron", "Tansy", "Umber",
    "Vesper", "Willow", "Yarrow", "Teasel", "Sorrel", "Plover", "Curlew", "Dunlin", "Tinder",
    "Bobbin", "Harrow", "Pipit", "Feather", "Copper",
)  # fmt: skip
_LASTS = ("stow", "combe", "mere", "holt", "garth", "den", "hythe", "fold", "stead", "wick")
_STREET_KINDS = (
    "Street", "Road", "Lane", "Row", "Close", "Way", "Avenue", "Walk", "Drove", "Green",
    "Terrace", "Rise", "Place", "Crescent",
)  # fmt: skip
_STREET_WORDS = (
    "Weaver", "Chandler", "Saltpan", "Orchard", "Quarry", "Beacon", "Millrace", "Ropewalk",
    "Heron", "Larch", "Rowan", "Sedge", "Bulrush", "Coppice", "Tollgate", "Granary", "Cooper",
    "Fuller", "Thatcher", "Fletcher", "Lantern", "Primrose", "Cobble", "Pump", "Chapel",
    "Windmill", "Drover", "Harbour", "Gosling", "Dovecote", "Spindle", "Tanner", "Marigold",
    "Foxglove", "Osier", "Kiln", "Anchor", "Lamplighter", "Barley", "Cockle", "Sparrow", "Loom",
    "Kettle", "Maypole", "Shuttle", "Thistle", "Bramble", "Cider", "Candle", "Bellringer", "Ferry",
    "Sluice", "Capstan", "Tiller", "Plum", "Quince", "Medlar", "Walnut", "Juniper", "Clover",
    "Haystack", "Threshing", "Saddler", "Cordwainer", "Glover", "Potter", "Brazier", "Limekiln",
    "Shingle", "Samphire", "Sandpiper", "Lapwing", "Wagtail", "Fieldfare",
)  # fmt: skip
_PUB_WORDS = (
    "Gilded", "Sleeping", "Merry", "Crooked", "Blue", "Wandering", "Silver", "Speckled", "Thirsty",
    "Quiet", "Dancing", "Scarlet", "Copper", "Patient",
)  # fmt: skip
_PUB_THINGS = (
    "Heron", "Ploughshare", "Kettle", "Badger", "Lantern", "Cockerel", "Anchor", "Hare", "Bell",
    "Otter", "Windmill", "Chandler", "Barrel", "Goose",
)  # fmt: skip
PLACE_KINDS = (
    "Supermarket", "Parking Area", "Shopping Area", "Petrol Station", "Sports/Recreation Area",
    "Park/Open Space", "Nightclub", "Hospital", "Police Station", "Pedestrian Subway",
    "Bus/Coach Station", "Further/Higher Educational Building", "Theatre/Concert Hall",
)  # fmt: skip


def settlements(rng: np.random.Generator, count: int) -> list[str]:
    """So many different names of wards and villages."""
    pool = [first + last for first in _FIRSTS for last in _LASTS if first[-1] != last[0]]
    return [pool[at] for at in rng.permutation(len(pool))[:count]]


def streets(rng: np.random.Generator) -> list[str]:
    """Every street name there is, in some order; a town takes as many as it needs."""
    pool = [f"{word} {kind}" for word in _STREET_WORDS for kind in _STREET_KINDS]
    return [pool[at] for at in rng.permutation(len(pool))]


def pubs(rng: np.random.Generator, count: int) -> list[str]:
    """Names of licensed premises, each used once."""
    pool = [f"The {word} {thing}" for word in _PUB_WORDS for thing in _PUB_THINGS]
    return [pool[at] for at in rng.permutation(len(pool))[:count]]
