"""Files for the stories: CSV and minimal XLSX, made by hand."""

import csv
import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from residents.actions.imports.applying import apply_run
from residents.actions.imports.checking import Source, check_file
from tests.residents.conftest import AT, STREET
from tests.residents.people import person

LABELS = {
    "name": "姓名",
    "id_number_enc": "身份证号",
    "phone": "手机号",
    "residence_address": "现住址",
    "living_alone": "独居标识",
    "employer": "工作单位",
}
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def table(n, *, first=0, labels=LABELS, **changes):
    """A header and n people."""
    return [list(labels.values())] + [[person(first + at, **changes).get(key, "") for key in labels] for at in range(n)]


def csv_text(rows):
    """Rows as CSV."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def write(folder: Path, rows, *, encoding="utf-8", name="people.csv"):
    """A CSV file."""
    path = folder / name
    path.write_bytes(csv_text(rows).encode(encoding))
    return path


def cell(value):
    """One cell of a sheet: numbers as numbers, all else as inline text."""
    if isinstance(value, float | int):
        return f"<c><v>{value!r}</v></c>"
    if isinstance(value, tuple):  # a date: its serial number in a date style
        return f'<c s="1"><v>{value[0]}</v></c>'
    return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def xlsx(folder: Path, rows, *, date1904=False, declaration="", name="people.xlsx"):
    """A minimal workbook."""
    sheet = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{declaration}<workbook {NAMESPACE} xmlns:r="{RELATIONS}"><workbookPr date1904="{int(date1904)}"/>'
        '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet {NAMESPACE}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f"<worksheet {NAMESPACE}><sheetData>{sheet}</sheetData></worksheet>",
    }
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in parts.items():
            archive.writestr(part, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return path


def check(actor, path, *, code=STREET, at=AT, **source):
    """Check a file."""
    return check_file(actor=actor, path=path, code=code, source=Source(**({"name": "户籍科"} | source)), at=at, processes=1)


def load(actor, path, **more):
    """Check and apply a file."""
    return apply_run(actor=actor, run_id=check(actor, path, **more).pk, at=more.get("at", AT))


def reasons(run):
    """What was refused: (line, column, reason)."""
    return sorted(run.refusals.filter(flag=False).values_list("line", "column", "reason"))


def flags(run):
    """What was flagged."""
    return sorted(run.refusals.filter(flag=True).values_list("line", "reason"))
