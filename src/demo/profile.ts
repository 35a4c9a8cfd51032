import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { idOfLine, lineOf } from '../model/case.ts';
import { accounts, clinician, ownGroup, ownPatients, patientOf } from './accounts.ts';
import { endpoints, fhirBase, fullNames, origin, pages, testHost } from './addresses.ts';
import type { Behaviour, Letter } from './behaviour.ts';
import { softwareVersion } from './capability-statement.ts';
import type { OwnClient } from './clients.ts';
import { handOverExports } from './ehi-export/handed-over.ts';

interface Opened {
  readonly behaviour: Behaviour;
  readonly address: string;
  readonly certificateAuthority: string;
  readonly clients: readonly OwnClient[];
  readonly letters: readonly Letter[];
}

const day = 24 * 3600 * 1000;

/** What an applicant wrote down of the vendor's letters, as a case beside the profile. */
async function writeCase(folder: string, letters: readonly Letter[]): Promise<string> {
  let before: `sha256:${string}` | null = null;
  const lines = letters
    .toSorted((a, b) => b.daysAgo - a.daysAgo)
    .map(({ daysAgo, ...content }) => {
      const happenedAt = new Date(Date.now() - daysAgo * day).toISOString();
      const entry = { kind: 'journal', happenedAt, writtenAt: happenedAt, ...content, attachments: [] } as const;
      const line = lineOf(entry, before);
      before = idOfLine(line);
      return `${line}\n`;
    });
  await mkdir(join(folder, 'case'), { recursive: true, mode: 0o700 });
  await writeFile(join(folder, 'case', 'case.jsonl'), lines.join(''), { mode: 0o600 });
  return 'file:case';
}

const year = 365 * 24 * 3600 * 1000;

/** Writes a profile (`larkspur.yaml` unless named) with everything a full run needs, and its secrets beside it, each readable by its owner alone. */
export async function writeProfile(
  directory: string,
  { behaviour, address, certificateAuthority, clients, letters }: Opened,
  name = 'larkspur.yaml',
): Promise<string> {
  const folder = resolve(directory);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const write = (file: string, text: string) => writeFile(join(folder, file), text, { mode: 0o600 });
  const secret = async (file: string, text: string) => {
    await write(file, text);
    return `file:${file}`;
  };
  const ca = await secret('authority.pem', certificateAuthority);

  const clientBlocks = [];
  for (const { kind, metadata, scopes, redirect, secret: password, key } of clients) {
    clientBlocks.push({
      id: kind,
      kind,
      'client-id': metadata.client_id,
      ...(redirect && { redirect }),
      scopes,
      ...(password && { secret: await secret(`${kind}.secret`, password) }),
      ...(key && { key: await secret(`${kind}.jwk.json`, JSON.stringify(key)) }),
    });
  }
  const people: Record<string, object> = {};
  for (const { username, password } of accounts) {
    people[username] = { username, password: await secret(`${username}.password`, password) };
  }
  await write('engagement.txt', 'Larkspur Health is part of this program: everything may be tried on it.\n');

  const profile = {
    vendor: 'Larkspur Health',
    product: {
      name: 'Larkspur EHR',
      version: softwareVersion,
      chpl: '15.04.04.1234.Lark.12.01.1.260101',
      criteria: ['g10', 'b10'],
    },
    purpose: 'certification',
    audience: ['patient', 'provider'],
    standards: { 'us-core': '6.1.0', smart: '2.2.0', bulk: '2.0.0' },
    engagement: {
      by: 'Larkspur Health',
      document: 'engagement.txt',
      until: new Date(Date.now() + year).toISOString().slice(0, 10),
      permits: ['passive', 'consented', 'negative', 'load', 'write'],
    },
    deployments: [{ id: 'sandbox', base: fhirBase, environment: 'sandbox', host: 'developer', data: 'synthetic' }],
    pages: {
      api: pages.api,
      registration: pages.registration,
      fees: pages.fees,
      terms: pages.terms,
      'ehi-format': pages.ehiFormat,
      'service-base-urls': { url: pages.serviceBaseUrls, source: 'chpl' },
      disclosures: pages.disclosures,
    },
    patients: accounts
      .filter(account => ownPatients.some(id => id === patientOf(account)))
      .map(account => ({ id: patientOf(account), 'sign-in': account.username })),
    clients: clientBlocks,
    'sign-in': { management: endpoints.management, people },
    launch: { page: `${origin('developer')}/launch/chart`, 'sign-in': 'dr-linden', practitioner: clinician },
    registration: {
      page: pages.portal,
      fields: {
        'Name of the app': 'special-effort, a test by Larkspur Health',
        'Redirect addresses': 'https://app.example/callback',
      },
      press: 'Register the app',
      take: { 'client-id': '#client-id', management: '#management', 'management-token': '#management-token' },
    },
    bulk: { group: ownGroup, client: 'backend' },
    'ehi-export': await handOverExports(folder, behaviour),
    ...(letters.length > 0 && { 'case-folder': await writeCase(folder, letters) }),
    endpoints: { knock: 'all' },
    network: { ca, resolve: Object.fromEntries([...fullNames, testHost].map(name => [name, address])) },
  };
  const path = join(folder, name);
  await writeFile(path, stringify(profile), { mode: 0o600 });
  return path;
}
