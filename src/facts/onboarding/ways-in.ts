import type { Body, ExhibitId } from '../../model/exhibit.ts';
import { perVendor } from '../../model/fact.ts';
import type { NonEmpty } from '../../model/words.ts';
import { type Document, mainText, placeOf } from '../documents/document.ts';
import { parseHtml } from '../documents/html.ts';
import { type PublishedPage, type PublishedPages, publishedPages, readingStep } from '../documents/published.ts';
import { type Demand, demandsIn } from './demand.ts';
import { type Agreement, type Form, readForms } from './forms.ts';

export const openingStep = 'onboarding/open what leads to registration';
export const wayInLabel = 'way in';

/** A page where apps are registered, or that says how. */
export interface WayIn {
  readonly url: string;
  /** `described`: it is registered as the page about registration. `linked`: a page about registration leads here. */
  readonly found: 'described' | 'linked';
  readonly status: number | null;
  readonly title: string;
  /** What stands before it, where something does. */
  readonly behind?: 'sign-in' | 'robot-check' | 'nothing-there' | 'not-drawn';
  readonly forms: readonly Form[];
  readonly agreements: readonly Agreement[];
  readonly robotCheck?: string;
  /** A stranger can make an account here, or is led to where that is done. */
  readonly offersAccount: boolean;
  /** Places where it can be asked for by mail. */
  readonly mailAddresses: readonly string[];
  readonly demands: readonly PlacedDemand[];
  /** Its words, without menus. */
  readonly text: string;
  readonly exhibits: NonEmpty<ExhibitId>;
}

export interface PlacedDemand extends Demand {
  /** Where it stands, for a reader. */
  readonly place: string;
}

/** Words of links and buttons behind which apps are registered. */
const leadsToRegistration =
  /\b(register|registration|sign ?up|create (an? )?(account|app)|get started|getting started|request (api )?(access|credentials|keys?|an? account)|apply( now)?|developer (portal|console|account)|portal|app (registration|console)|my apps|onboard(ing)?|join)\b/i;
const leavesAlone =
  /\b(log ?in|sign ?in|webinar|newsletter|event|patient portal|conference|careers?|jobs?|unsubscribe)\b/i;

/** Links of a page about registration that promise the place itself. */
export function linksToRegistration({ documents }: Pick<PublishedPage, 'documents'>): readonly string[] {
  const links = documents
    .flatMap(document => document.links)
    .filter(({ url, text, navigation }) => {
      if (navigation || !/^https?:/.test(url) || leavesAlone.test(text)) return false;
      const { hostname, pathname } = new URL(url);
      return leadsToRegistration.test(`${text} ${pathname.replace(/[-_/]+/g, ' ')} ${hostname.split('.')[0]}`);
    });
  return [...new Set(links.map(({ url }) => url))];
}

/** Pages about registration: those registered as such; where there are none, those that the API documentation leads to in one step. */
export function pagesAboutRegistration({ pages }: PublishedPages): readonly PublishedPage[] {
  const registered = pages.filter(({ reach }) =>
    reach.some(({ role, clicks }) => role === 'registration' && clicks === 0),
  );
  if (registered.length > 0) return registered;
  return pages.filter(({ reach, url }) =>
    reach.some(
      ({ role, clicks, path }) =>
        role === 'api' &&
        (clicks === 0 ||
          (clicks === 1 && leadsToRegistration.test(`${path.at(-1)?.text ?? ''} ${new URL(url).pathname}`))),
    ),
  );
}

/**
 * Every page that leads an app in, with its forms and what it demands. Absent when no page about registration was read at
 * all. Forms are read from the page as a browser drew it, where one did.
 */
