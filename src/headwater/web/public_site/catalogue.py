"""What is published as data, as a DCAT 3 catalogue in JSON-LD and as schema.org datasets."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from headwater.web.editions import files as documents
from headwater.web.editions import queries
from headwater.web.editions.models import Edition, Table
from headwater.web.partners.models import OwnerBody
from headwater.web.public_site import addresses
from headwater.web.public_site.addresses import AtRelease
from headwater.web.public_site.files import days, licence_address
from headwater.web.releases.models import Release

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA = "https://www.iana.org/assignments/media-types/"
GIVING = "https://standard.threesixtygiving.org/"
SPECIFIED = "https://www.legislation.gov.uk/id/uksi/2011/3050"
"""The order that asks for the monthly lists."""
Plain = dict[str, Any]


def catalogue(
    releases: Sequence[Release], *, grants: Sequence[Release], owner: OwnerBody | None, root: str
) -> Plain:
    """Every released edition as a dataset with its tables as distributions, and the grants."""
    publisher = _publisher(owner)
    tables = queries.tables_of(each.edition for each in releases if each.edition)
    return {
        "@context": CONTEXT,
        "@id": root + reverse("public_site:catalogue"),
        "@type": "dcat:Catalog",
        "dct:title": f"Open data of {publisher['foaf:name']}",
        "dct:language": "en",
        "dct:publisher": publisher,
        "dcat:dataset": [
            _dataset(each, tables[each.edition.pk], publisher, root)
            for each in releases
            if each.edition
        ]
        + _grants(grants, publisher, root),
        "dcat:service": {
            "@id": f"{root}/api/v1/",
            "@type": "dcat:DataService",
            "dct:title": "Open API",
            "dcat:endpointURL": {"@id": f"{root}/api/v1/"},
            "dcat:endpointDescription": {"@id": f"{root}/api/v1/openapi.json"},
        },
    }


def _publisher(owner: OwnerBody | None) -> Plain:
    name = owner.legal_name if owner else "headwater"
    return {"@type": "foaf:Agent", "foaf:name": name}


def _dataset(release: Release, tables: Sequence[Table], publisher: Plain, root: str) -> Plain:
    edition = release.edition
    assert edition is not None
    assert release.published_at is not None
    at = addresses.of(release)
    first, last = days(edition)
    return {
        "@id": root + at.edition,
        "@type": "dcat:Dataset",
        "dct:identifier": f"{release.slug}/{release.number}",
        "dct:title": release.title,
        "dct:description": edition.summary or release.title,
        "dct:issued": {"@type": "xsd:dateTime", "@value": release.published_at.isoformat()},
        "dct:publisher": publisher,
        "dct:license": {"@id": licence_address(edition)},
        "dct:spatial": {"dct:identifier": edition.area_code, "dct:title": edition.area_name},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": first,
            "dcat:endDate": last,
        },
        "dcat:version": str(release.number),
        "dcat:keyword": list(edition.facts.get("keywords", [])),
        "dcat:landingPage": {"@id": root + at.edition},
        "dcat:distribution": [
            *_tables(edition, tables, at, root),
            *_documents(edition, at, root),
        ],
    }


def _grants(releases: Sequence[Release], publisher: Plain, root: str) -> list[Plain]:
    """Grants and payments of every partnership as one dataset, where any is released.

    Its files stay at their addresses and always hold what is current; a version is kept as it is.
    """
    published = [each.published_at for each in releases if each.published_at is not None]
    if not published:
        return []
    with_grants = [each for each in releases if each.snapshot["package"]["grants"]]
    package = releases[0].snapshot["package"]
    home = {"@id": root + reverse("publishing:projects")}
    return [
        {
            **home,
            "@type": "dcat:Dataset",
            "dct:identifier": package["identifier"],
            "dct:title": "Grants and payments over £500",
            "dct:description": package["description"],
            "dct:modified": {"@type": "xsd:dateTime", "@value": max(published).isoformat()},
            "dct:publisher": publisher,
            "dct:license": {"@id": package["license"]},
            "dcat:keyword": ["grants", "spending", "360Giving"],
            "dcat:landingPage": home,
            "dcat:distribution": [
                *(_giving(package, root) if with_grants else []),
                *_lists(releases, package, root),
            ],
            "dcat:hasVersion": [
                {"@id": root + reverse("publishing:edition", args=[each.slug, each.number, "json"])}
                for each in with_grants
            ],
        }
    ]


def _giving(package: Plain, root: str) -> list[Plain]:
    """The grants in the two shapes of the 360Giving Data Standard."""
    described = root + reverse("publishing:grants", args=["csv-metadata.json"])
    address = {name: root + reverse("publishing:grants", args=[name]) for name in ("json", "csv")}
    return [
        _file("Grants as 360Giving JSON", address["json"], "application/json", package, GIVING),
        _file("Grants as 360Giving CSV", address["csv"], "text/csv", package, described),
    ]


def _lists(releases: Sequence[Release], package: Plain, root: str) -> list[Plain]:
    """The monthly lists that the law asks for."""
    found = [("Grants month by month", "publishing:months_csv")]
    if any(each.snapshot.get("spending") for each in releases):
        found.append(("Payments over £500 month by month", "publishing:spending_csv"))
    return [
        _file(title, root + reverse(route), "text/csv", package, SPECIFIED)
        for title, route in found
    ]


def _file(title: str, address: str, media: str, package: Plain, conforms_to: str) -> Plain:
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": title,
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": MEDIA + media},
        "dct:conformsTo": {"@id": conforms_to},
        "dct:license": {"@id": package["license"]},
    }


def _tables(edition: Edition, tables: Sequence[Table], at: AtRelease, root: str) -> list[Plain]:
    licence = {"@id": licence_address(edition)}
    return [
        {
            "@id": root + at.table_file(each.slug, "csv"),
            "@type": "dcat:Distribution",
            "dct:title": each.title,
            "dcat:downloadURL": {"@id": root + at.table_file(each.slug, "csv")},
            "dcat:mediaType": {"@id": f"{MEDIA}text/csv"},
            "dct:conformsTo": {"@id": root + at.table_file(each.slug, "csv-metadata.json")},
            "dct:license": licence,
        }
        for each in tables
    ]


def _documents(edition: Edition, at: AtRelease, root: str) -> list[Plain]:
    return [
        {
            "@id": root + at.document(each.name),
            "@type": "dcat:Distribution",
            "dct:title": each.words,
            "dcat:downloadURL": {"@id": root + at.document(each.name)},
            "dcat:mediaType": {"@id": MEDIA + each.content_type.partition(";")[0]},
            "dcat:byteSize": size,
        }
        for each, size in documents.documents(edition)
    ]


def schema_org(release: Release, *, root: str) -> Plain:
    """An edition as search engines for data read it."""
    edition = release.edition
    assert edition is not None
    at = addresses.of(release)
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": release.title,
        "description": edition.summary or release.title,
        "url": root + at.edition,
        "license": licence_address(edition),
        "version": str(release.number),
        "datePublished": release.published_at.date().isoformat() if release.published_at else "",
        "temporalCoverage": "/".join(days(edition)),
        "spatialCoverage": edition.area_name,
        "isAccessibleForFree": True,
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "url": root + reverse("public_site:catalogue"),
        },
    }
