import type { JournalContent } from './journal.ts';
import type { Topic } from './topic.ts';
import type { Permission, Vendor } from './vendor.ts';
import type { NonEmpty, UntestedReason } from './words.ts';

/** `sha256:` and the hex digest of the exhibit's record. A finding cites these. */
export type ExhibitId = `sha256:${string}`;

/** Bytes kept beside the journal, addressed by their digest. */
export interface Body {
  /** Hex SHA-256 of the bytes as stored (after secrets were taken out). */
  readonly sha256: string;
  /** Bytes as stored. */
  readonly size: number;
  readonly type?: string;
  /**
   * The rest was not read: the body was longer than our limit, took longer than our time, its connection ended first, or
   * it is not compressed as its Content-Encoding says.
   */
  readonly truncated?: 'limit' | 'time' | 'connection' | 'encoding';
  /** The bytes were not kept, because they hold patients' records; `sha256` is then a keyed digest. */
  readonly withheld?: 'phi';
}

export type Headers = readonly (readonly [name: string, value: string])[];

/** Which attempt at which step made an exhibit. */
export interface StepReference {
  readonly id: string;
  readonly deployment: string | null;
  /** 1, 2, ... across the processes of a resumed run. */
  readonly attempt: number;
}

interface Recorded {
  readonly id: ExhibitId;
  readonly sequence: number;
  /** Wall clock, ISO 8601 in UTC. */
  readonly at: string;
  /** Milliseconds on the monotonic clock since this process began the run. */
  readonly elapsed: number;
  readonly step?: StepReference;
  /** What the step calls this exhibit; facts look it up by this name. */
  readonly label?: string;
}

/** One HTTP exchange, one hop: a redirect is an exchange of its own. */
export interface Exchange extends Recorded {
  readonly kind: 'exchange';
  readonly request: { readonly method: string; readonly url: string; readonly headers: Headers; readonly body?: Body };
  readonly response: {
    readonly status: number;
    readonly headers: Headers;
    readonly body?: Body;
  };
  /** Milliseconds from sending to the last byte. */
  readonly took: number;
  /** The exchange whose redirect led here. */
  readonly redirectedFrom?: ExhibitId;
  /** The step record that said, before sending, what this was to change. */
  readonly intent?: ExhibitId;
  readonly remoteAddress?: string;
  /** The answer was made by a proxy of ours, not by the vendor. */
  readonly madeByProxy?: true;
}

/** No HTTP status came back. */
export interface ConnectionFailure extends Recorded {
  readonly kind: 'failure';
  readonly url: string;
  readonly method: string;
  readonly phase:
    | 'dns'
    | 'connect'
    | 'tls'
    | 'timeout'
    | 'reset'
    | 'proxy'
    | 'refused-by-harness'
    | 'redirects'
    | 'protocol';
  readonly code: string;
  readonly message: string;
  readonly tries: readonly { readonly at: string; readonly code: string }[];
  /** Another host, asked in the same run by the same route, that did answer: without it the fault may be ours. Loopback is its own control. */
  readonly control?: { readonly url: string; readonly status: number | 'loopback' };
  readonly redirectedFrom?: ExhibitId;
  readonly intent?: ExhibitId;
}

/** A resolver or route of ours that fails, whatever the vendor does. */
const ourOwnTrouble = new Set([
  'EAI_AGAIN',
  'EAI_FAIL',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EACCES',
  'EPERM',
]);
const phasesThatCount = new Set<ConnectionFailure['phase']>(['dns', 'connect', 'tls', 'reset']);

/** Whether a failure may be the vendor's at all; a time-out, a lost route or a proxy's error may always be our own. */
export const mayBeTheVendors = ({ phase, code }: Pick<ConnectionFailure, 'phase' | 'code'>): boolean =>
  phasesThatCount.has(phase) && !ourOwnTrouble.has(code);

/** A page as a fresh browser showed it. */
export interface RenderedPage extends Recorded {
  readonly kind: 'page';
  readonly url: string;
  readonly finalUrl: string;
  readonly status: number | null;
  readonly title: string;
  readonly dom: Body;
  readonly text: Body;
  readonly screenshot?: Body;
  /**
   * Where each block of text stands in the screenshot, as JSON: a list of {@link TextBlock}, in the order of the page. What
   * a finding quotes is found here by its words.
   */
  readonly blocks?: Body;
  readonly links: readonly { readonly href: string; readonly text: string }[];
  /** Documents that the page itself asked for while it was being drawn (scripts' data requests and downloads). */
  readonly requests: readonly { readonly url: string; readonly status: number | null; readonly type: string }[];
  /** What kept the page from being whole: failed scripts or data requests, with whose fault it is. */
  readonly incomplete?: string;
}

