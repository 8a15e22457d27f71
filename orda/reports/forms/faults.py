"""What can be wrong with a definition file, said so that whoever wrote it finds the row."""

from orda.network.refusals import Refusal


class FormFault(Refusal):
    """`file`, `place` ("section 2, row 03") and `fault` in words."""

    code = "form_fault"
    message = "%(file)s, %(place)s: %(fault)s"
