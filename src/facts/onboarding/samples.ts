/** Readings of a made-up vendor whom anyone may register with, for rules to vary in their examples. */
import type { ExhibitId, JournalEntry } from '../../model/exhibit.ts';
import type { JournalContent } from '../../model/journal.ts';
import { parseHtml } from '../documents/html.ts';
import type { PublishedPages } from '../documents/published.ts';
import { type Journal, mattersOf } from './journal.ts';
import type { RegisteredKind, Registration } from './registrations.ts';
import type { ProgramRoute } from './routes.ts';
import { type WayIn, wayIn } from './ways-in.ts';

export const exhibit: ExhibitId = `sha256:${'0'.repeat(64)}`;
const portal = 'https://developer.larkspur.example/';

/** A page that leads in, read from its markup. */
export const page = (body: string, place: Partial<Pick<WayIn, 'url' | 'found' | 'behind' | 'status'>> = {}): WayIn => {
  const url = place.url ?? portal;
  const markup = `<!doctype html><title>Larkspur</title><main>${body}</main>`;
  return wayIn(markup, [parseHtml(markup, url)], {
    url,
    found: 'linked',
    status: 200,
    title: 'Larkspur',
    exhibits: [exhibit],
    ...place,
  });
};

/** A form that registers an app, with more fields as HTML. */
export const form = (more = ''): string =>
  `<form method="post" action="/apps"><label>Name of the app <input name="name" required></label><label>Redirect address <input name="redirect" required></label>${more}<button>Register the app</button></form>`;

export const program = (more: Partial<ProgramRoute> & { readonly address?: string | undefined } = {}): ProgramRoute => {
  const { address, ...rest } = { address: 'https://auth.larkspur.example/register', ...more };
  return {
    deployment: 'sandbox',
    endpoint: { ...(address ? { address } : {}), documents: [{ exhibit, says: {} }], namedBy: exhibit },
    ...rest,
  };
};

export const registered = (kind: RegisteredKind, more: Partial<Registration> = {}): Registration => ({
  kind,
  outcome: 'registered',
  status: 201,
  authentication: kind === 'backend' ? 'private_key_jwt' : kind === 'symmetric' ? 'client_secret_basic' : 'none',
  secretGiven: kind === 'symmetric',
  managed: true,
  exhibits: [exhibit],
  ...more,
});

export const refused = (kind: RegisteredKind, more: Partial<Registration> = {}): Registration => ({
  kind,
  outcome: 'refused',
  status: 400,
  error: 'invalid_client_metadata',
  secretGiven: false,
  managed: false,
  exhibits: [exhibit],
  ...more,
});

/** A journal in which these things happened; the run began on 25 November 2026. */
export function diary(...entries: readonly (Partial<JournalContent> & { readonly happenedAt: string })[]): Journal {
  const written = entries.map(
    (entry, sequence): JournalEntry => ({
      kind: 'journal',
      id: exhibit,
      sequence,
      at: '2026-11-25T08:00:00.000Z',
      elapsed: 0,
      label: 'journal',
      text: '',
      attachments: [],
      writtenAt: entry.happenedAt,
      ...entry,
    }),
  );
  return { today: '2026-11-25', matters: mattersOf(written), run: exhibit };
}

/** The request that begins a diary, made on a Monday four weeks before the run. */
export const request = { happenedAt: '2026-10-26', means: 'request', who: 'us', app: 'patient' } as const;

/** Documentation of one page. */
export function published(body: string): PublishedPages {
  const url = 'https://www.larkspur.example/api/registration';
  const markup = `<!doctype html><title>Registration</title><main>${body}</main>`;
  const asked = { asked: url, url, at: '2026-11-25T08:00:00.000Z', exhibit, exhibits: [exhibit] as const };
  return {
    pages: [
      {
        url,
        answer: { ...asked, kind: 'response', status: 200, headers: [], contentType: 'text/html' },
        state: { kind: 'open', says: 'opens' },
        documents: [parseHtml(markup, url)],
        reach: [{ role: 'registration', clicks: 0, path: [] }],
        exhibits: [exhibit],
      },
    ],
    knocked: [],
    unread: [],
  };
}
