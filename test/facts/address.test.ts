import { describe, expect, test } from 'vitest';
import {
  answerAt,
  answersAt,
  asksForCredentials,
  leadsToSignIn,
  refusesRobots,
  saysWhat,
} from '../../src/facts/address.ts';
import { ToldEvidence } from '../fixtures/evidence.ts';

const url = 'https://www.larkspur.example/list';
const told = () => new ToldEvidence('service-base-urls/ask', null);
const control = { url: 'https://fhir.larkspur.example/r4/metadata', status: 200 };

describe('a chain of redirects is one answer', () => {
  test('with the first address, the last, and every hop', () => {
    const evidence = told();
    const first = evidence.exchange({ url, status: 302, label: 'list' });
    const last = evidence.exchange({
      url: `${url}/`,
      status: 200,
      type: 'Application/FHIR+JSON; charset=utf-8',
      body: '{}',
      label: 'list',
      redirectedFrom: first.id,
    });
    expect(answersAt(evidence, { label: 'list' })).toEqual([
      expect.objectContaining({
        kind: 'response',
        asked: url,
        url: `${url}/`,
        status: 200,
        contentType: 'application/fhir+json',
        exhibit: last.id,
        exhibits: [first.id, last.id],
      }),
    ]);
  });

  test('that never ends is the last redirect, and where it pointed', () => {
    const evidence = told();
    const first = evidence.exchange({ url, status: 302, label: 'list' });
    evidence.failure({
      url: `${url}/again`,
      label: 'list',
      phase: 'redirects',
      code: 'TOO_MANY_REDIRECTS',
      tries: [],
      redirectedFrom: first.id,
    });
    const answer = answerAt(evidence, { label: 'list' });
    expect(answer).toMatchObject({ kind: 'response', status: 302, url, leadsTo: `${url}/again` });
    expect(answer && saysWhat(answer)).toContain('leads nowhere');
  });
});

describe('a failure to connect', () => {
  test('counts after three tries and with a control', () => {
    const evidence = told();
    evidence.failure({ url, label: 'list', control });
    expect(answerAt(evidence, { label: 'list' })).toMatchObject({
      kind: 'unreachable',
      code: 'ECONNREFUSED',
      control,
    });
  });

  test.each([
    ['no control', {}],
    ['two tries', { control, tries: [1, 2].map(() => ({ at: '', code: 'ECONNREFUSED' })) }],
    ['a resolver of ours that fails', { control, phase: 'dns', code: 'EAI_AGAIN' }],
    ['a time-out', { control, phase: 'timeout', code: 'TIMEOUT' }],
    ['a proxy of ours', { control, phase: 'proxy', code: 'ERR_PROXY' }],
    ['a loopback control for an address elsewhere', { control: { url: 'http://127.0.0.1/', status: 'loopback' } }],
  ] as const)('tells nothing with %s', (_, more) => {
    const evidence = told();
    evidence.failure({ url, label: 'list', ...more });
    expect(answerAt(evidence, { label: 'list' })).toBeUndefined();
  });
});

test('what a proxy of ours made is no answer', () => {
  const evidence = told();
  evidence.exchange({ url, status: 502, label: 'list', madeByProxy: true });
  expect(answersAt(evidence, { label: 'list' })).toEqual([]);
});

test.each([
  ['https://www.larkspur.example/login', true],
  ['https://www.larkspur.example/account/sign-in?next=/list', true],
  ['https://login.larkspur.example/', true],
  ['https://auth.larkspur.example/oauth2/v1/authorize?client_id=x', true],
  ['https://www.larkspur.example/blogin-stories', false],
  ['https://www.larkspur.example/authorized-representatives', false],
  ['not an address', false],
])('whether %s is a place to sign in', (address, is) => expect(leadsToSignIn(address)).toBe(is));

test('to be asked for credentials is not to be refused as a robot', () => {
  const evidence = told();
  for (const status of [401, 403, 429, 404]) evidence.exchange({ url: `${url}/${status}`, status, label: 'list' });
  const answers = answersAt(evidence, { label: 'list' });
  expect(answers.map(asksForCredentials)).toEqual([true, false, false, false]);
  expect(answers.map(refusesRobots)).toEqual([false, true, true, false]);
});
