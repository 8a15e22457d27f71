"""A bibliographic description by GOST 7.1-2003 (in Kazakhstan ST RK 7.1 is of the same areas): heading, title :
other information / responsibility. – edition. – place : publisher, year. – extent. – (series). – ISBN. Articles stand
with "//" before what they were printed in."""

from orda.catalog.description import Description

_DASH = " – "


def described(said: Description) -> str:
    """One line, ending with a full stop."""
    areas = [_title(said)]
    if said.host:
        areas[0] += f" // {said.host}"
        areas += [str(said.year or ""), said.host_part]
    else:
        areas += [said.edition, _imprint(said), said.extent]
        areas += [f"({one})" for one in said.series[:1]]
        areas += [f"ISBN {one}" for one in said.isbns]
    written = [area.rstrip(" .,;:") for area in areas if area.strip(" .,;:")]
    return f".{_DASH}".join(written) + "."


def heading_order(said: Description) -> tuple[str, str]:
    """Lists of literature stand by what a description begins with."""
    return (said.author or said.title).casefold(), said.title.casefold()


def _title(said: Description) -> str:
    text = f"{said.author.rstrip('.')}. " if said.author else ""
    text += said.title
    if said.subtitle:
        text += f" : {said.subtitle}"
    if said.responsibility:
        text += f" / {said.responsibility}"
    return text


def _imprint(said: Description) -> str:
    where = " : ".join(filter(None, (said.place, said.publisher)))
    return ", ".join(filter(None, (where, str(said.year or ""))))
