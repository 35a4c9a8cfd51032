import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { connect as connectTls, type SecureVersion } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { BarrierSwitch, Behaviour } from '../../src/demo/behaviour.ts';
import { serverName } from '../../src/demo/server-name.ts';
import { type EmbeddedVendor, startEmbeddedVendor } from '../../src/demo/vendor.ts';
import { type Ask, visitor } from './visitor.ts';

const base = 'https://fhir.larkspur.example/r4';
let vendor: EmbeddedVendor;
let ask: Ask;
beforeAll(async () => {
  vendor = await startEmbeddedVendor();
  ask = visitor(vendor);
});
afterAll(() => vendor.close());

const barrier = (apply: (behaviour: Behaviour) => void): BarrierSwitch => ({
  id: 'tried-here',
  topic: 'discovery',
  rules: ['discovery/anything'],
  barrier: 'none',
  says: 'Something is wrong on purpose.',
  apply,
});

/** Starts a vendor of its own for one test. */
async function withVendor<T>(
  apply: (behaviour: Behaviour) => void,
  use: (vendor: EmbeddedVendor) => Promise<T>,
): Promise<T> {
  const started = await startEmbeddedVendor({ barriers: [barrier(apply)] });
  try {
    return await use(started);
  } finally {
    await started.close();
  }
}

interface Handshake {
  readonly protocol?: string | null;
  readonly error?: string;
}

