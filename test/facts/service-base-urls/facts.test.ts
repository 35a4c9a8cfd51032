import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { knocks } from '../../../src/facts/service-base-urls/knocks.ts';
import { bundle, endpoint, listUrl, organization, practices } from '../../../src/facts/service-base-urls/samples.ts';
import { unpacked } from '../../../src/facts/service-base-urls/unpacked.ts';
import { labels, publishedAddresses, publishedLists } from '../../../src/facts/service-base-urls.ts';
import type { RenderedPage } from '../../../src/model/exhibit.ts';
import { stepId } from '../../../src/model/suite.ts';
import suite from '../../../suites/service-base-urls.ts';
import { ToldEvidence, vendor } from '../../fixtures/evidence.ts';

const told = (...urls: string[]) =>
  new ToldEvidence('service-base-urls/ask', null, {
    ...vendor,
    pages: { 'service-base-urls': (urls.length > 0 ? urls : [listUrl]).map(url => ({ url })) },
  });
const list = (evidence: ToldEvidence, body = JSON.stringify(bundle(practices)), more = {}) =>
  evidence.exchange({ url: listUrl, label: labels.address, type: 'application/fhir+json', body, ...more });

function page(evidence: ToldEvidence, dom: string, more: Partial<RenderedPage> = {}): RenderedPage {
  return evidence.record<RenderedPage>({
    kind: 'page',
    label: labels.page,
    url: listUrl,
    finalUrl: listUrl,
    status: 200,
    title: 'Practices',
    dom: evidence.keep(dom),
    text: evidence.keep(dom.replace(/<[^>]*>/g, '')),
    links: [],
    requests: [],
    ...more,
  });
}

test('facts read steps that there are', () => {
  const there = suite.steps.map(step => stepId(suite.topic, step));
  for (const { from } of [publishedAddresses, publishedLists, knocks]) {
    expect(from.filter(step => !there.includes(step))).toEqual([]);
  }
});

describe('the list', () => {
  test('is absent where nobody looked, or where our own side failed', async () => {
    expect(await publishedLists.read(told(), undefined)).toBeUndefined();
    const evidence = told();
    evidence.failure({ url: listUrl, label: labels.address, phase: 'timeout', code: 'TIMEOUT' });
    expect(await publishedAddresses.read(evidence, undefined)).toBeUndefined();
  });

  test('comes from its own address', async () => {
    const evidence = told();
    const exchange = list(evidence, undefined, { headers: [['Last-Modified', 'Mon, 02 Nov 2026 00:00:00 GMT']] });
    expect(await publishedLists.read(evidence, undefined)).toEqual([
      expect.objectContaining({
        url: listUrl,
        seenBy: 'client',
        exhibits: [exchange.id],
        lastModified: 'Mon, 02 Nov 2026 00:00:00 GMT',
      }),
    ]);
  });

  test('is judged by its bytes, whatever the server calls them', async () => {
    const evidence = told();
    list(evidence, undefined, { type: 'text/html' });
    expect((await publishedLists.read(evidence, undefined))?.[0].document.form).toBe('bundle');
  });

  test.each([
    ['text/csv', 'csv', 'a table of separated values', 'Practice,URL\r\nAlder,https://a.example\r\n'],
    ['application/json', 'pdf', 'a PDF', '%PDF-1.7'],
    ['application/json', 'html', 'a web page', '<!doctype html><p>Practices'],
    [
      'application/xml',
      'xml',
      'a FHIR Bundle in XML',
      '<?xml version="1.0"?>\n<Bundle xmlns="http://hl7.org/fhir"><entry/>',
    ],
    ['application/json', 'json', 'a CapabilityStatement', '{"resourceType":"CapabilityStatement"}'],
  ])('sent as %s that is %s is none', async (type, content, is, body) => {
    const evidence = told();
    list(evidence, body, { type });
    expect(await publishedLists.read(evidence, undefined)).toBeUndefined();
    expect((await publishedAddresses.read(evidence, undefined))?.[0]).toMatchObject({ content, is, lists: [] });
  });

  test('of an error page is none, be it a Bundle', async () => {
    const evidence = told();
    list(evidence, undefined, { status: 500 });
    expect(await publishedLists.read(evidence, undefined)).toBeUndefined();
  });

  test('is found behind a page, by what the page loads', async () => {
    const evidence = told();
    list(evidence, '<!doctype html><div id="root"></div>', { type: 'text/html' });
    const data = 'https://www.larkspur.example/api/endpoints.json';
    const shown = page(evidence, '<p>Practices', { requests: [{ url: data, status: 200, type: 'application/json' }] });
    const exchange = evidence.exchange({ url: data, label: labels.offer, body: JSON.stringify(bundle(practices)) });
    expect(await publishedLists.read(evidence, undefined)).toEqual([
      expect.objectContaining({ url: data, seenBy: 'client', exhibits: [shown.id, exchange.id] }),
    ]);
  });

  test('is found as the text that a browser shows where a robot is refused', async () => {
    const evidence = told();
    list(evidence, 'Forbidden', { status: 403, type: 'text/plain' });
    page(evidence, JSON.stringify(bundle(practices)));
    expect((await publishedLists.read(evidence, undefined))?.[0]).toMatchObject({ seenBy: 'browser' });
  });

  test('is not a file for other readers beside it', async () => {
    const evidence = told();
    list(evidence, '<!doctype html><p>Lists', { type: 'text/html' });
    const urls = [
      'https://www.larkspur.example/patient-endpoints.json',
      'https://www.larkspur.example/old-endpoints.json',
    ];
    page(evidence, '<p>Lists', { links: urls.map(href => ({ href, text: 'list' })) });
    evidence.exchange({ url: urls[1]!, label: labels.offer, body: JSON.stringify(bundle([endpoint('old')])) });
    evidence.exchange({ url: urls[0]!, label: labels.offer, body: JSON.stringify(bundle(practices)) });
    expect((await publishedLists.read(evidence, undefined))?.map(({ url }) => url)).toEqual([urls[0]]);
  });

  test('has all its pages', async () => {
    const evidence = told();
    const next = [{ relation: 'next', url: '/fhir/list?page=2' }];
    const searchset = { type: 'searchset', total: 4 };
    list(evidence, JSON.stringify(bundle(practices.slice(0, 2), { ...searchset, link: next })));
    const first = await publishedLists.read(evidence, undefined);
    expect(first?.[0].document).toMatchObject({ entries: 2, next: '/fhir/list?page=2' });
    evidence.exchange({
      url: 'https://www.larkspur.example/fhir/list?page=2',
      label: labels.nextPage,
      body: JSON.stringify(bundle(practices.slice(2), searchset)),
    });
    const [whole] = (await publishedLists.read(evidence, undefined)) ?? [];
    expect(whole?.document.entries).toBe(4);
    expect(whole?.document.next).toBeUndefined();
    expect(whole?.exhibits).toHaveLength(2);
  });

  test('that two addresses lead to is one', async () => {
    const other = 'https://www.larkspur.example/list';
    const evidence = told(listUrl, other);
    list(evidence);
    const redirect = evidence.exchange({ url: other, status: 301, label: labels.address });
    list(evidence, undefined, { redirectedFrom: redirect.id });
    expect(await publishedAddresses.read(evidence, undefined)).toHaveLength(2);
    expect(await publishedLists.read(evidence, undefined)).toHaveLength(1);
  });

  test('is said to be cut where its bytes did not all come', async () => {
    const evidence = told();
    list(evidence, JSON.stringify(bundle([...practices, organization('osprey')])).slice(0, -30), {
      truncated: 'connection',
    });
    expect((await publishedLists.read(evidence, undefined))?.[0]).toMatchObject({
      truncated: 'connection',
      document: { break: { why: 'ends-early', entry: 4 } },
    });
  });
});

