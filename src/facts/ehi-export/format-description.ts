import type { Evidence } from '../../model/evidence.ts';
import type { Body, ExhibitId } from '../../model/exhibit.ts';
import { perVendor } from '../../model/fact.ts';
import type { NonEmpty } from '../../model/words.ts';
import { answersAt } from '../address.ts';
import type { Document } from '../documents/document.ts';
import { type PublishedPage, type PublishedPages, publishedPages, readingStep } from '../documents/published.ts';
import { type Dictionary, describe, emptyDictionary } from './dictionary.ts';
import { labels, steps } from './labels.ts';
import { membersOf } from './members.ts';
import { sourceOf } from './source.ts';
import { type Statement, statementsIn } from './statements.ts';

/** What the vendor publishes, or hands over, about the format of its exports. */
export interface FormatDescription {
  /** The registered pages and what they link to that is about the export. */
  readonly pages: readonly PublishedPage[];
  readonly documents: readonly Document[];
  readonly statements: readonly Statement[];
  readonly exhibits: NonEmpty<ExhibitId>;
}

const from = [readingStep('ehi-export'), steps.dictionary] as const;
/** A dictionary may be handed over in thousands of files. */
const mostCited = 3;

/** The words that describe the format, as they could be read. */
export const formatDescription = perVendor({
  id: 'ehi-export/format-description',
  from,
  async read(evidence): Promise<FormatDescription | undefined> {
    const published = await publishedPages.read(evidence, undefined);
    const pages = published ? aboutTheExport(published) : [];
    const documents = pages.flatMap(page => page.documents);
    const [first, ...rest] = [
      ...pages.flatMap(({ exhibits }) => exhibits),
      ...answersAt(evidence, { label: labels.dictionary }).map(({ exhibit }) => exhibit),
      ...evidence
        .exhibits('file', { label: labels.dictionary })
        .slice(0, mostCited)
        .map(({ id }) => id),
    ];
    if (!first) return undefined;
    return { pages, documents, statements: documents.flatMap(statementsIn), exhibits: [first, ...rest] };
  },
});

/** Tables and columns as the pages, and what was handed over, describe them; read while exports are, which are held against it. */
export const formatDictionary = perVendor({
  id: 'ehi-export/format-dictionary',
  from,
  async read(evidence): Promise<Dictionary | undefined> {
    const published = await publishedPages.read(evidence, undefined);
    const pages = published ? aboutTheExport(published) : [];
    const dictionary = emptyDictionary();
    for (const answer of [...pages.map(page => page.answer), ...answersAt(evidence, { label: labels.dictionary })]) {
      if (answer.kind === 'response' && answer.status < 400) await read(evidence, answer.body, answer.url, dictionary);
    }
    for (const { body, name } of evidence.exhibits('file', { label: labels.dictionary }))
      await read(evidence, body, name, dictionary);
    for (const { url, state } of pages) {
      if (state.kind !== 'open') dictionary.leftOut ??= `${url}, which ${state.says}`;
    }
    const unread = published?.unread.filter(({ url }) => isAbout(url, '')).length ?? 0;
    if (unread > 0) dictionary.leftOut ??= `${unread} linked pages`;
    return dictionary.sources > 0 ? dictionary : undefined;
  },
});

/** The registered pages, and what can be reached from them that is about the export rather than the rest of the site. */
function aboutTheExport({ pages }: PublishedPages): readonly PublishedPage[] {
  const registered = pages.filter(({ reach }) => reach.some(one => one.role === 'ehi-format' && one.clicks === 0));
  const roots = registered.map(({ url }) => url.replace(/[#?].*$/, '').replace(/\/(index\.\w+)?$/, ''));
  return pages.filter(page => {
    if (registered.includes(page)) return true;
    const reach = page.reach.find(({ role }) => role === 'ehi-format');
    const [step] = reach?.path.slice(-1) ?? [];
    if (!reach || !step) return false;
    return roots.some(root => page.url.startsWith(`${root}/`)) || isAbout(step.url, step.text);
  });
}

const isAbout = (url: string, text: string): boolean => {
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return /\b(ehi|b10|b-10|data[-_ ]?dictionary|data[-_ ]?model|schemas?|tables?|export)/i.test(`${path} ${text}`);
};

async function read(evidence: Evidence, body: Body | undefined, url: string, into: Dictionary): Promise<void> {
  if (!body || body.withheld || body.size === 0) return;
  const path =
    decodeURIComponent(URL.canParse(url) ? new URL(url).pathname : url)
      .split('/')
      .at(-1) || 'page';
  if (body.truncated) into.leftOut ??= `the end of ${path}`;
  const source = sourceOf(await evidence.bytes(body));
  const members = membersOf([{ path, source }], {
    report: problem => {
      into.leftOut ??= `${problem.path}, which ${problem.message}`;
    },
  });
  for await (const member of members) await describe(into, member);
}
