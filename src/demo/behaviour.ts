import type { JournalContent } from '../model/journal.ts';
import type { Topic } from '../model/topic.ts';
import type { NonEmpty } from '../model/words.ts';
import type { Access } from './access.ts';
import type { OwnClient } from './clients.ts';

/** The embedded vendor's hosts; each is `<name>.larkspur.example` under the vendor's own certificate authority. */
export const hostNames = ['fhir', 'auth', 'www', 'developer'] as const;
export type HostName = (typeof hostNames)[number];

// biome-ignore lint/suspicious/noExplicitAny: FHIR and OAuth documents, about to be made wrong on purpose
type Json = any;

/** An entry of the applicant's journal; `about` keeps the letters of one barrier apart from those of another. */
export interface Letter extends Omit<JournalContent, 'happenedAt' | 'writtenAt'> {
  /** Calendar days before the profile is written. */
  readonly daysAgo: number;
  readonly about: string;
}

export type ExportOf = 'single-patient' | 'population';

/** How the embedded vendor behaves. It starts open and correct; a barrier changes some of it. */
export interface Behaviour {
  readonly tls: {
    readonly [host in HostName]: {
      lowest: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
      /** TLS 1.3 unless said. */
      highest?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2';
      certificate: 'good' | 'expired' | 'wrong-name' | 'unknown-authority';
    };
  };
  /** Asked in order before the vendor's own routes; the first answer wins. `request.url` bears the https host name. */
  readonly answers: ((request: Request) => Response | undefined | Promise<Response | undefined>)[];
  /** Change, in place, a fresh copy of what the vendor publishes. */
  readonly capabilityStatement: ((statement: Json) => void)[];
  readonly smartConfiguration: ((configuration: Json) => void)[];
  readonly openidConfiguration: ((configuration: Json) => void)[];
  readonly serviceBaseUrls: ((bundle: Json) => void)[];
  /** What happened between the vendor and someone who asked to be let in, as that person wrote it down. */
  readonly letters: Letter[];
  /** Change the markup of a page of the public web site or the portal; `address` is one of `pages` in addresses.ts. */
  readonly pages: ((address: string, markup: string) => string)[];
  /** Exports of everything, as users of the product hand them over. */
  readonly ehiExport: {
    /** Change what is exported of the records stored. */
    readonly records: ((records: Json[], whose: ExportOf) => Json[])[];
    /** Change, in place, the files of the package. */
    readonly files: ((files: Map<string, Uint8Array>, whose: ExportOf) => void)[];
    readonly archive: ((bytes: Uint8Array, whose: ExportOf) => Uint8Array)[];
    /** Change, in place, what the profile says of it. */
    readonly block: ((block: Json, whose: ExportOf) => void)[];
    /** Change the published data dictionary. */
    readonly dictionary: ((text: string) => string)[];
  };
  readonly authorization: AuthorizationBehaviour;
  /** Headers of every response of the FHIR and authorization hosts, after all else. */
  readonly headers: ((request: Request, headers: Headers) => void)[];
}

/** A token request as it came, and what the server remembers of what it brings: all may be changed before it is looked at. */
export interface AskedToken {
  readonly form: URLSearchParams;
  readonly headers: Headers;
  /** The client registered before the vendor opened that it comes from. */
  readonly client: OwnClient | undefined;
  /** What is remembered of its code or refresh token, if it was issued, and of the grant that this belongs to. */
  readonly remembered: Json;
  readonly grant: Json;
  /** Given instead of what the server would say. */
  answer?: Response;
}

/** Where the authorization server may depart from what it should do; asked at the moment it matters. */
export interface AuthorizationBehaviour {
  /** Change the parameters of an authorization request before it is looked at. */
  readonly requests: ((parameters: URLSearchParams) => void)[];
  readonly tokenRequests: ((asked: AskedToken) => void)[];
  /** Mend a client assertion that is wrong; `true` where it is then to be signed anew with the client's own key. */
  readonly assertions: ((jwt: { readonly header: Json; readonly claims: Json }) => boolean)[];
  /** Change what the token endpoint answers. */
  readonly tokenAnswers: ((answer: { status: number; readonly body: Json }, form: URLSearchParams) => void)[];
  readonly identityClaims: ((claims: Json) => void)[];
  readonly introspections: ((body: Json) => void)[];
  /** What a token opens; `undefined` where it opens nothing. */
  readonly accesses: ((access: Access | undefined) => Access | undefined)[];
  /** Days that a refresh token lasts which has been renewed so many times. */
  refreshDays: (renewals: number) => number;
  readonly consent: {
    /** Each kind of record has a box that can be unticked. */
    boxes: boolean;
    /** The page says that access lasts while the patient is away. */
    tellsOfOfflineAccess: boolean;
    /** Asked of the patient on that page. */
    price: string | undefined;
    /** What is unticked is not granted. */
    honoured: boolean;
  };
}

/** One vice of the embedded vendor, which exactly the named rules must notice. */
export interface BarrierSwitch {
  /** Unique among switches; what `--barrier` takes. */
  readonly id: string;
  readonly topic: Topic;
  /** All rules that fail when this switch alone is on, and no other. */
  readonly rules: NonEmpty<string>;
  /** Id in the barrier taxonomy. */
  readonly barrier: string;
  /** What the vendor does, in one sentence. */
  readonly says: string;
  /** Switches it cannot stand beside: of those, `obstructive` turns on the first listed only. */
  readonly excludes?: readonly string[];
  /** It keeps most other vices of its kind from being seen: `obstructive` goes without it. */
  readonly hides?: true;
  apply(behaviour: Behaviour): void;
}

/** The vendor as it is when no barrier stands: open and correct. Barriers change what this returns. */
export function openBehaviour(): Behaviour {
  const tls = () => ({ lowest: 'TLSv1.2', certificate: 'good' }) as const;
  return {
    tls: { fhir: tls(), auth: tls(), www: tls(), developer: tls() },
    answers: [],
    capabilityStatement: [],
    smartConfiguration: [],
    openidConfiguration: [],
    serviceBaseUrls: [],
    letters: [],
    pages: [],
    ehiExport: { records: [], files: [], archive: [], block: [], dictionary: [] },
    authorization: {
      requests: [],
      tokenRequests: [],
      assertions: [],
      tokenAnswers: [],
      identityClaims: [],
      introspections: [],
      accesses: [],
      // More than the three months that 45 CFR 170.315(g)(10)(v)(A) asks; each use begins them anew.
      refreshDays: () => 120,
      consent: { boxes: true, tellsOfOfflineAccess: true, price: undefined, honoured: true },
    },
    headers: [],
  };
}
