import type { Evidence, Where } from '../model/evidence.ts';
import {
  type Body,
  type ConnectionFailure,
  type Exchange,
  type ExhibitId,
  type Headers,
  header,
  mayBeTheVendors,
} from '../model/exhibit.ts';
import { isLoopback } from '../model/vendor.ts';
import type { NonEmpty } from '../model/words.ts';

interface Asked {
  /** The address as first asked, before any redirect. */
  readonly asked: string;
  /** The address that answered, or failed to, in the end. */
  readonly url: string;
  /** Wall clock of the last hop, ISO 8601 in UTC. */
  readonly at: string;
  /** The last hop. */
  readonly exhibit: ExhibitId;
  /** Every hop in order, `exhibit` last. */
  readonly exhibits: NonEmpty<ExhibitId>;
}

/** An HTTP status came back, and no proxy of ours made it. */
export interface Response extends Asked {
  readonly kind: 'response';
  readonly status: number;
  readonly headers: Headers;
  /** The media type alone, in lower case: `application/fhir+json`. */
  readonly contentType?: string;
  /** Absent when nothing came. */
  readonly body?: Body;
  /** Where the last redirect pointed when it was not followed: there were too many, or it left the web. */
  readonly leadsTo?: string;
}

/** Nothing came back, and the fault is not our network's: tried three times while another host answered by the same route. */
export interface Unreachable extends Asked {
  readonly kind: 'unreachable';
  readonly phase: ConnectionFailure['phase'];
  /** The socket's or OpenSSL's code. */
  readonly code: string;
  readonly message: string;
  readonly control: NonNullable<ConnectionFailure['control']>;
}

/** What an address answered. An attempt that tells nothing about the address, because our own side may be at fault, is no answer. */
export type AddressAnswer = Response | Unreachable;

const triesThatCount = 3;

/** Whether a failure to connect says something about the address rather than about our own network. */
export function counts(failure: ConnectionFailure): failure is ConnectionFailure & Pick<Unreachable, 'control'> {
  return (
    failure.control !== undefined &&
    (failure.control.status !== 'loopback' || isLoopback(failure.url)) &&
    failure.tries.length >= triesThatCount &&
    mayBeTheVendors(failure)
  );
}

/** What each address asked under a label answered, in the order asked; the same address asked twice appears twice. */
export function answersAt(evidence: Evidence, where: Where): readonly AddressAnswer[] {
  const hops = [...evidence.exhibits('exchange', where), ...evidence.exhibits('failure', where)];
  const followed = new Set(hops.map(hop => hop.redirectedFrom));
  return hops
    .filter(hop => !followed.has(hop.id))
    .sort((a, b) => a.sequence - b.sequence)
    .map(last => answerOf(evidence, last))
    .filter(answer => answer !== undefined);
}

/** The last thing the address answered, where it was asked under one label alone. */
export const answerAt = (evidence: Evidence, where: Where): AddressAnswer | undefined =>
  answersAt(evidence, where).at(-1);

type Hop = Exchange | ConnectionFailure;
const addressOf = (hop: Hop): string => (hop.kind === 'exchange' ? hop.request.url : hop.url);

function answerOf(evidence: Evidence, last: Hop): AddressAnswer | undefined {
  const chain = [last];
  for (let hop: Hop | undefined = last; hop?.redirectedFrom; ) {
    const before = evidence.exhibit(hop.redirectedFrom);
    hop = before?.kind === 'exchange' ? before : undefined;
    if (hop) chain.unshift(hop);
  }
  const asked = {
    asked: addressOf(chain[0] as Hop),
    url: addressOf(last),
    at: last.at,
    exhibit: last.id,
    exhibits: chain.map(({ id }) => id) as unknown as NonEmpty<ExhibitId>,
  };
  if (last.kind === 'exchange') return last.madeByProxy ? undefined : { ...asked, ...responseOf(last) };
  if (counts(last)) {
    const { phase, code, message, control } = last;
    return { ...asked, kind: 'unreachable', phase, code, message, control };
  }
  const redirect = chain.at(-2);
  const notFollowed = last.phase === 'redirects' || last.code === 'UNSUPPORTED_SCHEME';
  if (!notFollowed || redirect?.kind !== 'exchange' || redirect.madeByProxy) return undefined;
  return { ...asked, url: redirect.request.url, ...responseOf(redirect), leadsTo: last.url };
}

function responseOf({ response }: Exchange) {
  const contentType = header(response.headers, 'content-type')?.split(';')[0]?.trim().toLowerCase();
  return {
    kind: 'response',
    status: response.status,
    headers: response.headers,
    ...(contentType ? { contentType } : {}),
    ...(response.body ? { body: response.body } : {}),
  } as const;
}

/** 401, or the end of a redirect to a page whose address is one of signing in. */
export function asksForCredentials(answer: AddressAnswer): boolean {
  if (answer.kind === 'unreachable') return false;
  return answer.status === 401 || (answer.url !== answer.asked && leadsToSignIn(answer.url));
}

/** The client was turned away without being asked who it is: a person might not be. */
export function refusesRobots(answer: AddressAnswer): boolean {
  if (answer.kind === 'unreachable') return false;
  const { status, headers } = answer;
  return status === 403 || status === 429 || header(headers, 'cf-mitigated') === 'challenge';
}

/**
 * Words of a page that stands before another to keep robots out. Whoever reads them has seen nothing of what is behind,
 * and nothing that would keep a person away.
 */
export const challengesRobots = (text: string): boolean =>
  text.length < longestChallenge &&
  /just a moment|checking your browser|verify(ing)? (that )?you are (a )?human|are you a robot|captcha|incapsula|access denied|request (was )?blocked|enable javascript and cookies/i.test(
    text,
  );
/** Characters; a page that says more says something else. */
const longestChallenge = 3000;

/** Whether an address, by the words between its slashes, is one where people sign in. */
export function leadsToSignIn(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, pathname } = new URL(url);
  return (
    /(^|\.)(login|signin|sso|accounts?|idp)\./i.test(`${hostname}.`) ||
    /\/(log-?in|sign-?in|log-?on|sso|adfs|saml2?|oauth2?\/(v\d\/)?authorize|authorize)(\.\w+)?(\/|$)/i.test(pathname)
  );
}

/** One sentence's end: `answered 404 with text/html`, `could not be reached (ECONNREFUSED)`. */
export function saysWhat(answer: AddressAnswer): string {
  if (answer.kind === 'unreachable') return `could not be reached (${answer.code})`;
  if (answer.leadsTo) return `answered ${answer.status} with a redirect to ${answer.leadsTo} that leads nowhere`;
  const from = answer.url === answer.asked ? '' : ` from ${answer.url}`;
  const type = answer.contentType ? ` with ${answer.contentType}` : ' without a media type';
  return `answered ${answer.status}${type}${from}`;
}
