"""The proof of a definition: nothing in it may count wrongly, whatever the diary holds."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override

from orda.diary.measures import DIMENSIONS, MEASURES
from orda.reports.forms.definition import Counted, Form, Formula, Place, Ratio, Row, Section, Source, Term
from orda.reports.forms.faults import FormFault


def prove(form: Form) -> Form:
    """The form itself, if it is sound. Raises FormFault that names the row."""
    for section, row, column, place in form.places():
        source = form.cells[place]
        if isinstance(source, Counted):
            _counted(form, row, place, source)
        elif isinstance(source, Formula | Ratio):
            _formula(form, row, place, source)
        if column.of_which_of and section.column(column.of_which_of) in (None, column):
            _refuse(form, place, _("there is no column “%(code)s”") % {"code": column.of_which_of})
        _parent(form, section, row, place)
    _no_circles(form)
    for section in form.sections:
        _controls(form, section)
    return form


def _refuse(form: Form, place: Place, fault: str) -> None:
    told = _("section %(section)s, row %(row)s, column “%(column)s”") % vars(place)
    raise FormFault(file=form.file, place=told, fault=fault)


def _counted(form: Form, row: Row, place: Place, source: Counted) -> None:
    if row.unit not in form.units:
        _refuse(form, place, _("there is no unit “%(unit)s”") % {"unit": row.unit})
    for term in source.terms:
        _term(form, place, term)
        unit = _unit_of(term)
        if unit != row.unit:
            told = {"measure": term.measure, "unit": unit, "row": row.unit}
            _refuse(form, place, _("“%(measure)s” counts %(unit)s, the row %(row)s") % told)


def _term(form: Form, place: Place, term: Term) -> None:
    measure = MEASURES.get(term.measure)
    if measure is None:
        _refuse(form, place, _("there is no measure “%(measure)s”") % {"measure": term.measure})
        return
    for key, values in term.where.items():
        told = {"measure": term.measure, "key": key}
        if key not in measure.dimensions:
            _refuse(form, place, _("“%(measure)s” is not told apart by “%(key)s”") % told)
        known = DIMENSIONS[key].values
        if known is None:
            _refuse(
                form,
                place,
                _("the values of “%(key)s” are the library's own: no form may rest on them") % told,
            )
        strange = sorted(values - set(known or ()))
        if strange:
            _refuse(form, place, _("“%(key)s” has no value “%(value)s”") % {"key": key, "value": strange[0]})
        if not values:
            _refuse(
                form,
                place,
                _("row and column want different values of “%(key)s”: nothing can be both") % told,
            )


def _unit_of(term: Term) -> str:
    """The unit's own name, in no language."""
    with override(None):
        return str(MEASURES[term.measure].unit)


def _formula(form: Form, row: Row, place: Place, source: Formula | Ratio) -> None:
    if row.unit not in form.units:
        _refuse(form, place, _("there is no unit “%(unit)s”") % {"unit": row.unit})
    for operand in source.operands:
        section = form.section(operand.section)
        other = section.row(operand.row) if section else None
        if section is None or other is None or section.column(operand.column) is None:
            _refuse(form, place, _("there is no cell %(cell)s") % {"cell": operand})
            return
        if isinstance(source, Ratio):
            continue
        if other.unit != row.unit:
            told = {"cell": operand, "unit": other.unit, "row": row.unit}
            _refuse(form, place, _("cell %(cell)s counts %(unit)s, the row %(row)s") % told)
        if operand in source.plus and len(source.plus) > 1 and _inside(section, other, operand, place):
            _refuse(form, place, _("cell %(cell)s is an “of which” and can't be added") % {"cell": operand})


def _inside(section: Section, other: Row, operand: Place, place: Place) -> bool:
    """Whether the operand tells a part of something: of another row, or, in a sum of columns, another column."""
    column = section.column(operand.column)
    same_row = (operand.section, operand.row) == (place.section, place.row)
    same_column = (operand.section, operand.column) == (place.section, place.column)
    apart = bool(column and column.of_which_of and not same_column)
    return apart if same_row else bool(other.of_which_of) or (apart and section.number == place.section)


def _parent(form: Form, section: Section, row: Row, place: Place) -> None:
    if not row.of_which_of:
        return
    parent = section.row(row.of_which_of)
    if parent is None or parent == row:
        _refuse(form, place, _("there is no row %(row)s to be an “of which” of") % {"row": row.of_which_of})
    elif parent.unit != row.unit:
        told = {"cell": parent.number, "unit": parent.unit, "row": row.unit}
        _refuse(form, place, _("cell %(cell)s counts %(unit)s, the row %(row)s") % told)
    seen = {row.number}
    while parent is not None and parent.of_which_of:
        if parent.number in seen:
            _refuse(form, place, _("“of which” rows go in a circle"))
        seen.add(parent.number)
        parent = section.row(parent.of_which_of)


def in_order(cells: Iterable[tuple[Place, Source]]) -> list[Place]:
    """Cells so that each comes after those it is worked out of. Raises ValueError with a cell of a circle."""
    sources = dict(cells)
    order: dict[Place, None] = {}
    for start in sources:
        below: list[Place] = []
        waiting = [start]
        while waiting:
            place = waiting[-1]
            source = sources[place]
            operands = source.operands if isinstance(source, Formula | Ratio) else ()
            todo = [one for one in operands if one not in order]
            if not todo:
                order[waiting.pop()] = None
                below = [one for one in below if one != place]
            elif place in below:
                raise ValueError(place)
            else:
                below.append(place)
                waiting.extend(todo)
    return list(order)


def _no_circles(form: Form) -> None:
    try:
        in_order(form.cells.items())
    except ValueError as circle:
        _refuse(form, circle.args[0], _("the formula goes in a circle"))


def _controls(form: Form, section: Section) -> None:
    for check in section.checks:
        rows = {one.number for one in section.rows}
        columns = {one.code for one in section.columns}
        known = rows if check.across == "rows" else columns
        for one in (check.whole, *check.plus, *check.minus):
            if one not in known:
                told = _("section %(number)s, its checks") % {"number": section.number}
                raise FormFault(file=form.file, place=told, fault=_("there is no row %(row)s") % {"row": one})
