import type { PageRole } from '../../model/vendor.ts';
import type { Document, Passage } from '../documents/document.ts';
import { type Party, partiesIn } from './parties.ts';

/** Where words stand: what a careful reader knows before reading them. */
export interface Setting {
  readonly document: Pick<Document, 'url' | 'part' | 'title' | 'passages'>;
  /** What the page is for; the nearest of the vendor's registered pages, where it is not one itself. */
  readonly role: PageRole;
  /** Who is called "you", if that can be told. */
  readonly addressee: Party | undefined;
  /** The page speaks of an API or of apps. */
  readonly concernsApi: boolean;
}

/** What a vendor registers under these roles is about its API, whatever words it uses. */
const ownPages: readonly PageRole[] = ['api', 'registration', 'terms'];
const ofTheWebSite = /\bweb ?site\b/i;
const forCustomers: readonly PageRole[] = ['disclosures', 'ehi-format'];
const speaksOfApi =
  /\bAPIs?\b|\bFHIR\b|\bapps?\b|\bapplications?\b|\bdevelopers?\b|\bsandbox\b|\bclient[ _]ids?\b|\bthird[- ]part(?:y|ies)\b|\bSMART\b|\blicensees?\b|\bapplicants?\b|\bintegrations?\b/i;

/**
 * Reads off a page whom it addresses and whether it is about the API.
 * @param registered whether the page itself has the role, or is only linked from one that has
 */
export function settingOf(document: Setting['document'], role: PageRole, registered: boolean): Setting {
  const body = document.passages.filter(({ navigation, kind }) => !navigation && kind !== 'code');
  const named = body.flatMap(({ text }) => partiesIn(text)).filter(({ counted }) => !counted);
  const count = (party: Party) => named.filter(one => one.party === party).length;
  const concernsApi =
    (registered && ownPages.includes(role) && !ofTheWebSite.test(document.title)) ||
    speaksOfApi.test(document.title) ||
    body.some(({ text }) => speaksOfApi.test(text));
  return { document, role, addressee: addresseeOf(role, concernsApi, count), concernsApi };
}

function addresseeOf(role: PageRole, concernsApi: boolean, count: (party: Party) => number): Party | undefined {
  if (forCustomers.includes(role)) return 'source';
  if (!concernsApi) return undefined;
  if (role !== 'fees') return 'api-user';
  return count('api-user') > count('source') ? 'api-user' : undefined;
}

/** The headings above a passage, innermost first, and last the title of the page. */
export function headingsAbove({ document }: Setting, passage: Passage): readonly string[] {
  const own = passage.kind === 'heading' ? [] : [...passage.headings].reverse();
  return document.title && !own.includes(document.title) ? [...own, document.title] : own;
}
