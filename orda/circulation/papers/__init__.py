"""Papers of the desk."""

from orda.network.typesetting import set_pdf

__all__ = ["set_pdf"]
