import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { request } from 'undici';
import { defaultRunFolder } from '../run/folder.ts';
import { checkProfile } from '../vendor/check.ts';
import { readProfile } from '../vendor/profile.ts';
import { slugOf } from '../vendor/slug.ts';
import { type Answers, profileText } from '../vendor/write.ts';
import { carryOut, collectingHelp, collectingOptions } from './carry-out.ts';
import { adviceText } from './check.ts';
import { type Command, tell, UsageError } from './command.ts';
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
    writeFileSync(file, profileText(known), { flag: 'wx' });
    tell(
      `Wrote ${file}: ${known.base ? `a FHIR server at ${known.base}` : known.pages?.['service-base-urls'] ? 'a list of service base URLs' : 'a page, taken for API documentation'}. Correct it if that is wrong.`,
    );

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

/** What one address is: asked as a stranger, before there is a profile to keep evidence under. */
async function firstLook(url: URL): Promise<Answers> {
  const base = url.href.replace(/[?#].*$/, '').replace(/\/(metadata|\.well-known\/smart-configuration)?\/?$/, '');
  const vendor = url.hostname;
  const statement = await readJson(`${base}/metadata`);
  if (statement?.resourceType === 'CapabilityStatement') return { vendor, base, ...listedProduct(statement) };
  const document = await readJson(url.href);
  const isList = document?.resourceType === 'Bundle' || Array.isArray(document);
  return { vendor, pages: { [isList ? 'service-base-urls' : 'api']: { url: url.href, source: 'told' } } };
}

function listedProduct(statement: Record<string, unknown>): Pick<Answers, 'product'> {
  const software = statement.software as { name?: unknown; version?: unknown } | undefined;
  if (typeof software?.name !== 'string') return {};
  return {
    product: { name: software.name, ...(typeof software.version === 'string' ? { version: software.version } : {}) },
  };
}

const longestLook = 16 * 1024 * 1024;

/** The JSON behind an address, or nothing: the run that follows says why. */
async function readJson(address: string): Promise<Record<string, unknown> | undefined> {
  try {
    const response = await request(address, {
      headers: { accept: 'application/fhir+json, application/json' },
      signal: AbortSignal.timeout(15_000),
    });
    const pieces: Uint8Array[] = [];
    let size = 0;
    for await (const piece of response.body) {
      pieces.push(piece);
      size += piece.length;
      if (size > longestLook) break;
    }
    return JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    return undefined;
  }
}
