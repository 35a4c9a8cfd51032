import type { LookupAddress } from 'node:dns';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { AddressRefused, classOf, Network } from '../../src/collect/network.ts';
import { vendorWith } from '../evidence/run-folder.ts';
import { deployment } from './bench.ts';

test.each([
  ['8.8.8.8', 'public'],
  ['172.32.0.1', 'public'],
  ['2001:db8::1', 'public'],
  ['127.8.9.1', 'loopback'],
  ['0.0.0.0', 'loopback'],
  ['::1', 'loopback'],
  ['[::1]', 'loopback'],
  ['::', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['::FFFF:10.0.0.1', 'private'],
  ['10.1.2.3', 'private'],
  ['172.16.0.1', 'private'],
  ['192.168.1.1', 'private'],
  ['100.64.0.1', 'private'],
  ['fd12::1', 'private'],
  ['169.254.169.254', 'link-local'],
  ['fe80::1', 'link-local'],
  ['224.0.0.1', 'multicast'],
  ['255.255.255.255', 'multicast'],
  ['ff02::1', 'multicast'],
])('%s is %s', (address, expected) => {
  expect(classOf(address)).toBe(expected);
});

const network = (parts = {}) =>
  new Network(vendorWith({ deployments: [deployment('https://fhir.example/r4')], ...parts }));

test('the hosts that a profile names are its addresses to ask, not where browsers are sent back to nor the proxy', () => {
  const named = network({
    pages: { api: [{ url: 'https://Docs.Example:8443/x' }] },
    clients: [{ id: 'app', kind: 'public', redirect: 'http://localhost:8080/cb' }],
    network: { resolve: { 'Auth.example': '127.0.0.1:1' }, proxy: 'http://10.0.0.9:3128' },
    bulk: { output: 'http://[fd00::7]/files' },
  });
  for (const host of ['fhir.example', 'docs.example', 'auth.example', 'fd00::7', '[fd00::7]'])
    expect(named.isNamed(host), host).toBe(true);
  for (const host of ['localhost', '10.0.0.9', 'other.example']) expect(named.isNamed(host), host).toBe(false);
});

test('a learned host leads to the public, and to the kind of place it was read in', () => {
  const here = network();
  expect(() => here.check('fhir.example', '10.0.0.1')).not.toThrow();
  for (const address of ['10.0.0.1', '127.0.0.1', '169.254.169.254'])
    expect(() => here.check('learned.example', address)).toThrow(AddressRefused);
  here.learn('learned.example', '93.184.216.34');
  expect(() => here.check('learned.example', '10.0.0.1')).toThrow(/private address/);
  here.learn('learned.example', '10.9.9.9');
  expect(() => here.check('learned.example', '10.0.0.1')).not.toThrow();
  expect(() => here.check('learned.example', '127.0.0.1')).toThrow(AddressRefused);
});

test('names are looked at by every address they have', async () => {
  const here = network();
  const lookup = (host: string, options: object) =>
    promisify(here.lookupFor(host) as never)(host as never, options as never) as Promise<string | LookupAddress[]>;
  await expect(lookup('localhost', {})).rejects.toThrow(AddressRefused);
  here.learn('localhost', '127.0.0.1');
  expect(classOf((await lookup('localhost', {})) as string)).toBe('loopback');
  expect(((await lookup('localhost', { all: true })) as LookupAddress[])[0]?.family).toBeGreaterThan(3);
});

test('`resolve` moves the socket, never the name', () => {
  const moved = network({ network: { resolve: { 'fhir.example': '127.0.0.1:9443', 'v6.example': '[::1]:9' } } });
  expect(moved.target(new URL('https://fhir.example/r4'))).toEqual({
    host: '127.0.0.1',
    port: 9443,
    servername: 'fhir.example',
  });
  expect(moved.target(new URL('https://v6.example/'))).toMatchObject({ host: '::1', port: 9 });
  expect(moved.target(new URL('http://else.example/'))).toMatchObject({ host: 'else.example', port: 80 });
  expect(moved.target(new URL('https://[::1]:8443/'))).toMatchObject({ host: '::1', port: 8443 });
  expect([moved.isOurs(new URL('https://fhir.example/')), moved.isOurs(new URL('https://else.example/'))]).toEqual([
    true,
    false,
  ]);
});
