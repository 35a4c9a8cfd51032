import type { JournalContent } from '../model/journal.ts';
import type { Topic } from '../model/topic.ts';
import type { NonEmpty } from '../model/words.ts';

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
  /** Headers of every response of the FHIR and authorization hosts, after all else. */
  readonly headers: ((request: Request, headers: Headers) => void)[];
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
    headers: [],
  };
}
