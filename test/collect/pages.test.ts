import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Archive } from '../../src/evidence/store.ts';
import { openPages, type PublishedPages, publishedPages } from '../../src/facts/documents/published.ts';
import { type Suite, suite } from '../../src/model/suite.ts';
import type { Vendor } from '../../src/model/vendor.ts';
import { Run } from '../../src/run/conductor.ts';
import { readWhatIsPublished } from '../../suites/published-pages.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let folder: string;
let server: Server;
let base: string;
let site: Readonly<Record<string, string | Answer>> = {};
let asked: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'special-effort-pages-'));
  process.env.SPECIAL_EFFORT_HOME = join(folder, 'home');
  server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push(`${request.method} ${path}`);
    const answer = site[path];
    if (typeof answer === 'function') return answer(request, response);
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'text/html' });
    return response.end(answer ?? 'Nothing here');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => {
  asked = [];
});

const page = (title: string, body: string) =>
  `<!doctype html><title>${title}</title><main><h1>${title}</h1>${body}</main>`;
const link = (path: string, text: string) => `<p>See <a href="${path}">${text}</a> for more.</p>`;
const prose = `<p>${'The FHIR API answers every request of an app with a resource or a Bundle of them. '.repeat(6)}</p>`;

const vendor = (pages: Vendor['pages']): Vendor => ({
  name: 'Larkspur Health',
  slug: 'larkspur-health',
  product: {},
  purpose: 'connection',
  audience: ['patient'],
  standards: {},
  deployments: [],
  pages,
  patients: [],
  clients: [],
  claims: [],
  endpoints: { knock: 'none', sample: 20 },
  politeness: { requestsPerSecond: 100, connections: 4 },
  network: { resolve: {} },
});

let runs = 0;
async function read(
  pages: Vendor['pages'],
  suites: readonly Suite[] = [suite('documentation', 'What is published?', [readWhatIsPublished])],
): Promise<{ published: PublishedPages; archive: Archive }> {
  const run = Run.open({ vendor: vendor(pages), suites, folder: join(folder, `run-${++runs}`) });
  await run.perform();
  const archive = new Archive(run.folder);
  const published = await publishedPages.read(archive, undefined);
  if (!published) throw new Error('Nothing was read.');
  return { published, archive };
}
const paths = (published: PublishedPages) => published.pages.map(({ url }) => new URL(url).pathname).sort();

