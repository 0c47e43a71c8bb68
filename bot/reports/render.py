"""Making a picture or a paper from a packed Summary, by the form's name: what the drawing process is asked for."""

from __future__ import annotations

from bot.locale import Voice
from bot.reports.packing import unpack

File = tuple[str, str, bytes]


def render(form: str, data: bytes, language: str) -> File:
    """Return what is wanted of the packed Summary: name, mime type, bytes. A form that is not known is a ValueError."""
    from bot.reports import brief, bulletin, chart, document, sheet, targets_chart

    summary, about = unpack(data)
    makers = {
        "chart": chart.chart,
        "targets": targets_chart.chart,
        "ledger": sheet.workbook,
        "status": document.document,
    }
    papers = {"bulletin": bulletin.bulletin, "brief": brief.brief}
    if form in makers:
        return makers[form](summary, Voice(language))
    if form in papers and about is not None:
        return papers[form](summary, about)
    raise ValueError(f"no such form: {form}")


def warm() -> None:
    """Load what takes long, so that the first picture is as quick as the others."""
    from bot.reports import canvas, chart, document, packing, sheet, targets_chart  # noqa: F401

    canvas.warm()
    packing.warm()
