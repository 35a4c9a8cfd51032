import type { Evidence } from '../../model/evidence.ts';
import { type ExhibitId, type Headers, header, type Measurement } from '../../model/exhibit.ts';
import type { Deployment } from '../../model/vendor.ts';
import type { NonEmpty } from '../../model/words.ts';
import { type AuthorizationStep, idOf } from './steps.ts';

interface Seen {
  /** The client's id in the profile. */
  readonly client: string;
  /** The measurement first, then what it was made of. */
  readonly exhibits: NonEmpty<ExhibitId>;
}

/** One box on a consent page. */
export interface ConsentBox {
  readonly value: string;
  readonly label: string;
  readonly ticked: boolean;
  readonly locked: boolean;
}

/** How one authorization request went, from the app's request to what came back to it. */
export interface AuthorizationSeen extends Seen {
  readonly person: string;
  readonly scope: string;
  readonly signIns: number;
  readonly consent?: {
    readonly boxes: readonly ConsentBox[];
    readonly buttons: readonly string[];
    readonly unticked: readonly string[];
    /** What a person reads there; empty where it may not be kept. */
    readonly text: string;
    /** The words with which it tells that access lasts while the person is away. */
    readonly lasting?: string;
  };
  /** Why it did not come back to the app. */
  readonly stopped?: { readonly why: string; readonly message: string };
  readonly hops: readonly { readonly url: string; readonly status: number }[];
  readonly returned?: {
    readonly how: 'query' | 'fragment' | 'form_post';
    readonly to: string;
    /** Whether that is the address registered for the client. */
    readonly registered: boolean;
    readonly code: boolean;
    readonly state: 'echoed' | 'changed' | 'missing';
    readonly error?: string;
    readonly description?: string;
  };
}

/** A member of a JSON answer: its kind, and what it holds where that lets nobody in. */
export interface Member {
  readonly is: 'string' | 'number' | 'boolean' | 'object' | 'list' | 'null' | 'empty';
  readonly value?: unknown;
}

/** What a token, introspection or revocation endpoint answered. */
export interface TokenSeen extends Seen {
  /** Absent when no HTTP status came back. */
  readonly status?: number;
  readonly headers: Headers;
  readonly contentType?: string;
  /** Absent when the body is no JSON object. */
  readonly says?: Readonly<Record<string, Member>>;
  /** When it was seen, ISO 8601. */
  readonly at: string;
}

/** What a request for a record, with or without a token, was answered. */
export interface RecordSeen extends Seen {
  /** Whose or what: `own Patient`, `another patient's Condition`. */
  readonly what: string;
  readonly status?: number;
  readonly type?: string;
  /** Whether it is the very resource that was asked for. */
  readonly same?: boolean;
  /** Of a search: resources of the type asked for. */
  readonly count?: number;
  /** Of a search: how many of them lie outside of what was granted. */
  readonly outside?: number;
  /** Of a search that a narrower grant is to pass: how many lie inside of it. */
  readonly inside?: number;
}

const measurements = (evidence: Evidence, step: AuthorizationStep, label: string, deployment: Deployment | undefined) =>
  evidence.exhibits('measurement', { step: idOf(step), label, ...(deployment ? { deployment } : {}) });

const exhibitsOf = ({ id, of }: Measurement): NonEmpty<ExhibitId> => [id, ...of];

/** Readings of one label in one step, in the order made; absent where there is none. */
function all<T>(
  evidence: Evidence,
  [step, label]: Place,
  deployment: Deployment | undefined,
  read: (measurement: Measurement) => T,
): NonEmpty<T> | undefined {
  const found = measurements(evidence, step, label, deployment).map(read);
  const [first, ...rest] = found;
  return first === undefined ? undefined : [first, ...rest];
}

export type Place = readonly [step: AuthorizationStep, label: string];

export const authorizationsAt = (evidence: Evidence, place: Place, deployment: Deployment | undefined) =>
  all(
    evidence,
    place,
    deployment,
    (one): AuthorizationSeen => ({ ...(one.value as AuthorizationSeen), exhibits: exhibitsOf(one) }),
  );

export const tokensAt = (evidence: Evidence, place: Place, deployment: Deployment | undefined) =>
  all(evidence, place, deployment, (one): TokenSeen => {
    const exchange = one.of.map(id => evidence.exhibit(id)).find(exhibit => exhibit?.kind === 'exchange');
    const headers = exchange?.kind === 'exchange' ? exchange.response.headers : [];
    const type = header(headers, 'content-type')?.split(';')[0]?.trim().toLowerCase();
    return {
      ...(one.value as TokenSeen),
      headers,
      ...(type ? { contentType: type } : {}),
      at: one.at,
      exhibits: exhibitsOf(one),
    };
  });

export const recordsAt = (evidence: Evidence, place: Place, deployment: Deployment | undefined) =>
  all(evidence, place, deployment, (one): RecordSeen => ({ ...(one.value as RecordSeen), exhibits: exhibitsOf(one) }));

/** The value of a member that is a text. */
export const textOf = (seen: Pick<TokenSeen, 'says'>, name: string): string | undefined => {
  const value = seen.says?.[name]?.value;
  return typeof value === 'string' ? value : undefined;
};

export const hasText = (seen: Pick<TokenSeen, 'says'>, name: string): boolean => seen.says?.[name]?.is === 'string';

/** Whether an access token was given. */
export const gaveToken = (seen: TokenSeen): boolean =>
  seen.status !== undefined && seen.status < 300 && hasText(seen, 'access_token');

/** One clause on what came: `answered 400 with invalid_grant`. */
export function saysWhatCameBack({ status, says }: Pick<TokenSeen, 'status' | 'says'>): string {
  if (status === undefined) return 'gave no answer';
  const error = says?.error?.value;
  return `answered ${status}${typeof error === 'string' ? ` with ${error}` : ''}`;
}