describe('reading as a stranger', () => {
  test('follows links that promise documentation, asks others whether they answer, and leaves the rest', async () => {
    site = {
      '/api': page(
        'API',
        `${prose}${link('/api/errors', 'Error codes')}${link('/about', 'Our founder')}${link('/logout', 'Log out')}${link('https://hl7.org/fhir', 'FHIR')}`,
      ),
      '/api/errors': page('Errors', `${prose}${link('/api', 'API')}`),
      '/about': page('About', prose),
    };
    const { published } = await read({ api: [{ url: `${base}/api` }] });
    expect(paths(published)).toEqual(['/api', '/api/errors']);
    expect(published.knocked.map(({ url }) => new URL(url).pathname)).toEqual(['/about']);
    expect(published.pages.map(({ reach }) => reach[0]?.clicks)).toEqual([0, 1]);
    expect(published.pages[1]?.reach[0]?.path).toEqual([{ url: `${base}/api/errors`, text: 'Error codes' }]);
    expect(asked).not.toContain('GET /logout');
  });

  test('robots.txt holds for links, not for the address a person was given', async () => {
    site = {
      '/robots.txt': (_, response) => response.end('User-agent: *\nDisallow: /api\n'),
      '/api': page('API', `${prose}${link('/api/scopes', 'Scopes')}`),
      '/api/scopes': page('Scopes', prose),
    };
    const { published } = await read({ api: [{ url: `${base}/api` }] });
    expect(paths(published)).toEqual(['/api']);
    expect(published.unread).toEqual([{ url: `${base}/api/scopes`, why: 'robots' }]);
  });

  test('each address once, whatever stands after #, however the pages link in circles', async () => {
    site = {
      '/api': page('API', `${prose}${link('/api#one', 'API one')}${link('/api/guide#two', 'Guide')}`),
      '/api/guide': page('Guide', `${prose}${link('/api', 'API')}${link('/api/guide', 'Guide')}`),
    };
    await read({ api: [{ url: `${base}/api#top` }], terms: [{ url: `${base}/api` }] });
    expect(asked.filter(one => one === 'GET /api/guide')).toHaveLength(1);
    // Once by the client and once by the browser that pictures it.
    expect(asked.filter(one => one === 'GET /api').length).toBeLessThanOrEqual(2);
  });

  test('what only scripts show is drawn, and what they load is read', async () => {
    site = {
      '/docs': '<!doctype html><title>Docs</title><script src="/app.js"></script><div id="root"></div>',
      '/app.js': (_, response) => {
        response.writeHead(200, { 'content-type': 'text/javascript' });
        response.end(
          `fetch('/openapi.json').then(answer => answer.json()).then(api => { document.getElementById('root').innerHTML = '<h1>' + api.info.title + '</h1><p>${'The FHIR API returns a Bundle. '.repeat(20)}</p>'; });`,
        );
      },
      '/openapi.json': (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(
          JSON.stringify({
            openapi: '3.0.0',
            info: { title: 'Larkspur', version: '1' },
            paths: { '/Patient': { get: { summary: 'Finds patients' } } },
          }),
        );
      },
    };
    const { published, archive } = await read({ api: [{ url: `${base}/docs` }] });
    const [docs] = published.pages;
    expect(docs?.state.kind).toBe('open');
    expect(docs?.documents[0]?.passages.map(({ text }) => text)[0]).toBe('Larkspur');
    expect(openPages(published).flatMap(({ documents }) => documents.map(({ format }) => format))).toEqual([
      'html',
      'openapi',
    ]);
    const [drawn] = archive.exhibits('page');
    const blocks = JSON.parse(await archive.text(drawn!.blocks!));
    expect(blocks[0]).toMatchObject({ text: 'Larkspur' });
    expect(blocks[0].width).toBeGreaterThan(0);
    expect(drawn?.screenshot?.size).toBeGreaterThan(100);
  });

  test('a page whose scripts fail tells nothing', async () => {
    site = { '/docs': '<!doctype html><title>Docs</title><script src="/gone.js"></script><div id="root"></div>' };
    const { published } = await read({ api: [{ url: `${base}/docs` }] });
    expect(published.pages[0]?.state.kind).toBe('not-drawn');
  });

  test('topics that run together read once, and both know what was read', async () => {
    site = { '/api': page('API', prose), '/terms': page('Terms', prose) };
    const suites = [
      suite('documentation', 'One?', [readWhatIsPublished]),
      suite('fees-and-terms', 'Other?', [readWhatIsPublished]),
    ];
    const { published, archive } = await read(
      { api: [{ url: `${base}/api` }], terms: [{ url: `${base}/terms` }] },
      suites,
    );
    expect(paths(published)).toEqual(['/api', '/terms']);
    expect(archive.exhibits('exchange', { label: 'published page' })).toHaveLength(2);
    expect(archive.exhibits('step').filter(({ event }) => event === 'finished')).toHaveLength(2);
  });

  test('without an address nothing is read, and the step says what to add', async () => {
    const run = Run.open({
      vendor: vendor({}),
      suites: [suite('documentation', 'What?', [readWhatIsPublished])],
      folder: join(folder, 'empty'),
    });
    await run.perform();
    const archive = new Archive(run.folder);
    expect(await publishedPages.read(archive, undefined)).toBeUndefined();
    expect(archive.exhibits('step').find(({ event }) => event === 'obstacle')?.message).toMatch(/pages\.api/);
  });

  test('a site without end is left at the end of our patience', async () => {
    let made = 0;
    const endless: Answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      const links = Array.from({ length: 20 }, () => link(`/api/page-${++made}`, `API page ${made}`)).join('');
      response.end(page('Page', `${prose}${links}`));
    };
    site = new Proxy({}, { get: (_, path) => (String(path).startsWith('/api') ? endless : undefined) });
    const { published } = await read({ api: [{ url: `${base}/api` }] });
    expect(published.pages.length).toBe(300);
    expect(published.unread.some(({ why }) => why === 'pages')).toBe(true);
    expect(Math.max(...published.pages.map(({ reach }) => reach[0]?.clicks ?? 0))).toBeLessThanOrEqual(3);
  }, 60_000);
});
