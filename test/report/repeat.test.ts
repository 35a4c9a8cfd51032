import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Headers } from '../../src/model/exhibit.ts';
import { repeatExchange, repeatFailure, repeatHandshake } from '../../src/report/html/repeat.ts';
import { visible } from '../../src/report/visible.ts';
import { hostileText } from './hostile.ts';

const exchange = (method: string, url: string, headers: Headers = []) =>
  repeatExchange({ request: { method, url, headers } });

/** What a shell makes of the command, with `curl` in the place of a program that only tells its arguments. */
function heard(command: string): string[] {
  const { stdout, status } = spawnSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }\n${command}`], {
    encoding: 'utf8',
    env: { SECRET: 'given' },
  });
  expect(status).toBe(0);
  return stdout.split('\0').slice(0, -1);
}

test('a GET is asked again with the headers that decide what comes back', () => {
  const command = exchange('GET', "https://fhir.example/r4/Patient?name=O'Neil&x=$(id)`id`", [
    ['accept', 'application/fhir+json'],
    ['user-agent', 'special-effort'],
    ['authorization', 'Bearer [secret 123]'],
  ]);
  expect(heard(command ?? '')).toEqual([
    '--include',
    '--globoff',
    '--max-time',
    '30',
    '--header',
    'accept: application/fhir+json',
    '--header',
    'Authorization: Bearer given',
    '--url',
    'https://fhir.example/r4/Patient?name=O%27Neil&x=$(id)`id`',
  ]);
});

test('no vendor\u2019s text becomes a word of its own in the shell, an option or a file', () => {
  fc.assert(
    fc.property(hostileText, hostileText, (path, value) => {
      const url = `https://fhir.example/a'b\\${path}?q=${path}#'`;
      const command = exchange('OPTIONS', url, [
        ['origin', value],
        ['access-control-request-method', "x' ; id #"],
        [`@${value}`, value],
      ]);
      const href = URL.parse(url)?.href;
      if (command === undefined) return expect(href).toBeUndefined();
      expect(visible(command)).toBe(command);
      const readable = /^[\x20-\x7e]*$/.test(value);
      expect(heard(command)).toEqual([
        ...['--include', '--globoff', '--max-time', '30', '--request', 'OPTIONS'],
        ...(readable ? ['--header', `origin: ${value}`] : []),
        ...['--header', "access-control-request-method: x' ; id #"],
        ...['--url', href],
      ]);
    }),
    { numRuns: 40 },
  );
});

test('what would change something, or is no web address, is not offered', () => {
  expect(exchange('POST', 'https://fhir.example/r4')).toBeUndefined();
  expect(exchange('DELETE', 'https://fhir.example/r4/Patient/1')).toBeUndefined();
  expect(exchange('GET', 'file:///etc/passwd')).toBeUndefined();
  expect(exchange('GET', '-o /etc/passwd')).toBeUndefined();
  expect(repeatFailure({ method: 'GET', url: 'gopher://x.example' })).toBeUndefined();
});

test('a handshake is repeated only with a plain host name', () => {
  expect(repeatHandshake({ host: 'fhir.example', port: 443, offered: 'TLSv1.1' })).toBe(
    'openssl s_client -connect fhir.example:443 -servername fhir.example -tls1_1 </dev/null',
  );
  expect(repeatHandshake({ host: 'x;id', port: 443, offered: 'TLSv1' })).toBeUndefined();
  expect(repeatHandshake({ host: '-proxy', port: 443, offered: 'TLSv1' })).toBeUndefined();
});
