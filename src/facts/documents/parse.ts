import { recognise } from '../content.ts';
import { parseOpenApi, parsePostman, readOpenApi, readPostman } from './api-description.ts';
import { unzip } from './archive.ts';
import type { Document } from './document.ts';
import { parseHtml } from './html.ts';
import { looksLikeMarkdown, parseMarkdown } from './markdown.ts';
import { officeFormat, parseDocx, parseXlsx } from './office.ts';
import { parsePdf } from './pdf.ts';
import { parseCsv, parseText } from './text.ts';
import { DocumentWriter } from './writer.ts';

/** Longer than any document a person is meant to read. */
export const longestDocument = 64 * 1024 * 1024;
/** Of text that is parsed as a whole. */
const longestMarkup = 8 * 1024 * 1024;

/** What bytes say: documents (an archive holds several), or why they cannot be read, as the end of "it ...". */
export type Parsed =
  | { readonly documents: readonly Document[]; readonly unreadable?: string }
  | { readonly documents?: never; readonly unreadable: string };

/** Reads bytes by their own look; what a server calls them decides only between kinds of text. It never throws for what they hold. */
export async function parseDocument(
  bytes: Uint8Array,
  { url, contentType = '' }: { url: string; contentType?: string | undefined },
): Promise<Parsed> {
  if (bytes.length > longestDocument) return { unreadable: `has ${bytes.length} bytes, more than we read` };
  const content = recognise(bytes.subarray(0, 16_384));
  try {
    switch (content) {
      case 'empty':
        return { unreadable: 'is empty' };
      case 'pdf':
        return legible(await parsePdf(bytes, url));
      case 'zip':
        return await parseZip(bytes, url);
      case 'gzip':
      case 'binary':
        return { unreadable: 'is in a format we cannot read' };
      default: {
        const text = new TextDecoder().decode(bytes.subarray(0, longestMarkup));
        const documents = [parseTextual(text, content, url, contentType)];
        const rest = bytes.length - longestMarkup;
        return rest > 0 ? { documents, unreadable: `goes on for ${rest} bytes more than we read` } : { documents };
      }
    }
  } catch (error) {
    return { unreadable: `cannot be opened (${(error as Error).message.split('\n')[0]})` };
  }
}

/** A PDF of pictures opens, and says nothing. */
function legible(document: Document): Parsed {
  return document.text.trim() === ''
    ? { unreadable: 'holds pictures of pages and no text' }
    : { documents: [document] };
}

function parseTextual(
  source: string,
  content: ReturnType<typeof recognise>,
  url: string,
  contentType: string,
): Document {
  const name = new URL(url).pathname.toLowerCase();
  if (content === 'html') return parseHtml(source, url);
  const openApi = readOpenApi(source);
  if (openApi) return parseOpenApi(openApi, url);
  if (content === 'json') {
    const postman = readPostman(source);
    return postman ? parsePostman(postman, url) : parseListing(source, url, 'json');
  }
  if (content === 'xml') return parseListing(source, url, 'xml');
  if (/\.(md|markdown)$/.test(name) || contentType.includes('markdown') || looksLikeMarkdown(source))
    return parseMarkdown(source, url);
  return content === 'csv' ? parseCsv(source, url) : parseText(source, url);
}

/** What programs write for programs: kept as it is, a line to a passage. The addresses in it are data, and not followed. */
function parseListing(source: string, url: string, format: 'json' | 'xml'): Document {
  const writer = new DocumentWriter(url, format);
  for (const line of source.slice(0, 1024 * 1024).split('\n')) writer.write({ kind: 'code', text: line });
  return writer.done();
}

const readable = /\.(html?|md|markdown|txt|pdf|docx|xlsx|csv|tsv|json|ya?ml|xml)$/i;

async function parseZip(bytes: Uint8Array, url: string): Promise<Parsed> {
  const paths: string[] = [];
  unzip(bytes, path => {
    paths.push(path);
    return false;
  });
  const office = officeFormat(paths);
  if (office === 'docx') return legible(await parseDocx(bytes, url));
  if (office === 'xlsx') return legible(parseXlsx(bytes, url));
  const { files, leftOut } = unzip(bytes, path => readable.test(path));
  const documents: Document[] = [];
  let unread = leftOut;
  for (const [path, file] of files) {
    // An archive within an archive is not opened, documents that are archives themselves are.
    const inner =
      recognise(file.subarray(0, 16_384)) === 'zip' && !/\.(docx|xlsx)$/i.test(path)
        ? undefined
        : await parseDocument(file, { url: `${url.replace(/\/$/, '')}/${encodeURIComponent(path)}` });
    if (!inner?.documents) unread++;
    else documents.push(...inner.documents.map(document => ({ ...document, url, part: path })));
  }
  if (documents.length === 0) return { unreadable: 'is an archive without a document that we can read' };
  return { documents, ...(unread > 0 ? { unreadable: `holds ${unread} files that we could not read` } : {}) };
}
