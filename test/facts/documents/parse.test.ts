import { describe, expect, test } from 'vitest';
import { type Document, placeOf, quote } from '../../../src/facts/documents/document.ts';
import { parseDocument } from '../../../src/facts/documents/parse.ts';
import { docx, pdf, prosePdf, xlsx, zip } from './made.ts';

const url = 'https://www.larkspur.example/api';
const read = async (source: string | Uint8Array, at = url) =>
  parseDocument(typeof source === 'string' ? Buffer.from(source) : source, { url: at });
async function one(source: string | Uint8Array, at = url): Promise<Document> {
  const { documents, unreadable } = await read(source, at);
  expect(unreadable).toBeUndefined();
  expect(documents).toHaveLength(1);
  return documents![0]!;
}
const texts = (document: Document) => document.passages.map(({ kind, text }) => `${kind}: ${text}`);
/** Each passage stands in the document's text where it says. */
function expectPlaces(document: Document) {
  for (const { text, offset } of document.passages)
    expect(document.text.slice(offset, offset + text.length)).toBe(text);
}

describe('HTML', () => {
  test('passages, headings, rows with their columns, links and listings', async () => {
    const document =
      await one(`<!doctype html><title>Our API</title><header><a href="/">Home</a></header><main><h1>API</h1>
      <p>Read the <a href="fees#sandbox">fees</a>  first.</p><h2>Search</h2>
      <table><tr><th>Name</th><th>Type</th></tr><tr><td><code>_id</code></td><td>token</td></tr></table>
      <ul><li>one</li><li><p>two</p></li></ul><pre>GET /Patient
  ?_id=1</pre><h1>Other</h1><p>end</main>`);
    expect(texts(document)).toEqual([
      'text: Home',
      'heading: API',
      'text: Read the fees first.',
      'heading: Search',
      'row: Name | Type',
      'row: _id | token',
      'item: one',
      'item: two',
      'code: GET /Patient\n  ?_id=1',
      'heading: Other',
      'text: end',
    ]);
    expectPlaces(document);
    expect(document.passages[0]?.navigation).toBe(true);
    expect(document.passages[5]?.cells).toEqual([
      { column: 'Name', text: '_id' },
      { column: 'Type', text: 'token' },
    ]);
    expect(document.passages[7]?.headings).toEqual(['API', 'Search']);
    expect(document.passages[10]?.headings).toEqual(['Other']);
    expect(document.links[1]).toEqual({
      url: 'https://www.larkspur.example/fees',
      fragment: 'sandbox',
      text: 'fees',
      passage: 2,
    });
  });

  test('a table that arranges the page is no table', async () => {
    const document = await one(
      '<table><tr><td><h1>API</h1><p>One.</p><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>',
    );
    expect(texts(document)).toEqual(['heading: API', 'text: One.', 'row: a | b']);
  });

  test('what a page asks for', async () => {
    const { controls } = await one(
      '<form><input type=email required placeholder="Work e-mail"><input type=hidden name=x><button>Get the guide</button></form><div class="g-recaptcha" data-sitekey="k"></div>',
    );
    expect(controls).toEqual([
      { type: 'email', text: 'Work e-mail', form: 0, required: true },
      { type: 'button', text: 'Get the guide', form: 0 },
      { type: 'robot-check', text: 'g-recaptcha' },
    ]);
  });

  test('nesting without end, and links without end', async () => {
    const deep = await one(`${'<div>'.repeat(100_000)}deep<table><tr><td>${'<table><tr><td>'.repeat(2000)}x`);
    expect(texts(deep)[0]).toBe('text: deep');
    const wide = await one(`<!doctype html>${'<a href="/x">y</a>'.repeat(50_000)}`);
    expect(wide.links.length).toBe(10_000);
  });
});

test('a block too long to quote is cut where words end, and nothing of it is lost', async () => {
  const words = 'word '.repeat(5000).trim();
  const document = await one(`<!doctype html><p>${words}</p>`);
  expect(document.passages.length).toBe(4);
  expect(document.passages.map(({ text }) => text).join(' ')).toBe(words);
  expectPlaces(document);
});

