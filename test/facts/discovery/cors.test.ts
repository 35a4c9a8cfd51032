import { describe, expect, test } from 'vitest';
import {
  corsLabels,
  corsStep,
  discoveryFromAnotherOrigin,
  preflights,
  registeredOrigin,
} from '../../../src/facts/discovery/cors.ts';
import type { Headers } from '../../../src/model/exhibit.ts';
import { sandbox, ToldEvidence } from '../../fixtures/evidence.ts';

const url = `${sandbox.base}/metadata`;
const origin = 'https://stranger.example';

async function simple(headers: Headers, status = 200) {
  const evidence = new ToldEvidence(corsStep);
  evidence.exchange({ url, label: corsLabels.metadata, status, headers, asked: { headers: [['origin', origin]] } });
  return (await discoveryFromAnotherOrigin.read(evidence, sandbox))?.metadata;
}

async function preflight(headers: Headers, status = 204) {
  const evidence = new ToldEvidence(corsStep);
  const asked: Headers = [
    ['origin', origin],
    ['access-control-request-method', 'GET'],
    ['access-control-request-headers', 'authorization'],
  ];
  evidence.exchange({ url, label: corsLabels.fhir, status, headers, asked: { method: 'OPTIONS', headers: asked } });
  return (await preflights.read(evidence, sandbox))?.fhir;
}

describe('a plain GET from another origin', () => {
  test.each<[string, Headers, boolean]>([
    ['any origin', [['Access-Control-Allow-Origin', '*']], true],
    ['its own, whatever the case of the header', [['ACCESS-CONTROL-ALLOW-ORIGIN', origin]], true],
    ['another', [['access-control-allow-origin', 'https://portal.larkspur.example']], false],
    ['none', [], false],
    [
      'twice, which browsers refuse',
      [
        ['access-control-allow-origin', '*'],
        ['access-control-allow-origin', '*'],
      ],
      false,
    ],
  ])('%s', async (_, headers, allowed) => {
    expect((await simple(headers))?.allowed).toBe(allowed);
  });

  test('what is not served cannot be withheld from an origin', async () => {
    expect(await simple([], 401)).toBeUndefined();
    expect(await simple([], 500)).toBeUndefined();
  });
});

describe('a preflight', () => {
  const any: Headers[number] = ['access-control-allow-origin', '*'];
  test.each<[string, Headers, number, boolean]>([
    ['leave for the header', [any, ['access-control-allow-headers', 'Content-Type, Authorization']], 204, true],
    ['leave for all headers', [any, ['access-control-allow-headers', '*']], 200, true],
    ['no leave for the header', [any, ['access-control-allow-headers', 'content-type']], 204, false],
    ['leave, with a status that browsers do not take', [any, ['access-control-allow-headers', '*']], 401, false],
    ['no origin', [['access-control-allow-headers', '*']], 204, false],
  ])('%s', async (_, headers, status, allowed) => {
    expect((await preflight(headers, status))?.allowed).toBe(allowed);
  });
});

test('the origin of a registered app is that of a public client on the web', () => {
  const client = (kind: 'public' | 'native' | 'symmetric', redirect?: string) => ({
    id: kind,
    kind,
    ...(redirect ? { redirect } : {}),
  });
  expect(registeredOrigin({ clients: [client('public', 'https://app.example:8443/callback')] })).toBe(
    'https://app.example:8443',
  );
  expect(
    registeredOrigin({
      clients: [client('native', 'http://127.0.0.1/'), client('public', 'org.example.app:/callback')],
    }),
  ).toBeUndefined();
  expect(
    registeredOrigin({ clients: [client('public'), client('symmetric', 'https://app.example/')] }),
  ).toBeUndefined();
});
