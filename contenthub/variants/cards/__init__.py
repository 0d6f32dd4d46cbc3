"""Social cards: a picture in a brand's look, drawn with Pillow. Knows no models; imports the standard library, Pillow, the
font wheels and rjieba.

    draw.py       draw_card, overflowing, encode: what others call
    content.py    CardContent, CardError        look.py   BrandLook and the colours derived from it
    frames.py     SIZES, margins, type sizes    templates/<name>.py   one arrangement each, found by its file name
    layout.py     fit_text: text into a box     kinsoku.py, linebreak.py, runs.py, measure.py   what it stands on
    fonts.py      typefaces                     coverage.py   which characters a font file holds
    sheet.py      the canvas templates draw on  paint.py, shapes.py, photo.py, colour.py   how
"""
