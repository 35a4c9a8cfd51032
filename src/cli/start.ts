import { lookup } from 'node:dns/promises';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { request } from 'undici';
import { classOf } from '../collect/network.ts';
import type { PageRole } from '../model/vendor.ts';
import { visible } from '../report/visible.ts';
import { defaultRunFolder } from '../run/folder.ts';
import { harness } from '../run/harness.ts';
import { checkProfile } from '../vendor/check.ts';
import { readProfile } from '../vendor/profile.ts';
import { slugOf } from '../vendor/slug.ts';
import { type Answers, profileText } from '../vendor/write.ts';
import { carryOut, collectingHelp, collectingOptions } from './carry-out.ts';
import { adviceText } from './check.ts';
import { type Command, tell, UsageError, writeProfile } from './command.ts';
import { chosen } from './suites.ts';

export default {
  takes: 'URL',
  positionals: [1, 1],
  options: { ...collectingOptions, profile: { type: 'string' } },
  help: { 'profile FILE': 'where to write the profile (default ./<host>.yaml)', ...collectingHelp },
  async run(given) {
    const url = addressOf(given.positionals[0] as string);
    const known = await firstLook(url);
    const file = given.text('profile') ?? `${slugOf(known.vendor)}.yaml`;
    if (existsSync(file))
      throw new UsageError(
        `${file} is there already. Use it with "special-effort run ${file}", or name another with --profile.`,
      );
    writeProfile(file, profileText(known));
    tell(`Wrote ${file}: ${visible(known.says)}. Correct it if that is wrong.`);

    const vendor = await readProfile(file);
    const out = given.text('out');
    const code = await carryOut(
      {
        vendor,
        suites: chosen(given.list('topic')),
        folder: out ? resolve(out) : defaultRunFolder(vendor.slug, new Date()),
      },
      given,
    );
    const advice = checkProfile(vendor, { day: new Date().toISOString().slice(0, 10) });
    tell(
      [
        '',
        `Only what is public was read. To see more, add to ${file}:`,
        ...advice.map(adviceText),
        '',
        `Then: special-effort run ${file}`,
      ].join('\n'),
    );
    return code;
  },
} satisfies Command;

function addressOf(text: string): URL {
  const url = URL.canParse(text)
    ? new URL(text)
    : URL.canParse(`https://${text}`) && text.includes('.')
      ? new URL(`https://${text}`)
      : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new UsageError(
      `"${text}" is no http address: give a FHIR base, a documentation page or a list of service base URLs.`,
    );
  return url;
}

/** What one address was found to be, and in words. */
interface Found extends Answers {
  readonly says: string;
}

/** What one address is: asked as a stranger, before there is a profile to keep evidence under. */
async function firstLook(url: URL): Promise<Found> {
  const typed = url.href.replace(/[?#].*$/, '').replace(/\/(metadata|\.well-known\/smart-configuration)?\/?$/, '');
  const vendor = url.hostname;
  for (const document of ['metadata', '.well-known/smart-configuration']) {
    const { json, url: end } = await look(`${typed}/${document}`);
    if (json?.resourceType !== 'CapabilityStatement' && typeof json?.token_endpoint !== 'string') continue;
    // A base that has moved, to https say, is where its documents are now.
    const base = end.endsWith(`/${document}`) ? end.slice(0, -document.length - 1) : typed;
    return { vendor, base, ...listedProduct(json), says: `a FHIR server at ${base}` };
  }
  const { json, begins, trouble } = await look(url.href);
  if (json?.resourceType === 'Bundle' || Array.isArray(json) || /^\s*\{\s*"resourceType"\s*:\s*"Bundle"/.test(begins))
    return { ...asPage(url, 'service-base-urls'), says: 'a list of service base URLs' };
  if (!trouble) return { ...asPage(url, 'api'), says: 'a page, taken for API documentation' };
  const looksLikeFhir = /\b(fhir|r4b?|dstu2|stu3)\b|\/metadata$|\.well-known\/smart-configuration$/i;
  return looksLikeFhir.test(`${url.hostname}${url.pathname}`)
    ? { vendor, base: typed, says: `${trouble}; by its name it is taken for a FHIR server at ${typed}` }
    : { ...asPage(url, 'api'), says: `${trouble}; it is taken for a page of API documentation` };
}

const asPage = (url: URL, role: PageRole): Answers => ({
  vendor: url.hostname,
  pages: { [role]: { url: url.href, source: 'told' } },
});

function listedProduct(statement: Record<string, unknown>): Pick<Answers, 'product'> {
  const software = statement.software as { name?: unknown; version?: unknown } | undefined;
  if (typeof software?.name !== 'string') return {};
  return {
    product: { name: software.name, ...(typeof software.version === 'string' ? { version: software.version } : {}) },
  };
}

const longestLook = 16 * 1024 * 1024;
const mostRedirects = 5;

interface Looked {
  /** Where redirects ended. */
  readonly url: string;
  readonly json?: Record<string, unknown>;
  /** The first of its text. */
  readonly begins: string;
  /** Why nothing came, as a sentence without its full stop. */
  readonly trouble?: string;
}

/** What lies at an address; the run that follows asks again, with evidence. */
async function look(address: string): Promise<Looked> {
  const signal = AbortSignal.timeout(15_000);
  let url = new URL(address);
  const trouble = (says: string): Looked => ({ url: url.href, begins: '', trouble: says });
  try {
    for (let hop = 0; hop <= mostRedirects; hop++) {
      const headers = { accept: 'application/fhir+json, application/json', 'user-agent': `special-effort/${harness}` };
      const { statusCode: status, headers: said, body } = await request(url, { headers, signal });
      const location = [said.location].flat()[0];
      if (status >= 300 && status < 400 && location && URL.canParse(location, url.href)) {
        await body.dump();
        const next = new URL(location, url);
        if (!(await mayFollow(url, next))) return trouble(`${url.href} leads to ${next.href}, which was not asked`);
        url = next;
        continue;
      }
      if (status >= 400) {
        await body.dump();
        return trouble(`${url.href} answered ${status}`);
      }
      return { url: url.href, ...(await beginningOf(body)) };
    }
    return trouble(`${address} leads on and on`);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return trouble(`${url.href} did not answer (${typeof code === 'string' ? code : message})`);
  }
}

/** As in a run, an address that was only learned leads into no network of ours. */
async function mayFollow(from: URL, to: URL): Promise<boolean> {
  if (!/^https?:$/.test(to.protocol)) return false;
  if (to.hostname === from.hostname) return true;
  const addresses = await lookup(to.hostname.replace(/^\[|\]$/g, ''), { all: true });
  return addresses.every(({ address }) => classOf(address) === 'public');
}

async function beginningOf(body: AsyncIterable<Uint8Array>): Promise<Pick<Looked, 'json' | 'begins'>> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body) {
    pieces.push(piece);
    size += piece.length;
    if (size > longestLook) break;
  }
  const text = new TextDecoder().decode(Buffer.concat(pieces));
  const begins = text.slice(0, 1000);
  try {
    const json: unknown = JSON.parse(text);
    return json !== null && typeof json === 'object' ? { begins, json: json as Record<string, unknown> } : { begins };
  } catch {
    return { begins };
  }
}
