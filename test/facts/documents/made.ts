/** Small documents in the formats that vendors publish, made here so that tests see every byte. */
import { strToU8, zipSync } from 'fflate';

/** A PDF with one text line for each entry: its size in points, and how far down the page. Pages are lists of lines. */
export function pdf(
  pages: readonly (readonly {
    readonly text: string;
    readonly size?: number;
    readonly x?: number;
    readonly y: number;
  }[])[],
): Uint8Array {
  const objects: string[] = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${pages.map((_, at) => `${4 + 2 * at} 0 R`).join(' ')}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  for (const [at, lines] of pages.entries()) {
    const stream = lines
      .map(
        ({ text, size = 11, x = 72, y }) =>
          `BT /F1 ${size} Tf ${x} ${y} Td (${text.replace(/[()\\]/g, sign => `\\${sign}`)}) Tj ET`,
      )
      .join('\n');
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * at} 0 R >>`,
    );
    objects.push(`<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`);
  }
  let file = '%PDF-1.4\n';
  const offsets = objects.map((body, at) => {
    const offset = file.length;
    file += `${at + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const start = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map(offset => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')}`;
  file += `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF`;
  return Buffer.from(file, 'latin1');
}

/** A PDF of prose: a first line as its title, then paragraphs; a line that begins with `#` is a heading. */
export function prosePdf(prose: string): Uint8Array {
  const lines = prose.split('\n').flatMap(line => (line.startsWith('#') ? [line] : wrapped(line)));
  const pages: { text: string; size: number; y: number }[][] = [[]];
  let y = 740;
  for (const line of lines) {
    if (y < 60) {
      pages.push([]);
      y = 740;
    }
    const heading = line.match(/^#+ /);
    if (line.trim() !== '') pages.at(-1)!.push({ text: line.replace(/^#+ /, ''), size: heading ? 16 : 11, y });
    y -= heading ? 26 : 14;
  }
  return pdf(pages);
}

function wrapped(line: string): string[] {
  return line === '' ? [''] : (line.match(/.{1,90}(\s|$)/g) ?? [line]).map(part => part.trimEnd());
}

export const zip = (files: Readonly<Record<string, string | Uint8Array>>): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([path, content]) => [path, typeof content === 'string' ? strToU8(content) : content]),
    ),
  );

const wordNamespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

/** A Word document; a paragraph that begins with `# ` is a heading. */
export function docx(paragraphs: readonly string[]): Uint8Array {
  const body = paragraphs
    .map(
      text =>
        `<w:p>${text.startsWith('# ') ? '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>' : ''}<w:r><w:t>${text.replace(/^# /, '')}</w:t></w:r></w:p>`,
    )
    .join('');
  return zip({
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    '_rels/.rels':
      '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    'word/document.xml': `<w:document ${wordNamespace}><w:body>${body}</w:body></w:document>`,
    'word/styles.xml': `<w:styles ${wordNamespace}><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>`,
  });
}

/** A workbook of one sheet, its texts shared as spreadsheets do. */
export function xlsx(name: string, rows: readonly (readonly string[])[]): Uint8Array {
  const strings = rows.flat();
  let next = 0;
  const cells = rows
    .map(
      (row, at) =>
        `<row r="${at + 1}">${row.map((_, column) => `<c r="${String.fromCharCode(65 + column)}${at + 1}" t="s"><v>${next++}</v></c>`).join('')}</row>`,
    )
    .join('');
  return zip({
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml': `<workbook xmlns:r="r"><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${cells}</sheetData></worksheet>`,
    'xl/sharedStrings.xml': `<sst>${strings.map(text => `<si><t>${text}</t></si>`).join('')}</sst>`,
  });
}
