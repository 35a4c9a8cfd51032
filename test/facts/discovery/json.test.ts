import { describe, expect, test } from 'vitest';
import { answerAt } from '../../../src/facts/address.ts';
import { readJson, receptionOf, sameAddress, saysWhatCame } from '../../../src/facts/discovery/json.ts';
import { type Told, ToldEvidence } from '../../fixtures/evidence.ts';

const url = 'https://fhir.larkspur.example/r4/metadata';

async function read(told: Omit<Told, 'url' | 'label'>) {
  const evidence = new ToldEvidence('discovery/ask');
  evidence.exchange({ url, label: 'it', ...told });
  const answer = answerAt(evidence, { label: 'it' });
  if (!answer) throw new Error('There is no answer to read.');
  return readJson(evidence, answer);
}

describe('what came where JSON should be', () => {
  test.each<[string, Omit<Told, 'url' | 'label'>, string, string | undefined]>([
    ['an object', { body: '{"a":1}' }, 'served', undefined],
    ['an object after a byte-order mark', { body: '\uFEFF{"a":1}' }, 'served', undefined],
    ['an object under a wrong label', { body: '{"a":1}', type: 'text/html' }, 'served', undefined],
    ['nothing', {}, 'something-else', 'nothing'],
    ['blanks', { body: '  \n' }, 'something-else', 'nothing'],
    ['a web page', { body: '<!doctype html><p>Hello', type: 'text/html' }, 'something-else', 'a web page'],
    ['a web page called JSON', { body: '<html>', type: 'application/json' }, 'something-else', 'a web page'],
    [
      'a page to sign in',
      { body: '<html><form><input name="p" type="password">' },
      'asked-to-sign-in',
      'a page to sign in',
    ],
    ['XML', { body: '<CapabilityStatement xmlns="http://hl7.org/fhir"/>' }, 'something-else', 'XML'],
    ['a list', { body: '[{"a":1}]' }, 'something-else', 'JSON that is no object'],
    ['an error in JSON', { body: '{"a":1}', status: 404 }, 'not-there', 'JSON with status 404'],
    ['an error of the server', { body: 'oops', status: 500 }, 'server-error', 'plain text'],
    ['a demand for credentials', { status: 401 }, 'asked-to-sign-in', 'nothing'],
    ['a door closed to robots', { status: 403, body: '<html>' }, 'turned-away', 'a web page'],
    ['too many requests', { status: 429 }, 'turned-away', 'nothing'],
    [
      'a body cut on the way',
      { body: '{"a":', truncated: 'connection' },
      'broken-off',
      'JSON that broke off on the way',
    ],
  ])('%s', async (_, told, reception, instead) => {
    const reading = await read(told);
    expect(receptionOf(reading)).toBe(reception);
    expect(reading.instead).toBe(instead);
  });

  test('half a document that the server sent for whole', async () => {
    const reading = await read({ body: '{"resourceType":"CapabilityStatement","rest":[' });
    expect(receptionOf(reading)).toBe('something-else');
    expect(saysWhatCame(reading)).toMatch(/cannot be parsed/);
  });

  test('a redirect to another host where people sign in', async () => {
    const evidence = new ToldEvidence('discovery/ask');
    const first = evidence.exchange({
      url,
      label: 'it',
      status: 302,
      headers: [['Location', 'https://login.example/']],
    });
    evidence.exchange({ url: 'https://login.example/', label: 'it', body: '<html>', redirectedFrom: first.id });
    const answer = answerAt(evidence, { label: 'it' });
    const reading = answer && (await readJson(evidence, answer));
    expect(reading && receptionOf(reading)).toBe('asked-to-sign-in');
    expect(reading?.answer.exhibits).toHaveLength(2);
  });

  test('a redirect within the server is followed, and is no login', async () => {
    const evidence = new ToldEvidence('discovery/ask');
    const first = evidence.exchange({ url, label: 'it', status: 301, headers: [['Location', `${url}/`]] });
    evidence.exchange({ url: `${url}/`, label: 'it', body: '{}', redirectedFrom: first.id });
    const answer = answerAt(evidence, { label: 'it' });
    expect(answer && receptionOf(await readJson(evidence, answer))).toBe('served');
  });

  test('nothing listens, and another host answered', async () => {
    const evidence = new ToldEvidence('discovery/ask');
    evidence.failure({ url, label: 'it', control: { url: 'https://www.larkspur.example/', status: 200 } });
    const answer = answerAt(evidence, { label: 'it' });
    expect(answer && receptionOf(await readJson(evidence, answer))).toBe('unreachable');
  });
});

test('addresses that no client could tell apart', () => {
  expect(sameAddress('https://Auth.Example:443/token/', 'https://auth.example/token')).toBe(true);
  expect(sameAddress('https://auth.example/token', 'https://auth.example/Token')).toBe(false);
  expect(sameAddress('not an address/', 'not an address')).toBe(true);
});