export const waysIn = perVendor({
  id: 'onboarding/ways-in',
  from: [openingStep, readingStep('onboarding')],
  async read(evidence): Promise<NonEmpty<WayIn> | undefined> {
    const published = await publishedPages.read(evidence, undefined);
    const drawn = new Map(evidence.exhibits('page', { label: wayInLabel }).map(page => [page.url, page]));
    const found: WayIn[] = [];
    for (const page of published ? pagesAboutRegistration(published) : []) {
      const { answer, page: seen } = page;
      const body = seen?.dom ?? (answer.kind === 'response' ? answer.body : undefined);
      const isPage = page.documents[0]?.format === 'html';
      const markup = body && isPage ? await textOf(evidence, body) : '';
      const behind = standsBefore[page.state.kind];
      found.push(
        wayIn(markup, page.documents, {
          url: page.url,
          found: 'described',
          status: answer.kind === 'response' ? answer.status : null,
          title: seen?.title ?? page.documents[0]?.title ?? '',
          ...(behind ? { behind } : {}),
          exhibits: page.exhibits,
        }),
      );
    }
    const described = new Set(found.map(({ url }) => url));
    for (const page of drawn.values()) {
      if (described.has(page.url)) continue;
      const markup = await textOf(evidence, page.dom);
      const document = parseHtml(markup, page.finalUrl);
      const way = wayIn(markup, [document], {
        url: page.url,
        found: 'linked',
        status: page.status,
        title: page.title,
        exhibits: [page.id],
      });
      const behind =
        page.status !== null && page.status >= 400
          ? 'nothing-there'
          : page.incomplete && way.forms.length === 0
            ? 'not-drawn'
            : way.behind;
      found.push(behind ? { ...way, behind } : way);
    }
    return found.length > 0 ? (found as unknown as NonEmpty<WayIn>) : undefined;
  },
});

const standsBefore: { readonly [state: string]: NonNullable<WayIn['behind']> } = {
  gone: 'nothing-there',
  'soft-gone': 'nothing-there',
  parked: 'nothing-there',
  unreachable: 'nothing-there',
  // It may pass.
  'server-error': 'not-drawn',
  login: 'sign-in',
  gate: 'sign-in',
  'turned-away': 'robot-check',
  'not-drawn': 'not-drawn',
  unreadable: 'not-drawn',
};

const makesAccount =
  /\b(sign ?up|create (an? |your )?(new )?account|register( now| here)?|new (user|developer)|don['’]t have an account)\b/i;

type Place = Pick<WayIn, 'url' | 'found' | 'status' | 'title' | 'exhibits'> & Partial<Pick<WayIn, 'behind'>>;

/** @param markup empty where the page is no HTML */
export function wayIn(markup: string, documents: readonly Document[], place: Place): WayIn {
  const { forms, agreements, robotCheck } = readForms(markup, place.url);
  const asksToSignIn =
    forms.some(({ purpose }) => purpose === 'sign-in') && !forms.some(({ purpose }) => purpose === 'registration');
  const text = documents.map(mainText).join('\n');
  const little = text.length < 1500;
  return {
    ...place,
    ...(place.behind === undefined && asksToSignIn && little ? { behind: 'sign-in' as const } : {}),
    forms,
    agreements,
    ...(robotCheck ? { robotCheck } : {}),
    offersAccount: documents.some(({ links, controls }) =>
      [...links, ...controls].some(({ text: words }) => makesAccount.test(words)),
    ),
    mailAddresses: mailAddressesIn(markup, text),
    demands: documents.flatMap(document =>
      document.passages
        .filter(({ navigation, kind }) => !navigation && kind !== 'code')
        .flatMap(passage => demandsIn(passage.text).map(demand => ({ ...demand, place: placeOf(document, passage) }))),
    ),
    text,
  };
}

function mailAddressesIn(markup: string, text: string): readonly string[] {
  const linked = [...markup.matchAll(/href="mailto:([^"?]+)/gi)].map(([, address = '']) => address);
  const written = text.match(/\b[\w.+-]+@[\w-]+(\.[\w-]+)+\b/g) ?? [];
  return [...new Set([...linked, ...written].map(address => address.toLowerCase()))];
}

const longestPage = 8 * 1024 * 1024;

async function textOf(evidence: Parameters<typeof waysIn.read>[0], body: Body): Promise<string> {
  return body.withheld || body.size > longestPage ? '' : evidence.text(body);
}

/** The forms by which an app or its developer is registered. */
export const registrationForms = (ways: readonly WayIn[]): readonly { readonly way: WayIn; readonly form: Form }[] =>
  ways.flatMap(way => way.forms.filter(({ purpose }) => purpose === 'registration').map(form => ({ way, form })));