test('a page with a field for a password asks to sign in', async () => {
  const evidence = told();
  list(evidence, '<!doctype html><form>', { type: 'text/html' });
  page(evidence, '<form><input name=p type="password"></form>');
  expect((await publishedAddresses.read(evidence, undefined))?.[0].page).toMatchObject({ asksToSignIn: true });
});

test('gzip without a header is unpacked, and a damaged one as far as it goes', async () => {
  const text = JSON.stringify(bundle(practices)).repeat(50);
  const through = async (bytes: Uint8Array) => {
    const pieces: Uint8Array[] = [];
    const source = (async function* () {
      for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
    })();
    for await (const piece of unpacked(source)) pieces.push(piece);
    return Buffer.concat(pieces).toString();
  };
  expect(await through(gzipSync(text))).toBe(text);
  expect(await through(Buffer.from(text))).toBe(text);
  const part = await through(gzipSync(text).subarray(0, -20));
  expect(text.startsWith(part)).toBe(true);
  expect(await through(Buffer.alloc(0))).toBe('');
});

describe('a knock', () => {
  const base = 'https://fhir.larkspur.example/r4';
  const at = async (metadata: object, smart: object) => {
    const evidence = told();
    evidence.exchange({ url: `${base}/metadata`, label: labels.metadata, ...metadata });
    evidence.exchange({ url: `${base}/.well-known/smart-configuration`, label: labels.smartConfiguration, ...smart });
    return (await knocks.read(evidence, undefined))?.[0];
  };
  const statement = { body: '{"resourceType": "CapabilityStatement"}', type: 'application/fhir+json' };
  const nothing = { status: 404, type: 'text/html', body: '<p>' };

  test.each([
    ['fhir', statement, nothing],
    ['fhir', { body: '<CapabilityStatement xmlns="http://hl7.org/fhir"/>' }, nothing],
    ['fhir', { body: `${' '.repeat(20_000)}{"resourceType":"CapabilityStatement"}` }, nothing],
    ['fhir', { status: 401 }, { body: '{"authorization_endpoint":"x"}' }],
    ['guarded', { status: 401 }, nothing],
    ['guarded', { status: 403 }, nothing],
    ['guarded', { status: 429 }, nothing],
    ['trouble', { status: 503 }, nothing],
    ['other', { body: '<!doctype html><p>Welcome' }, nothing],
    ['nothing', nothing, nothing],
  ])('finds %s', async (found, metadata, smart) => {
    expect(await at(metadata, smart)).toMatchObject({
      address: base,
      found,
      exhibits: [expect.anything(), expect.anything()],
    });
  });

  test('finds no host, or nobody at home, only where that counts', async () => {
    const failing = async (more: object) => {
      const evidence = told();
      evidence.failure({ url: `${base}/metadata`, label: labels.metadata, ...more });
      return (await knocks.read(evidence, undefined))?.[0].found;
    };
    const control = { url: listUrl, status: 200 };
    expect(await failing({ control, phase: 'dns', code: 'ENOTFOUND' })).toBe('no-host');
    expect(await failing({ control })).toBe('unreachable');
    expect(await failing({})).toBeUndefined();
    expect(await failing({ control, phase: 'dns', code: 'EAI_AGAIN' })).toBeUndefined();
  });
});
