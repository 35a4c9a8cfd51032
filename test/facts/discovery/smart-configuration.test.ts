import { describe, expect, test } from 'vitest';
import {
  keySet,
  openidConfiguration,
  openidLabels,
  openidStep,
} from '../../../src/facts/discovery/openid-configuration.ts';
import { smart } from '../../../src/facts/discovery/samples.ts';
import {
  addressesIn,
  claimsSmart,
  isForBackendAlone,
  signsOfSmart2,
  smartConfiguration,
  smartConfigurationReading,
  smartLabels,
  smartStep,
} from '../../../src/facts/discovery/smart-configuration.ts';
import { sandbox, ToldEvidence, vendor } from '../../fixtures/evidence.ts';

const url = `${sandbox.base}/.well-known/smart-configuration`;
const [asked, unasked] = smartLabels;

describe('the SMART configuration', () => {
  test('is absent where nobody asked', async () => {
    const evidence = new ToldEvidence(smartStep);
    expect(await smartConfigurationReading.read(evidence, sandbox)).toBeUndefined();
    expect(await smartConfiguration.read(evidence, sandbox)).toBeUndefined();
  });

  test.each(['', '<html>', '[]', '{"token_endpoint":'])('is absent where the answer is %j', async body => {
    const evidence = new ToldEvidence(smartStep);
    evidence.exchange({ url, label: asked, body });
    expect(await smartConfiguration.read(evidence, sandbox)).toBeUndefined();
    expect(await smartConfigurationReading.read(evidence, sandbox)).toBeDefined();
  });

  test('may come only to those who say nothing of what they accept', async () => {
    const evidence = new ToldEvidence(smartStep);
    evidence.exchange({ url, label: asked, status: 406 });
    const { id } = evidence.exchange({ url, label: unasked, body: '{"token_endpoint":"https://a/token"}' });
    expect(await smartConfiguration.read(evidence, sandbox)).toEqual({
      exhibit: id,
      says: { token_endpoint: 'https://a/token' },
    });
  });

  test('of another deployment is not this one’s', async () => {
    const evidence = new ToldEvidence(smartStep, { ...sandbox, id: 'production' });
    evidence.exchange({ url, label: asked, body: '{}' });
    expect(await smartConfiguration.read(evidence, sandbox)).toBeUndefined();
  });
});

test('every address it names, whatever else is in those members', () => {
  const says = {
    issuer: 'https://a',
    token_endpoint: 7,
    authorization_endpoint: '',
    introspection_endpoint: '/introspect',
    associated_endpoints: [{ url: 'https://state' }, null, 'x'],
  };
  expect(addressesIn(says)).toEqual([
    { member: 'issuer', address: 'https://a' },
    { member: 'introspection_endpoint', address: '/introspect' },
    { member: 'associated_endpoints', address: 'https://state' },
  ]);
});

test('signs of version 2, and what is claimed', () => {
  expect(signsOfSmart2(smart())).toHaveLength(3);
  expect(
    signsOfSmart2(
      smart({ capabilities: ['launch-ehr'], grant_types_supported: [], code_challenge_methods_supported: null }),
    ),
  ).toEqual([]);
  expect(claimsSmart({ standards: {} }, '2.2.0')).toBeUndefined();
  expect(claimsSmart({ standards: { smart: '2.0.0' } }, '2.2.0')).toBe(false);
  expect(claimsSmart({ standards: { smart: '2.2' } }, '2.2.0')).toBe(true);
});

test('a base address for backend clients alone, where the vendor has another', () => {
  const backend = smart({ grant_types_supported: ['client_credentials'], capabilities: ['permission-v2'] });
  const two = { ...vendor, deployments: [sandbox, { ...sandbox, id: 'bulk' }] };
  expect(isForBackendAlone(backend, two)).toBe(true);
  expect(isForBackendAlone(backend, vendor)).toBe(false);
  expect(isForBackendAlone(smart(), two)).toBe(false);
});

describe('the OpenID configuration and its keys', () => {
  test('are absent where the SMART configuration names none', async () => {
    const evidence = new ToldEvidence(openidStep);
    expect(await openidConfiguration.read(evidence, sandbox)).toBeUndefined();
    expect(await keySet.read(evidence, sandbox)).toBeUndefined();
  });

  test('a key set without a list of keys is none; what is no key is left out', async () => {
    for (const [body, keys] of [
      ['{"keys":{}}', undefined],
      ['{"keys":[{"kty":"RSA"},null,3]}', [{ kty: 'RSA' }]],
    ] as const) {
      const evidence = new ToldEvidence(openidStep);
      evidence.exchange({ url: 'https://auth.larkspur.example/jwks', label: openidLabels.keys, body });
      expect((await keySet.read(evidence, sandbox))?.keys).toEqual(keys);
    }
  });
});
