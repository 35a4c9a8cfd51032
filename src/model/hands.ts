import type { Body, ExhibitId, Headers, RenderedPage, Settlement } from './exhibit.ts';
import type { FactReader } from './fact.ts';
import type { OAuth } from './oauth.ts';
import type { Deployment, Permission, SecretReference, Vendor } from './vendor.ts';
import type { UntestedReason } from './words.ts';

/** What came back, for a step that must decide what to ask next. Judging is done from exhibits, not from this. */
export interface Answer {
  /** The last exchange of a chain of redirects, or the failure to connect. */
  readonly exhibit: ExhibitId;
  /** Absent when no HTTP status came back. */
  readonly status?: number;
  /** As they came: what is stored is without secrets. */
  readonly headers: Headers;
  /** The address that answered in the end. */
  readonly url: string;
  /** As stored; absent when nothing came, or when it may not touch the disk. */
  readonly body?: Body;
  /** The body as text, as it came. Rejects when it is longer than 16 MiB: read facts instead. */
  text(): Promise<string>;
  /** The body's bytes, none when nothing came. Rejects as `text` does, above 64 MiB. */
  bytes(): Promise<Uint8Array>;
}

export interface Request {
  /** What facts will look this exhibit up by. */
  readonly as: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The page, list or document that named this address, where the profile does not. */
  readonly namedBy?: ExhibitId;
  /** Bytes of body read at most; 64 MiB unless told. */
  readonly limit?: number;
  /** Milliseconds for the whole request; 30,000 unless told. */
  readonly timeout?: number;
  /** Redirects followed at most; 10 unless told. */
  readonly redirects?: number;
}

/** Looks at what is public: no credential, no form, no patient resource. */
export interface PassiveHttp {
  get(url: string, request: Request): Promise<Answer>;
  head(url: string, request: Request): Promise<Answer>;
  options(url: string, request: Request): Promise<Answer>;
}

/** A secret that goes only to the origin it belongs to; its text reaches no exhibit. */
export interface Credential {
  readonly origin: string;
  readonly scheme: 'Bearer' | 'Basic';
  readonly secret: SecretReference | { readonly live: string };
}

export interface ActiveRequest extends Request {
  readonly method?: 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'DELETE' | 'PATCH';
  readonly body?: string;
  readonly credential?: Credential;
  /** The answer holds a patient's record: kept, measured or refused as the deployment's `data` says. */
  readonly patient?: boolean;
  /**
   * The answer holds secrets that the step goes on to use, such as those of a registration: `text()` gives it as it came,
   * in this process alone. What is stored is without them.
   */
  readonly live?: true;
  /** What this makes, changes or takes away, in the same words at every attempt: `register the app "nightly"`. */
  readonly intent?: string;
}

/** Everything that an engagement must permit. */
export interface ActiveHttp extends PassiveHttp {
  send(url: string, request: ActiveRequest): Promise<Answer>;
}

/** A request that may change something says what. */
export type WritingRequest = ActiveRequest &
  ({ readonly method?: 'GET' | 'HEAD' | 'OPTIONS' } | { readonly intent: string });

/** What an earlier attempt at this step set out to change, and did not live to see through. */
export interface Left {
  readonly id: ExhibitId;
  readonly intent: string;
  readonly method: string;
  readonly url: string;
  /** What came back then, as stored; without it nobody knows whether the request arrived. */
  readonly answer?: Answer;
}

/** What `write` permits. An intent is recorded before its request is sent, and no intent is sent twice. */
export interface WritingHttp extends PassiveHttp {
  /** Throws when an earlier attempt left the same intent and it has not been settled: look, then reuse or cancel it. */
  send(url: string, request: WritingRequest): Promise<Answer>;
  readonly left: readonly Left[];
  settle(left: Left, how: Settlement): Promise<void>;
}

