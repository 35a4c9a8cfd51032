import type { ConnectionFailure } from '../model/exhibit.ts';
import { AddressRefused } from './network.ts';

type Phase = ConnectionFailure['phase'];

/** By the socket's, OpenSSL's or undici's code. */
const phases: readonly (readonly [Phase, RegExp])[] = [
  ['refused-by-harness', /^SPECIAL_EFFORT_/],
  ['dns', /^(ENOTFOUND|ENODATA|ESERVFAIL|EAI_\w+)$/],
  ['timeout', /TIMEOUT|TIMEDOUT/],
  ['reset', /^(ECONNRESET|ECONNABORTED|EPIPE|UND_ERR_SOCKET|UND_ERR_CLOSED)$/],
  ['connect', /^E(CONNREFUSED|HOSTUNREACH|HOSTDOWN|NETUNREACH|NETDOWN|ADDRNOTAVAIL|ACCES|PERM)$/],
  ['protocol', /^(HPE_|UND_ERR_RES|UND_ERR_HEADERS_OVERFLOW|UND_ERR_NOT_SUPPORTED)/],
  ['proxy', /^(UND_ERR_ABORTED|UND_ERR_PRX_TLS)$/],
  ['tls', /^(ERR_SSL|ERR_TLS|EPROTO)|CERT|SIGNATURE|ISSUER|CRL|HOSTNAME|INVALID_(CA|PURPOSE)|PATH_LENGTH/],
];
const ofConnecting: ReadonlySet<Phase> = new Set(['dns', 'connect', 'reset']);

/** Nothing had been sent yet, so that asking again asks once. */
export const beforeSending: ReadonlySet<Phase> = new Set(['dns', 'connect', 'tls']);

/** Where an attempt ended, and by what code. `undefined` for an error that no network makes: it is a fault of ours. */
export function troubleOf(
  error: unknown,
  proxied: boolean,
): Pick<ConnectionFailure, 'phase' | 'code' | 'message'> | undefined {
  const { code, message } = causeOf(error);
  const phase = phases.find(([, codes]) => codes.test(code))?.[0];
  // Whoever goes through a proxy never connects to the address itself.
  return phase && { phase: proxied && ofConnecting.has(phase) ? 'proxy' : phase, code, message };
}

/** The code and message of the innermost error that has one. */
function causeOf(error: unknown): { code: string; message: string } {
  if (error instanceof AddressRefused) return { code: error.code, message: error.message };
  const chain: { code?: string; message: string; name?: string; syscall?: string }[] = [];
  for (
    let at = error as Error | undefined;
    at && chain.length < 8;
    at = (at instanceof AggregateError ? at.errors[0] : at.cause) as Error | undefined
  )
    chain.push(at);
  const named = chain.findLast(link => typeof link.code === 'string');
  // A name that DNS has no room for, as one with a label of more than 63 letters, is nobody's name.
  if (named?.code === 'EINVAL' && named.syscall === 'getaddrinfo') return { code: 'ENOTFOUND', message: named.message };
  const timedOut = chain.some(({ name }) => name === 'TimeoutError');
  const unparsed = chain.some(({ name }) => name === 'HTTPParserError');
  return {
    code: timedOut ? 'TIMEOUT' : (named?.code ?? (unparsed ? 'HPE_INVALID' : 'UNKNOWN')),
    message: (named ?? chain[0])?.message ?? String(error),
  };
}
