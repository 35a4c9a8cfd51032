import { X509Certificate } from 'node:crypto';
import { lookup } from 'node:dns';
import { readFileSync } from 'node:fs';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { getCACertificates } from 'node:tls';
import { isLoopback, type Vendor } from '../model/vendor.ts';

export type AddressClass = 'public' | 'loopback' | 'private' | 'link-local' | 'multicast';

const classes: readonly [AddressClass, BlockList][] = (
  [
    ['loopback', ['127.0.0.0/8', '::1/128', '0.0.0.0/8', '::/128']],
    ['link-local', ['169.254.0.0/16', 'fe80::/10']],
    ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7']],
    ['multicast', ['224.0.0.0/4', '255.255.255.255/32', 'ff00::/8']],
  ] as const
).map(([name, ranges]) => {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    list.addSubnet(address, Number(bits), address.includes(':') ? 'ipv6' : 'ipv4');
  }
  return [name, list];
});

/** Where an IP address lies; anything that is none of ours is public. */
export function classOf(address: string): AddressClass {
  const plain = bareHost(address).replace(/^::ffff:(?=\d+\.)/, '');
  const family = isIP(plain) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(plain) === 0) return 'public';
  return classes.find(([, list]) => list.check(plain, family))?.[0] ?? 'public';
}

/** A host without an IPv6 address's brackets, in lower case. */
export const bareHost = (host: string): string => host.replace(/^\[|\]$/g, '').toLowerCase();

/** A learned address lies in a network that we have no leave to enter. */
export class AddressRefused extends Error {
  readonly code = 'SPECIAL_EFFORT_ADDRESS_REFUSED';
  constructor(host: string, address: string) {
    super(
      `${host} is ${address}, a ${classOf(address)} address that a document of the vendor's named; it was not asked. Name the host in the profile if it should be.`,
    );
  }
}

/** The profile's `network` block names what cannot be used; the message says what and what to do. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError';
}

/**
 * The certificate authority that the profile brings, as PEM.
 * @throws {NetworkError} when the file cannot be read or holds no certificate
 */
export function ownAuthority({ network: { ca } }: Pick<Vendor, 'network'>): readonly string[] {
  if (ca === undefined) return [];
  const file = ca.replace(/^file:/, '');
  const remedy = 'Put a certificate there, in PEM, or correct network.ca in the profile.';
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (error) {
    throw new NetworkError(`network.ca: ${file} cannot be read (${(error as NodeJS.ErrnoException).code}). ${remedy}`);
  }
  try {
    new X509Certificate(pem);
  } catch {
    throw new NetworkError(`network.ca: ${file} holds no certificate. ${remedy}`);
  }
  return [pem];
}

/** How hosts are reached: the profile's `network` block, and which hosts a learned address may lead to. */
export class Network {
  readonly resolve: Readonly<Record<string, string>>;
  readonly proxy: string | undefined;
  /** PEM certificates that may sign a server's: the system's, and those of the profile. */
  readonly certificateAuthorities: readonly string[];
  /** Whether the profile brings an authority of its own. */
  readonly hasOwnAuthority: boolean;
  readonly #named: ReadonlySet<string>;
  /** Hosts and ports to which browsers are sent back: what arrives there is read on the way, and reaches nobody. */
  readonly #nowhere: ReadonlySet<string>;
  readonly #learned = new Map<string, Set<AddressClass>>();
  /** Host to the address that last answered. */
  readonly #connected = new Map<string, string>();

  constructor(vendor: Vendor) {
    this.resolve = vendor.network.resolve;
    this.proxy = vendor.network.proxy;
    // Where a browser is sent back to, and through what we go, are no places to ask.
    const { page: registration } = vendor.registration ?? {};
    const places = {
      ...vendor,
      registration,
      network: {},
      clients: vendor.clients.map(({ redirect: _, ...client }) => client),
    };
    this.#named = new Set([...hostsIn(places), ...Object.keys(vendor.network.resolve).map(bareHost)]);
    const asked = new Set(addressesIn(places).map(hostAndPort));
    this.#nowhere = new Set(
      vendor.clients.flatMap(({ redirect = '' }) => {
        const place = /^https?:/.test(redirect) && URL.canParse(redirect) ? hostAndPort(new URL(redirect)) : undefined;
        return place && !asked.has(place) ? [place] : [];
      }),
    );
    this.hasOwnAuthority = vendor.network.ca !== undefined;
    this.certificateAuthorities = [...getCACertificates('default'), ...ownAuthority(vendor)];
  }

  leadsNowhere(url: URL): boolean {
    return this.#nowhere.has(hostAndPort(url));
  }

  isNamed(host: string): boolean {
    return this.#named.has(bareHost(host));
  }

  /** A document that was read from `from` (an IP address) named `host`: it may lead to where it stands itself. */
  learn(host: string, from: string | undefined): void {
    const allowed = this.#learned.get(bareHost(host)) ?? new Set<AddressClass>(['public']);
    if (from) allowed.add(classOf(from));
    this.#learned.set(bareHost(host), allowed);
  }

  /** The socket's target for a URL: `resolve` moves it, the name stays. */
  target(url: URL): { host: string; port: number; servername: string } {
    const name = bareHost(url.hostname);
    const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
    const mapped = this.resolve[url.host] ?? this.resolve[name];
    if (!mapped) return { host: name, port, servername: name };
    const at = mapped.lastIndexOf(':');
    return { host: bareHost(mapped.slice(0, at)), port: Number(mapped.slice(at + 1)), servername: name };
  }

  /** Throws {@link AddressRefused} when `name` may not lead to `address`. */
  check(name: string, address: string): void {
    if (this.isNamed(name)) return;
    const allowed = this.#learned.get(bareHost(name)) ?? new Set(['public']);
    if (!allowed.has(classOf(address))) throw new AddressRefused(name, address);
  }

  /** A DNS lookup whose answers are checked before anything is sent to them. */
  lookupFor(name: string): LookupFunction {
    return (host, options, callback) => {
      lookup(host, { ...options, all: true }, (error, addresses) => {
        if (error) return callback(error, '', 0);
        try {
          for (const { address } of addresses) this.check(name, address);
        } catch (refused) {
          return callback(refused as NodeJS.ErrnoException, '', 0);
        }
        const first = addresses[0];
        if (options.all) return callback(null, addresses as never);
        return callback(null, first?.address ?? '', first?.family ?? 0);
      });
    };
  }

  connected(host: string, address: string | undefined): void {
    if (address) this.#connected.set(bareHost(host), address);
  }

  addressOf(host: string): string | undefined {
    return this.#connected.get(bareHost(host));
  }

  /** On our own machine, by name or by `resolve`: nobody needs sparing there. */
  isOurs(url: URL): boolean {
    return isLoopback(url.href) || classOf(this.target(url).host) === 'loopback';
  }
}

/** Every address that the profile itself names, wherever it stands. */
function addressesIn(value: unknown): URL[] {
  if (typeof value === 'string') return /^https?:\/\//.test(value) && URL.canParse(value) ? [new URL(value)] : [];
  if (value !== null && typeof value === 'object') return Object.values(value).flatMap(addressesIn);
  return [];
}
const hostsIn = (value: unknown): string[] => addressesIn(value).map(({ hostname }) => bareHost(hostname));

const hostAndPort = ({ protocol, hostname, port }: URL): string =>
  `${bareHost(hostname)}:${port || (protocol === 'https:' ? 443 : 80)}`;