/** A browser that has never been anywhere: no cookies, no storage, closed after each page. */
export interface Browser {
  /** Draws a page and keeps its DOM, text, links and picture. `undefined` when no browser can be had here. */
  render(
    url: string,
    request: Pick<Request, 'as' | 'namedBy' | 'timeout'>,
  ): Promise<
    ({ readonly exhibit: ExhibitId } & Pick<RenderedPage, 'finalUrl' | 'status' | 'links' | 'requests'>) | undefined
  >;
}

/** A form that is sent as a person would, once everything that it binds us to has been agreed to by someone. */
export interface FormToSend {
  /** What the page that follows is called in the evidence. */
  readonly as: string;
  readonly namedBy?: ExhibitId;
  /** Values by the labels of their fields, or by CSS selectors. */
  readonly fields: Readonly<Record<string, string>>;
  /** Labels of the boxes that are ticked. */
  readonly tick: readonly string[];
  /** What the button says. */
  readonly press: string;
  /** What is taken from the page that follows, by CSS selectors: it may be secret, and is written nowhere. */
  readonly take: Readonly<Record<string, string>>;
  /** As for {@link ActiveRequest}: recorded before anything is sent. */
  readonly intent: string;
  /** Looks at the page as drawn, right before anything is filled in. @returns why it may not be sent after all */
  check(markup: string, url: string): string | undefined;
}

/** What `write` permits. */
export interface FillingBrowser extends Browser {
  /** `undefined` when no browser can be had here. The page that follows is kept without a picture: it may show a secret. */
  send(
    url: string,
    form: FormToSend,
  ): Promise<
    | { readonly exhibit: ExhibitId; readonly taken: Readonly<Record<string, string>> }
    | { readonly exhibit: ExhibitId; readonly stopped: string }
    | undefined
  >;
}

export interface Tls {
  /** Offers one version alone; below 1.2 an accepted handshake is followed by a GET of `path`. */
  handshake(
    url: string,
    offer: {
      readonly as: string;
      readonly version: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
      readonly namedBy?: ExhibitId;
    },
  ): Promise<ExhibitId>;
}

/** What a step is given. `Needs` are the permissions it named: without more than `passive` it cannot even write a POST. */
export interface Hands<Needs extends Permission, Where extends Deployment | undefined> {
  readonly vendor: Vendor;
  readonly deployment: Where;
  readonly http: [Needs] extends ['passive'] ? PassiveHttp : 'write' extends Needs ? WritingHttp : ActiveHttp;
  readonly browser: 'write' extends Needs ? FillingBrowser : Browser;
  /** Given to steps that sign in, or that try what must be refused. */
  readonly oauth: [Extract<Needs, 'consented' | 'negative'>] extends [never] ? undefined : OAuth;
  readonly tls: Tls;
  /** Readings of what finished steps have collected. */
  readonly facts: FactReader;
  /**
   * Keeps a file that a person handed over. One with patients' records is kept only where the data of every deployment may
   * be: else a keyed digest stands for it.
   */
  keepFile(file: {
    readonly as: string;
    readonly name: string;
    readonly content: AsyncIterable<Uint8Array>;
    readonly patient?: boolean;
    /** Bytes kept at most; 64 MiB unless told. */
    readonly limit?: number;
  }): Promise<ExhibitId>;
  /** Keeps a value computed while collecting. */
  measure(measurement: {
    readonly as: string;
    readonly of: readonly ExhibitId[];
    readonly by: string;
    readonly value: unknown;
  }): Promise<ExhibitId>;
  /** Does a thing that several topics ask for once in a run: the first to ask does it, in its step; the others wait for it. */
  once(what: string, work: () => Promise<void>): Promise<void>;
  /** Something kept this step from collecting all it came for; a rule whose facts are absent is then `untested` for that reason. */
  obstacle(reason: Exclude<UntestedReason, 'harness-bug'>, message: string): Promise<void>;
  /** What the step waits for or has done, for a person watching: `waiting for ...`, `knocked at 12 of 20`. */
  say(progress: string): void;
  /** Aborted when the run is. */
  readonly signal: AbortSignal;
}
