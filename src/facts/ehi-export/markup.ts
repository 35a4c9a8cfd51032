import { textOf } from './characters.ts';
import { type RecordSink, tableNameOf } from './records.ts';
import { type Element, elementsOf, isElement, parseXml, textWithin } from './xml.ts';

const longestDocument = 128 * 1024 * 1024;
const mostColumns = 5000;

/** C-CDA by its sections and entries, FHIR by its resources, other XML by the children of its outermost element. */
export async function readXml(path: string, text: AsyncIterable<string>, sink: RecordSink): Promise<void> {
  const whole = await textOf(text, longestDocument);
  if (whole === undefined) {
    sink.trouble({ path, kind: 'malformed', message: 'is one XML document of more than 128 MiB, which was not read' });
    return;
  }
  let root: Element;
  try {
    root = parseXml(whole);
  } catch (error) {
    sink.trouble({ path, kind: 'malformed', message: `is not well-formed XML, ${(error as Error).message}` });
    return;
  }
  const writer = new MarkupWriter(path, sink);
  if (root.name === 'ClinicalDocument') clinicalDocument(root, writer);
  else if (root.namespace === 'http://hl7.org/fhir') {
    const resources =
      root.name === 'Bundle' ? elementsOf(root, 'entry').flatMap(entry => elementsOf(entry, 'resource')) : [];
    const all = root.name === 'Bundle' ? resources.flatMap(one => elementsOf(one)) : [root];
    for (const resource of all) writer.record(resource.name, 'fhir', resource);
  } else {
    const children = elementsOf(root);
    if (children.length === 0) writer.record(tableNameOf(path), 'xml', root);
    for (const child of children) writer.record(child.name, 'xml', child);
  }
}

/** The heading by its parts; each section's entries, and each row or paragraph of what it shows to people. */
function clinicalDocument(root: Element, writer: MarkupWriter): void {
  for (const part of elementsOf(root)) {
    if (part.name !== 'component') writer.record('document header', 'c-cda', part);
  }
  const section = (element: Element): void => {
    const title = elementsOf(element, 'title').map(textWithin)[0];
    const code = elementsOf(element, 'code')[0]?.attributes;
    const name = title || code?.displayName || code?.code || 'section';
    writer.begin(name, 'c-cda');
    for (const entry of elementsOf(element, 'entry')) writer.record(name, 'c-cda', entry);
    for (const text of elementsOf(element, 'text')) for (const block of blocksOf(text)) writer.block(name, block);
    for (const inner of elementsOf(element, 'component')) for (const one of elementsOf(inner, 'section')) section(one);
  };
  for (const component of elementsOf(root, 'component')) {
    for (const body of elementsOf(component)) {
      for (const one of elementsOf(body, 'component')) for (const inner of elementsOf(one, 'section')) section(inner);
      if (body.name === 'nonXMLBody') writer.record('unstructured document', 'text', body);
    }
  }
}

/** Rows of tables, items of lists, paragraphs: what a reader takes in at once. */
function blocksOf(text: Element): Element[] {
  const found: Element[] = [];
  const look = (element: Element): void => {
    const inner = elementsOf(element).filter(({ name }) => structural.has(name));
    if (inner.length === 0 || element.name === 'tr') found.push(element);
    else for (const child of inner) look(child);
  };
  look(text);
  return found;
}
const structural = new Set(['table', 'thead', 'tbody', 'tr', 'list', 'item', 'paragraph', 'content', 'td', 'th']);

class MarkupWriter {
  readonly #path: string;
  readonly #sink: RecordSink;
  readonly #known = new Set<string>();

  constructor(path: string, sink: RecordSink) {
    this.#path = path;
    this.#sink = sink;
  }

  begin(table: string, shape: 'fhir' | 'c-cda' | 'xml' | 'text'): void {
    if (this.#known.has(table)) return;
    this.#known.add(table);
    this.#sink.table({ name: table, shape, path: this.#path });
  }

  record(table: string, shape: 'fhir' | 'c-cda' | 'xml' | 'text', element: Element): void {
    this.begin(table, shape);
    const columns: string[] = [];
    const values: string[] = [];
    flatten(element, '', shape === 'fhir', columns, values);
    if (columns.length > 0) this.#sink.record(table, columns, values, this.#path);
  }

  block(table: string, element: Element): void {
    const cells = element.name === 'tr' ? elementsOf(element).map(textWithin) : [textWithin(element)];
    const values = cells.filter(cell => cell !== '');
    if (values.length > 0)
      this.#sink.record(
        table,
        values.map(() => 'text'),
        values,
        this.#path,
      );
  }
}

function flatten(element: Element, path: string, isFhir: boolean, columns: string[], values: string[]): void {
  if (columns.length >= mostColumns) return;
  const put = (column: string, value: string) => {
    columns.push(column);
    values.push(value);
  };
  for (const [name, value] of Object.entries(element.attributes)) {
    if (name.startsWith('xmlns') || name === 'xsi:type') continue;
    put(isFhir && name === 'value' ? path : `${path === '' ? '' : `${path}.`}@${name}`, value);
  }
  const words = element.children
    .filter(child => !isElement(child))
    .join('')
    .trim();
  if (words !== '') put(path === '' ? 'text' : path, words);
  for (const child of elementsOf(element)) {
    flatten(child, path === '' ? child.name : `${path}.${child.name}`, isFhir, columns, values);
  }
}