const handshake = ({ address, certificateAuthority }: EmbeddedVendor, servername: string, version?: SecureVersion) =>
  new Promise<Handshake>(resolve => {
    const [host, port] = address.split(':');
    const socket = connectTls(
      {
        host,
        port: Number(port),
        servername,
        ca: certificateAuthority,
        ...(version && { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' }),
      },
      () => {
        resolve({ protocol: socket.getProtocol() });
        socket.destroy();
      },
    );
    socket.on('error', (error: NodeJS.ErrnoException) => resolve({ error: error.code ?? error.message }));
  });

describe('hosts', () => {
  it.each([
    ['https://fhir.larkspur.example/r4/metadata', 200, 'application/fhir+json'],
    ['https://fhir.larkspur.example/t/juniper/r4/metadata', 200, 'application/fhir+json'],
    ['https://fhir.larkspur.example/t/juniper/r4/.well-known/smart-configuration', 200, 'application/json'],
    ['https://fhir.larkspur.example/t/nobody/r4/metadata', 404, 'application/fhir+json'],
    ['https://fhir.larkspur.example/r4/Patient', 401, 'application/fhir+json'],
    ['https://auth.larkspur.example/.well-known/openid-configuration', 200, 'application/json'],
    ['https://auth.larkspur.example/favicon.ico', 200, 'image/svg+xml'],
    ['https://developer.larkspur.example/', 200, 'text/html'],
    ['https://developer.larkspur.example/launch', 200, 'text/html'],
    ['https://www.larkspur.example/fhir/service-base-urls.json', 200, 'application/fhir+json'],
    ['https://www.larkspur.example/robots.txt', 200, 'text/plain'],
    ['https://www.larkspur.example/nothing', 404, 'text/html'],
  ])('%s answers %d with %s', async (url, status, type) => {
    const seen = await ask(url);
    expect({ status: seen.status, type: seen.headers['content-type']?.split(';')[0] }).toEqual({ status, type });
  });

  it('links only to pages that open, on hosts that are served', async () => {
    const queue = ['https://www.larkspur.example/'];
    const broken: string[] = [];
    for (const url of queue) {
      const seen = await ask(url);
      if (seen.status !== 200) broken.push(`${url}: ${seen.status}`);
      if (!seen.headers['content-type']?.startsWith('text/html')) continue;
      for (const [, href] of seen.body.matchAll(/<a href="([^"]+)"/g)) {
        const next = new URL(href!, url);
        next.hash = '';
        if (next.hostname.endsWith('.larkspur.example') && !queue.includes(next.href)) queue.push(next.href);
      }
    }
    expect(broken).toEqual([]);
    expect(queue.length).toBeGreaterThan(10);
  });

  it('lets scripts of any origin call the API, discovery and the token endpoint', async () => {
    for (const url of [`${base}/metadata`, `${base}/.well-known/smart-configuration`, `${base}/Patient/1`]) {
      const headers = {
        origin: 'https://app.example',
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization',
      };
      const preflight = await ask(url, { method: 'OPTIONS', headers });
      expect(preflight.status).toBe(204);
      expect(preflight.headers['access-control-allow-origin']).toBe('*');
      expect(preflight.headers['access-control-allow-headers']?.toLowerCase()).toContain('authorization');
      expect(
        (await ask(url, { headers: { origin: 'https://app.example' } })).headers['access-control-allow-origin'],
      ).toBe('*');
    }
    const preflight = await ask('https://auth.larkspur.example/token', {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
    expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([204, 'https://app.example']);
  });

  it('says in SMART and OpenID discovery the same, and what is there', async () => {
    const smart = (await ask(`${base}/.well-known/smart-configuration`)).json;
    const openid = (await ask('https://auth.larkspur.example/.well-known/openid-configuration')).json;
    for (const name of Object.keys(smart).filter(key => key in openid)) {
      const sorted = (value: unknown) => (Array.isArray(value) ? [...value].sort() : value);
      expect(sorted(openid[name]), name).toEqual(sorted(smart[name]));
    }
    expect(smart.code_challenge_methods_supported).toEqual(['S256']);
    const statement = (await ask(`${base}/metadata`)).json;
    const uris = Object.fromEntries(
      statement.rest[0].security.extension[0].extension.map((one: { url: string; valueUri: string }) => [
        one.url,
        one.valueUri,
      ]),
    );
    expect(uris).toMatchObject({
      authorize: smart.authorization_endpoint,
      token: smart.token_endpoint,
      revoke: smart.revocation_endpoint,
    });
  });
});

describe('barriers', () => {
  it('answer first, change documents in place and set headers last', async () => {
    await withVendor(
      behaviour => {
        behaviour.answers.push(request =>
          request.url.endsWith('/api') ? new Response('gone', { status: 410 }) : undefined,
        );
        behaviour.capabilityStatement.push(statement => {
          statement.fhirVersion = '3.0.2';
        });
        behaviour.smartConfiguration.push(configuration => {
          configuration.code_challenge_methods_supported.push('plain');
        });
        behaviour.openidConfiguration.push(configuration => {
          delete configuration.jwks_uri;
        });
        behaviour.serviceBaseUrls.push(bundle => {
          bundle.entry = [];
        });
        behaviour.headers.push((_request, headers) => headers.delete('access-control-allow-origin'));
      },
      async started => {
        const see = visitor(started);
        expect((await see('https://www.larkspur.example/api')).status).toBe(410);
        const metadata = await see(`${base}/metadata`);
        expect(metadata.json.fhirVersion).toBe('3.0.2');
        expect(metadata.headers['access-control-allow-origin']).toBeUndefined();
        expect((await see(`${base}/.well-known/smart-configuration`)).json.code_challenge_methods_supported).toContain(
          'plain',
        );
        expect(
          (await see('https://auth.larkspur.example/.well-known/openid-configuration')).json.jwks_uri,
        ).toBeUndefined();
        expect((await see('https://www.larkspur.example/fhir/service-base-urls.json')).json.entry).toEqual([]);
      },
    );
    expect((await ask(`${base}/metadata`)).json.fhirVersion).toBe('4.0.1');
  });
});

describe('TLS', () => {
  it('accepts 1.2 and 1.3 and refuses what is older, on each host', async () => {
    for (const host of ['fhir', 'auth', 'www', 'developer']) {
      const name = `${host}.larkspur.example`;
      expect(await handshake(vendor, name, 'TLSv1.2')).toEqual({ protocol: 'TLSv1.2' });
      expect(await handshake(vendor, name, 'TLSv1.3')).toEqual({ protocol: 'TLSv1.3' });
      for (const old of ['TLSv1', 'TLSv1.1'] as const) expect((await handshake(vendor, name, old)).error).toBeTruthy();
    }
  });

  it.each(['TLSv1', 'TLSv1.1', 'TLSv1.3'] as const)('lowest %s, on one host and no other', async lowest => {
    await withVendor(
      behaviour => {
        behaviour.tls.auth.lowest = lowest;
      },
      async started => {
        const all = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;
        const accepted = async (name: string) => {
          const tried = await Promise.all(all.map(version => handshake(started, name, version)));
          return all.filter((_version, index) => tried[index]!.protocol);
        };
        expect(await accepted('auth.larkspur.example')).toEqual(all.slice(all.indexOf(lowest)));
        expect(await accepted('fhir.larkspur.example')).toEqual(['TLSv1.2', 'TLSv1.3']);
      },
    );
  });

  it.each([
    ['expired', 'CERT_HAS_EXPIRED'],
    ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['unknown-authority', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ] as const)('a certificate that is %s', async (certificate, error) => {
    await withVendor(
      behaviour => {
        behaviour.tls.www.certificate = certificate;
      },
      async started => {
        expect((await handshake(started, 'www.larkspur.example')).error).toBe(error);
        expect((await handshake(started, 'fhir.larkspur.example')).protocol).toBe('TLSv1.3');
      },
    );
  });

  it('reads the host name from a ClientHello in any pieces, and nothing from other bytes', async () => {
    const hello = await firstBytes('fhir.larkspur.example');
    expect(serverName(hello)).toBe('fhir.larkspur.example');
    for (const length of [0, 4, 60, hello.length - 1]) expect(serverName(hello.subarray(0, length))).toBeUndefined();
    expect(serverName(Buffer.from('GET / HTTP/1.1\r\n\r\n'))).toBe('');
    expect(serverName(Buffer.from([0x16, 3, 1, 0, 4, 1, 0, 0, 0]))).toBe('');
  });
});

/** What a TLS client sends first. */
async function firstBytes(servername: string): Promise<Buffer> {
  const { createServer } = await import('node:net');
  return new Promise(resolve => {
    const server = createServer(socket =>
      socket.once('data', bytes => {
        resolve(bytes);
        socket.destroy();
        server.close();
      }),
    ).listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      connectTls({ host: '127.0.0.1', port, servername }).on('error', () => {});
    });
  });
}

describe('the port', () => {
  it('is the one asked for, and says so when it is taken', async () => {
    const port = Number(vendor.address.split(':')[1]);
    await expect(startEmbeddedVendor({ port })).rejects.toThrow(`Port ${port} of 127.0.0.1 cannot be had (EADDRINUSE)`);
    const other = await startEmbeddedVendor();
    const free = Number(other.address.split(':')[1]);
    await other.close();
    const again = await startEmbeddedVendor({ port: free });
    expect(again.address).toBe(`127.0.0.1:${free}`);
    await again.close();
  });
});

describe('the profile', () => {
  it('is whole, with secrets beside it that only their owner reads', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'larkspur-test-'));
    try {
      const path = await vendor.profile(folder);
      expect(isAbsolute(path)).toBe(true);
      const text = await readFile(path, 'utf8');
      const profile = parse(text);
      expect(profile.clients.map(({ kind }: { kind: string }) => kind)).toEqual([
        'public',
        'symmetric',
        'asymmetric',
        'native',
        'backend',
      ]);
      expect(profile.network.resolve['fhir.larkspur.example']).toBe(vendor.address);
      const files = await readdir(folder);
      for (const [, name] of text.matchAll(/file:(\S+)/g)) expect(files).toContain(name);
      for (const name of files) {
        expect((await stat(join(folder, name))).mode & 0o777, name).toBe(0o600);
        if (name.endsWith('.secret')) expect(text).not.toContain(await readFile(join(folder, name), 'utf8'));
      }
      for (const addresses of Object.values<string | { url: string }>(profile.pages)) {
        const url = typeof addresses === 'string' ? addresses : addresses.url;
        expect((await ask(url)).status, url).toBe(200);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