test('a text longer than we read says so', async () => {
  const { documents, unreadable } = await read(`<!doctype html><p>${'x '.repeat(4_500_000)}</p>`);
  expect(documents).toHaveLength(1);
  expect(unreadable).toMatch(/^goes on for \d+ bytes/);
});

test('Markdown', async () => {
  const document = await one(
    '---\ntitle: x\n---\n# Scopes\n\nAsk for `launch/patient`, see [terms](./terms.md).\n\n| Name | Type |\n|---|---|\n| _id | token |\n',
    'https://docs.larkspur.example/a/b.md',
  );
  expect(document.format).toBe('markdown');
  expect(texts(document)).toEqual([
    'heading: Scopes',
    'text: Ask for launch/patient, see terms.',
    'row: Name | Type',
    'row: _id | token',
  ]);
  expect(document.links[0]?.url).toBe('https://docs.larkspur.example/a/terms.md');
});

describe('PDF', () => {
  test('pages, headings by size, paragraphs and rows', async () => {
    const document = await one(
      pdf([
        [
          { text: 'Developer guide', size: 24, y: 740 },
          { text: 'Every app may connect with', y: 700 },
          { text: 'no contract at all.', y: 687 },
          { text: 'See https://www.larkspur.example/terms.', y: 640 },
        ],
        [
          { text: 'Errors', size: 15, y: 740 },
          { text: '404', y: 700 },
          { text: 'Not found', x: 200, y: 700 },
        ],
      ]),
    );
    expect(texts(document)).toEqual([
      'heading: Developer guide',
      'text: Every app may connect with no contract at all.',
      'text: See https://www.larkspur.example/terms.',
      'heading: Errors',
      'row: 404 | Not found',
    ]);
    expectPlaces(document);
    expect(document.passages[4]).toMatchObject({ page: 2, headings: ['Developer guide', 'Errors'] });
    expect(placeOf(document, document.passages[4])).toBe(`${url} under "Developer guide > Errors", page 2`);
    expect(document.links.map(link => link.url)).toEqual(['https://www.larkspur.example/terms']);
  });

  test('a long one is read to the end of what a person reads', async () => {
    const document = await one(pdf(Array.from({ length: 403 }, (_, at) => [{ text: `Page ${at + 1}`, y: 700 }])));
    expect(document.leftOut).toBe('pages after 400');
    expect(document.passages).toHaveLength(400);
  });

  test('one that is damaged, and one of pictures, say why they cannot be read', async () => {
    expect((await read('%PDF-1.7 nothing follows')).unreadable).toMatch(/^cannot be opened/);
    expect((await read(pdf([[]]))).unreadable).toBe('holds pictures of pages and no text');
  });
});

test('Word', async () => {
  const document = await one(docx(['# Registering', 'Send the redirect address.']));
  expect(document.format).toBe('docx');
  expect(texts(document)).toEqual(['heading: Registering', 'text: Send the redirect address.']);
});

test('Excel', async () => {
  const document = await one(
    xlsx('Fees', [
      ['Item', 'Amount'],
      ['Sandbox', 'none'],
    ]),
  );
  expect(document.format).toBe('xlsx');
  expect(texts(document)).toEqual(['heading: Fees', 'row: Item | Amount', 'row: Sandbox | none']);
  expect(document.passages[2]?.cells?.[1]).toEqual({ column: 'Amount', text: 'none' });
});

test('a table of separated values', async () => {
  const document = await one('Field;Type\nname;string\n"a; b";token\n');
  expect(document.passages[2]?.cells).toEqual([
    { column: 'Field', text: 'a; b' },
    { column: 'Type', text: 'token' },
  ]);
});

