"""Alternative text of pictures, from the structure tree of a tagged PDF."""

from __future__ import annotations

import ctypes

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from contenthub.lib.splitting import normalise

MOST_ELEMENTS = 5000  # of one page
DEEPEST = 40


def alternatives(page: pdfium.PdfPage) -> dict[int, str]:
    """{marked content id: alternative text of the tagged element it lies in}; empty for a PDF without tags."""
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return {}
    found: dict[int, str] = {}
    try:
        waiting = [
            (raw.FPDF_StructTree_GetChildAtIndex(tree, i), "", 0)
            for i in range(min(raw.FPDF_StructTree_CountChildren(tree), MOST_ELEMENTS))
        ]
        seen = 0
        while waiting and seen < MOST_ELEMENTS:
            element, above, depth = waiting.pop()
            seen += 1
            if not element or depth > DEEPEST:
                continue
            text = _alternative(element) or above
            if text:
                for i in range(raw.FPDF_StructElement_GetMarkedContentIdCount(element)):
                    found[raw.FPDF_StructElement_GetMarkedContentIdAtIndex(element, i)] = text
            children = min(raw.FPDF_StructElement_CountChildren(element), MOST_ELEMENTS)
            waiting += [(raw.FPDF_StructElement_GetChildAtIndex(element, i), text, depth + 1) for i in range(children)]
    finally:
        raw.FPDF_StructTree_Close(tree)
    found.pop(-1, None)
    return found


def _alternative(element: raw.FPDF_STRUCTELEMENT) -> str:
    size = raw.FPDF_StructElement_GetAltText(element, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDF_StructElement_GetAltText(element, buffer, size)
    return normalise(buffer.raw[: size - 2].decode("utf-16-le", "replace"))