/** One block of a drawn page's text, in CSS pixels from the top left corner of the full-page screenshot. */
export interface TextBlock {
  /** White space folded; the first 2000 characters. */
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface File extends Recorded {
  readonly kind: 'file';
  readonly name: string;
  readonly body: Body;
}

/** One TLS handshake. */
export interface Handshake extends Recorded {
  readonly kind: 'tls';
  readonly host: string;
  readonly port: number;
  /** The only version offered. */
  readonly offered: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  readonly accepted: boolean;
  /** What went wrong: OpenSSL's or the socket's code. */
  readonly code?: string;
  /** The server spoke TLS and said no, as against a connection that failed for other reasons. */
  readonly refusedByServer?: boolean;
  readonly cipher?: string;
  readonly certificate?: {
    readonly subject: string;
    readonly issuer: string;
    readonly names: readonly string[];
    readonly notBefore: string;
    readonly notAfter: string;
    readonly sha256: string;
  };
  /** Whether chain, name and dates were accepted; with the reason when not. */
  readonly trusted?: boolean;
  readonly trustError?: string;
  /** With TLS below 1.2: how the application answered a GET over it. Its refusal is as good as the handshake's. */
  readonly application?: { readonly status: number; readonly body?: Body };
}

/** Something computed while collecting, by a named library. */
export interface Measurement extends Recorded {
  readonly kind: 'measurement';
  readonly of: readonly ExhibitId[];
  readonly by: string;
  readonly value: unknown;
}

/** `reused`: what came back then stands for this attempt too. The other two leave nothing behind: it may be sent again. */
export type Settlement = 'reused' | 'cancelled' | 'never-arrived';

/** The life of a step: it started, met obstacles, ended. */
export interface StepRecord extends Recorded {
  readonly kind: 'step';
  readonly step: StepReference;
  readonly event: 'started' | 'obstacle' | 'intent' | 'settled' | 'finished' | 'failed' | 'skipped';
  readonly reason?: UntestedReason;
  readonly message?: string;
  /** What the request that follows is to change. */
  readonly intent?: { readonly says: string; readonly method: string; readonly url: string };
  /** What became of an intent that an earlier attempt left behind. */
  readonly settled?: { readonly intent: ExhibitId; readonly how: Settlement };
  readonly permits?: readonly Permission[];
}

/** An entry of the case's journal, as it stood when the run began. */
export interface JournalEntry extends Recorded, JournalContent {
  readonly kind: 'journal';
  readonly attachments: readonly Body[];
  /** The names of the attached files, in the same order. */
  readonly attached?: readonly string[];
  /** Its id in the case. */
  readonly entry?: ExhibitId;
}

/** The run itself: what was asked, of whom, by what, when. */
export interface RunRecord extends Recorded {
  readonly kind: 'run';
  readonly run: string;
  readonly startedAt: string;
  readonly harness: string;
  readonly node: string;
  readonly platform: string;
  readonly topics: readonly Topic[];
  /** What was to be done, as the suites of that day said it. */
  readonly suites: readonly {
    readonly topic: Topic;
    readonly question: string;
    readonly steps: NonEmpty<{
      readonly name: string;
      readonly permits: NonEmpty<Permission>;
      readonly per: 'vendor' | 'deployment';
    }>;
  }[];
  readonly authorised: boolean;
  /** The profile as read: references to secrets, no secret. */
  readonly vendor: Vendor;
}

export type Exhibit =
  | Exchange
  | ConnectionFailure
  | RenderedPage
  | File
  | Handshake
  | Measurement
  | StepRecord
  | JournalEntry
  | RunRecord;
export type ExhibitKind = Exhibit['kind'];
export type ExhibitOf<K extends ExhibitKind> = Extract<Exhibit, { kind: K }>;

/** An exhibit before the store has given it an id, a place and a time. */
export type Draft<E extends Exhibit = Exhibit> = E extends Exhibit
  ? Omit<E, 'id' | 'sequence' | 'at' | 'elapsed'>
  : never;

export function header(headers: Headers, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const values = headers.filter(([key]) => key.toLowerCase() === wanted).map(([, value]) => value);
  return values.length > 0 ? values.join(', ') : undefined;
}
