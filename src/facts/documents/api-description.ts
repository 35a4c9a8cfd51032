import { parse as parseYaml } from 'yaml';
import type { Document } from './document.ts';
import { parseMarkdown } from './markdown.ts';
import { DocumentWriter } from './writer.ts';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** An OpenAPI or Swagger description in JSON or YAML, or `undefined` when it is none. */
export function readOpenApi(source: string): Json | undefined {
  const read = readObject(source, /(^|[{,\s])["']?(openapi|swagger)["']?\s*:\s*["']?[23]\b/);
  return read && (typeof read.openapi === 'string' || typeof read.swagger === 'string') && isObject(read.paths)
    ? read
    : undefined;
}

/** A Postman collection, or `undefined` when it is none. */
export function readPostman(source: string): Json | undefined {
  const read = readObject(source, /"item"\s*:/);
  return read && isObject(read.info) && Array.isArray(read.item) ? read : undefined;
}

function readObject(source: string, sign: RegExp): Json | undefined {
  if (!sign.test(source)) return undefined;
  try {
    const value: unknown = /^\s*\{/.test(source) ? JSON.parse(source) : parseYaml(source);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function parseOpenApi(description: Json, url: string): Document {
  const writer = new DocumentWriter(url, 'openapi');
  const info = isObject(description.info) ? description.info : {};
  writer.title = text(info.title);
  writer.write({ kind: 'heading', level: 1, text: [text(info.title), text(info.version)].join(' ') });
  writeMarkdown(writer, text(info.description));
  if (info.termsOfService) {
    writer.write({ kind: 'text', text: `Terms of service: ${text(info.termsOfService)}` });
    writer.link(text(info.termsOfService), { text: 'Terms of service' });
  }
  const host = text(description.host) && `https://${text(description.host)}${text(description.basePath)}`;
  for (const address of [...objects(description.servers).map(server => text(server.url)), host].filter(one => one)) {
    writer.write({ kind: 'text', text: `Server: ${address}` });
  }
  for (const tag of objects(description.tags))
    writer.write({ kind: 'text', text: `${text(tag.name)}: ${text(tag.description)}` });
  for (const [path, item] of Object.entries(isObject(description.paths) ? description.paths : {})) {
    if (!isObject(item)) continue;
    for (const method of methods) {
      const operation = item[method];
      if (isObject(operation))
        writeOperation(writer, `${method.toUpperCase()} ${path}`, operation, objects(item.parameters), description);
    }
  }
  const components = isObject(description.components) ? description.components : description;
  writeSecurity(writer, components.securitySchemes ?? description.securityDefinitions);
  return writer.done();
}

function writeOperation(
  writer: DocumentWriter,
  title: string,
  operation: Json,
  shared: readonly Json[],
  whole: Json,
): void {
  writer.write({ kind: 'heading', level: 2, text: title });
  writeMarkdown(writer, [text(operation.summary), text(operation.description)].filter(one => one).join('\n\n'));
  for (const written of [...shared, ...objects(operation.parameters)]) {
    const parameter = resolved(written, whole);
    const schema = isObject(parameter.schema) ? parameter.schema : parameter;
    writeRow(writer, {
      Parameter: text(parameter.name),
      In: text(parameter.in),
      Type: text(schema.type),
      Required: parameter.required === true ? 'required' : 'optional',
      Description: text(parameter.description),
    });
  }
  for (const [status, written] of Object.entries(isObject(operation.responses) ? operation.responses : {})) {
    const response = isObject(written) ? resolved(written, whole) : {};
    const content = isObject(response.content) ? Object.keys(response.content).join(', ') : '';
    writeRow(writer, { Response: status, Description: text(response.description), Content: content });
  }
}

function writeSecurity(writer: DocumentWriter, schemes: unknown): void {
  if (!isObject(schemes)) return;
  writer.write({ kind: 'heading', level: 2, text: 'Security' });
  for (const [name, scheme] of Object.entries(schemes)) {
    if (!isObject(scheme)) continue;
    writer.write({ kind: 'text', text: `${name}: ${text(scheme.type)} ${text(scheme.description)}` });
    const flows = isObject(scheme.flows) ? Object.entries(scheme.flows) : [[text(scheme.flow), scheme] as const];
    for (const [flow, detail] of flows) {
      if (!isObject(detail)) continue;
      const scopes = isObject(detail.scopes) ? Object.entries(detail.scopes) : [];
      const addresses = [detail.authorizationUrl, detail.tokenUrl, detail.refreshUrl].map(text).filter(one => one);
      if (addresses.length > 0) writer.write({ kind: 'text', text: `${flow}: ${addresses.join(', ')}` });
      for (const [scope, meaning] of scopes) writeRow(writer, { Scope: scope, Meaning: text(meaning) });
    }
  }
}

/** Follows one reference within the description; none leads outside, and a circle ends at once. */
function resolved(value: Json, whole: Json): Json {
  const path = text(value.$ref);
  if (!path.startsWith('#/')) return value;
  let at: unknown = whole;
  for (const step of path.slice(2).split('/'))
    at = isObject(at) ? at[step.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
  return isObject(at) ? at : value;
}

function writeRow(writer: DocumentWriter, cells: Readonly<Record<string, string>>): void {
  const there = Object.entries(cells).filter(([, value]) => value !== '');
  writer.write({
    kind: 'row',
    text: there.map(([, value]) => value).join(' | '),
    cells: there.map(([column, value]) => ({ column, text: value })),
  });
}

function writeMarkdown(writer: DocumentWriter, source: string): void {
  if (source === '') return;
  const { passages, links } = parseMarkdown(source, 'https://description.invalid/');
  for (const { kind, text: words, cells, level } of passages) {
    writer.write({ kind, text: words, ...(cells ? { cells } : {}), ...(level ? { level: level + 2 } : {}) });
  }
  for (const link of links)
    if (!link.url.startsWith('https://description.invalid/')) writer.link(link.url, { text: link.text });
}

const mostRequests = 5000;

export function parsePostman(collection: Json, url: string): Document {
  const writer = new DocumentWriter(url, 'postman');
  const info = isObject(collection.info) ? collection.info : {};
  writer.title = text(info.name);
  writer.write({ kind: 'heading', level: 1, text: text(info.name) });
  writeMarkdown(writer, descriptionOf(info));
  for (const variable of objects(collection.variable))
    writeRow(writer, { Variable: text(variable.key), Value: text(variable.value) });
  const waiting = objects(collection.item).map(item => ({ item, level: 2 }));
  for (let done = 0; waiting.length > 0 && done < mostRequests; done++) {
    const { item, level } = waiting.shift()!;
    writer.write({ kind: 'heading', level: Math.min(level, 6), text: text(item.name) });
    writeMarkdown(writer, descriptionOf(item));
    if (isObject(item.request)) writeRequest(writer, item.request);
    waiting.unshift(...objects(item.item).map(inner => ({ item: inner, level: level + 1 })));
  }
  if (waiting.length > 0) writer.leaveOut(`requests after ${mostRequests}`);
  return writer.done();
}

function writeRequest(writer: DocumentWriter, request: Json): void {
  const address = isObject(request.url) ? text(request.url.raw) : text(request.url);
  writer.write({ kind: 'code', text: `${text(request.method) || 'GET'} ${address}` });
  writeMarkdown(writer, descriptionOf(request));
  const query = isObject(request.url) ? objects(request.url.query) : [];
  for (const { key, value, description } of [...objects(request.header), ...query]) {
    writeRow(writer, {
      Parameter: text(key),
      Example: text(value),
      Description: isObject(description) ? text(description.content) : text(description),
    });
  }
}

const descriptionOf = ({ description }: Json): string =>
  isObject(description) ? text(description.content) : text(description);