test('OpenAPI, as JSON and as YAML', async () => {
  const description = {
    openapi: '3.0.3',
    info: { title: 'Larkspur FHIR', version: '2', description: 'Errors are **OperationOutcome**.' },
    servers: [{ url: 'https://fhir.larkspur.example/r4' }],
    paths: {
      '/Patient/{id}': {
        get: {
          summary: 'Reads a patient',
          parameters: [{ $ref: '#/components/parameters/id' }],
          responses: { 404: { description: 'Not there' } },
        },
      },
    },
    components: {
      parameters: { id: { name: 'id', in: 'path', required: true, schema: { type: 'string' } } },
      securitySchemes: {
        smart: {
          type: 'oauth2',
          flows: {
            authorizationCode: { tokenUrl: 'https://auth.larkspur.example/token', scopes: { 'patient/*.rs': 'reads' } },
          },
        },
      },
    },
  };
  const document = await one(JSON.stringify(description));
  expect(document.format).toBe('openapi');
  expect(texts(document)).toEqual([
    'heading: Larkspur FHIR 2',
    'text: Errors are OperationOutcome.',
    'text: Server: https://fhir.larkspur.example/r4',
    'heading: GET /Patient/{id}',
    'text: Reads a patient',
    'row: id | path | string | required',
    'row: 404 | Not there',
    'heading: Security',
    'text: smart: oauth2',
    'text: authorizationCode: https://auth.larkspur.example/token',
    'row: patient/*.rs | reads',
  ]);
  const yaml = await one(
    'openapi: 3.1.0\ninfo:\n  title: Small\n  version: "1"\npaths:\n  /Patient:\n    get:\n      summary: Finds\n',
  );
  expect(texts(yaml)).toEqual(['heading: Small 1', 'heading: GET /Patient', 'text: Finds']);
});

test('a Postman collection', async () => {
  const document = await one(
    JSON.stringify({
      info: { name: 'FHIR', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' },
      item: [
        {
          name: 'Patients',
          item: [
            {
              name: 'Read',
              request: { method: 'GET', url: { raw: '{{base}}/Patient/1', query: [{ key: '_id', value: '1' }] } },
            },
          ],
        },
      ],
    }),
  );
  expect(texts(document)).toEqual([
    'heading: FHIR',
    'heading: Patients',
    'heading: Read',
    'code: GET {{base}}/Patient/1',
    'row: _id | 1',
  ]);
  expect(document.passages[3]?.headings).toEqual(['FHIR', 'Patients', 'Read']);
});

describe('ZIP', () => {
  test('each file is a document that knows its place', async () => {
    const { documents } = await read(
      zip({ 'docs/a.md': '# One\n\nText.', 'docs/b.html': '<!doctype html><p>Two</p>', 'logo.png': 'x' }),
    );
    expect(documents?.map(({ part, format, url: at }) => [part, format, at])).toEqual([
      ['docs/a.md', 'markdown', url],
      ['docs/b.html', 'html', url],
    ]);
    expect(placeOf(documents![0]!, documents![0]!.passages[1])).toBe(`${url} (docs/a.md) under "One"`);
  });

  test('a bomb is left where it is', async () => {
    const bomb = zip({ 'a.txt': 'a'.repeat(30_000_000), 'b.md': '# Small' });
    const { documents, unreadable } = await read(bomb);
    expect(documents?.map(({ part }) => part)).toEqual(['b.md']);
    expect(unreadable).toBe('holds 1 files that we could not read');
  });

  test('a PDF inside is opened, an archive inside is not', async () => {
    const { documents, unreadable } = await read(
      zip({ 'a.pdf': prosePdf('# Guide\nSome words.'), 'b.txt': zip({ 'c.md': '# No' }) }),
    );
    expect(documents?.map(({ part, title }) => [part, title])).toEqual([['a.pdf', 'Guide']]);
    expect(unreadable).toBe('holds 1 files that we could not read');
  });
});

test('what is no document says why', async () => {
  expect((await read('')).unreadable).toBe('is empty');
  expect((await read(Uint8Array.from({ length: 400 }, (_, at) => (at * 7) % 256))).unreadable).toBe(
    'is in a format we cannot read',
  );
  expect((await read(Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(100)]))).unreadable).toMatch(
    /^cannot be opened|archive without/,
  );
});

test('a quotation is short, whole words, around what matters', () => {
  const long = `${'before '.repeat(60)}the fee is here ${'after '.repeat(60)}`;
  const quoted = quote(long, long.indexOf('fee'));
  expect(quoted).toContain('the fee is here');
  expect(quoted.length).toBeLessThan(175);
  expect(quoted).toMatch(/^\.\.\. before .* \.\.\.$/);
  expect(quote('short  text')).toBe('short text');
});
