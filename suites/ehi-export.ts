import { randomBytes } from 'node:crypto';
import { type HandedOver, NothingHandedOver, openHandedOver } from '../src/collect/export.ts';
import { delimiterNamed } from '../src/facts/ehi-export/delimited.ts';
import { type Obtained, openedExports, type Whose, whose } from '../src/facts/ehi-export/exports.ts';
import { formatDictionary } from '../src/facts/ehi-export/format-description.ts';
import { labels, stepNames } from '../src/facts/ehi-export/labels.ts';
import { readManifest } from '../src/facts/ehi-export/manifest.ts';
import { membersOf } from '../src/facts/ehi-export/members.ts';
import { readExport } from '../src/facts/ehi-export/reading.ts';
import { type Source, sourceOf } from '../src/facts/ehi-export/source.ts';
import { type ExhibitId, header } from '../src/model/exhibit.ts';
import type { Hands } from '../src/model/hands.ts';
import { step, suite } from '../src/model/suite.ts';
import { patientData, type SecretReference, type Vendor } from '../src/model/vendor.ts';
import { readSecret } from '../src/vendor/secrets.ts';
import { readWhatIsPublished } from './published-pages.ts';

const mebibyte = 1024 ** 2;
const minute = 60_000;
/** Of an export on disk so much is kept with the evidence; all of it is read. */
const mostKept = 256 * mebibyte;
const longestWait = 10 * minute;
const mostLinks = 4;

/** What a profile says of one export. */
interface ExportBlock {
  readonly how?: 'script' | 'api' | 'file';
  readonly file?: string;
  readonly address?: string;
  readonly password?: SecretReference;
  readonly dictionary?: string;
  readonly manifest?: string;
  readonly delimiter?: string;
  readonly encoding?: string;
  readonly 'started-by'?: 'user' | 'developer';
  readonly 'asked-at'?: string;
  readonly 'received-at'?: string;
  readonly cost?: string;
}

const blockOf = ({ ehiExport }: Vendor, one: Whose): ExportBlock | undefined =>
  ehiExport?.[one] as ExportBlock | undefined;
/** No export is handed over, and no address gives one. */
const lacksAnExport = (vendor: Vendor): string | undefined =>
  whose.some(one => blockOf(vendor, one))
    ? undefined
    : `The profile names no export. ${missing('single-patient', undefined)[1]}`;
const mayTell = ({ deployments }: Vendor): boolean =>
  deployments.length > 0 && deployments.every(deployment => patientData(deployment) === 'keep');

type Reader = Hands<'consented', undefined>;

export default suite(
  'ehi-export',
  'Does the export of everything hold everything, in a form that its own description explains?',
  [
    readWhatIsPublished,

    step(stepNames.dictionary, { permits: ['passive'] }, async ({ vendor, http, keepFile, obstacle }) => {
      const named = whose.flatMap(one => blockOf(vendor, one)?.dictionary ?? []);
      for (const address of new Set(named)) {
        if (/^https?:/i.test(address)) {
          await http.get(address, { as: labels.dictionary, timeout: 5 * minute });
          continue;
        }
        await handedOver(address, obstacle, async ({ files }) => {
          for (const { path, source } of files)
            await keepFile({ as: labels.dictionary, name: path, content: wholeOf(source), limit: mostKept });
        });
      }
    }),

    step(stepNames.handedOver, { permits: ['consented'], lacks: lacksAnExport }, async hands => {
      const { vendor, keepFile, obstacle } = hands;
      for (const one of whose) {
        const block = blockOf(vendor, one);
        if (!block?.file) {
          if (block?.address) continue;
          await obstacle(...missing(one, block));
          continue;
        }
        await handedOver(block.file, obstacle, async ({ files, content }) => {
          const name = mayTell(vendor) ? block.file!.split('/').at(-1)! : `the ${one} export`;
          const kept = await keepFile({ as: labels.export, name, content: content(), patient: true, limit: mostKept });
          await readOne(hands, one, block, { how: 'file', files, kept });
        });
      }
    }),

    step(stepNames.asked, { permits: ['consented', 'write'], lacks: lacksAnExport }, async hands => {
      const { vendor, http, obstacle, signal, say } = hands;
      for (const one of whose) {
        const block = blockOf(vendor, one);
        if (!block?.address || block.file) continue;
        const token = vendor.access?.token;
        const origin = new URL(block.address).origin;
        const own = vendor.deployments.some(({ base }) => new URL(base).origin === origin);
        const request = {
          as: `${labels.asked}: ${one}`,
          patient: true,
          limit: 64 * mebibyte,
          timeout: longestWait,
          ...(token && own ? { credential: { origin, scheme: 'Bearer' as const, secret: token } } : {}),
        };
        const askedAt = new Date().toISOString();
        let answer = await http.send(block.address, { ...request, headers: { prefer: 'respond-async' } });
        for (let waited = 0; answer.status === 202 && waited < longestWait; ) {
          const place = header(answer.headers, 'content-location');
          const wait = Math.min(Number(header(answer.headers, 'retry-after') ?? 5) * 1000, longestWait);
          if (!place || !(wait >= 0) || waited + wait >= longestWait) break;
          say(`the ${one} export is being made`);
          await pause(wait, signal);
          waited += wait + 1000;
          answer = await http.send(new URL(place, answer.url).href, { ...request, namedBy: answer.exhibit });
        }
        if (answer.status !== 200) {
          await obstacle(
            'vendor-unreachable',
            `The ${one} export did not come: its address answered ${answer.status ?? 'nothing'}.`,
          );
          continue;
        }
        const bytes = await answer.bytes();
        const path = new URL(answer.url).pathname.split('/').at(-1) || 'export';
        await readOne(
          hands as unknown as Reader,
          one,
          { 'started-by': 'user', 'asked-at': askedAt, 'received-at': new Date().toISOString(), ...block },
          {
            how: 'api',
            files: [{ path, source: sourceOf(bytes) }],
            kept: answer.exhibit,
          },
        );
      }
    }),

    step(stepNames.links, { permits: ['passive'] }, async ({ facts, http, obstacle }) => {
      const opened = (await facts.read(openedExports)) ?? [];
      const asked = new Set<string>();
      for (const { reading, exhibits } of opened) {
        for (const { url } of reading.links.slice(0, mostLinks)) {
          if (asked.has(url)) continue;
          asked.add(url);
          await http.get(url, { as: labels.address, namedBy: exhibits.at(-1)!, limit: 8 * mebibyte });
        }
      }
      if (asked.size === 0) await obstacle('no-test-data', 'No export was opened that names an address of its format.');
    }),
  ],
);

type Obstacle = Reader['obstacle'];

/** Opens what lies on this machine for as long as it is read. */
async function handedOver(
  reference: string,
  obstacle: Obstacle,
  read: (handed: HandedOver) => Promise<void>,
): Promise<void> {
  let handed: HandedOver;
  try {
    handed = await openHandedOver(reference);
  } catch (error) {
    if (!(error instanceof NothingHandedOver)) throw error;
    await obstacle('profile-wrong', error.message);
    return;
  }
  try {
    await read(handed);
  } finally {
    await handed.close();
  }
}

/** What to do where nobody has said how the export is got. */
function missing(one: Whose, block: ExportBlock | undefined): Parameters<Obstacle> {
  const where = `ehi-export.${one}`;
  if (block?.how === 'script') {
    return ['needs-person', `The ${one} export is made by a script: run it, and give its result as ${where}.file.`];
  }
  const make =
    one === 'single-patient'
      ? "Sign in as a user who may, export one patient's information without the vendor's help, and note when it was asked for and when it came"
      : 'Ask for the export of all patients as the documentation says, and note when it was asked for and when it came';
  return [
    'no-test-data',
    `${make}. Then add ${where}: { file: file:EXPORT.zip, started-by: user, asked-at: ..., received-at: ..., cost: ... }.`,
  ];
}

async function readOne(
  { vendor, facts, measure, obstacle, say }: Reader,
  one: Whose,
  block: ExportBlock,
  {
    how,
    files,
    kept,
  }: { how: Obtained['how']; files: readonly { readonly path: string; readonly source: Source }[]; kept: ExhibitId },
): Promise<void> {
  const tell = mayTell(vendor);
  const dictionary = await facts.read(formatDictionary);
  const known = block.manifest ? await knownFrom(block.manifest, obstacle) : undefined;
  const size = files.reduce((sum, { source }) => sum + source.size, 0);
  let told = 0;
  const reading = await readExport({
    files,
    password: block.password === undefined ? undefined : readSecret(block.password),
    delimiter: block.delimiter === undefined ? undefined : delimiterNamed(block.delimiter),
    encoding: block.encoding,
    dictionary,
    known,
    tell,
    key: tell ? undefined : randomBytes(32),
    progress: bytes => {
      if (bytes < told + 32 * mebibyte) return;
      told = bytes;
      say(`read ${Math.round(bytes / mebibyte)} MiB of the ${one} export (${Math.round(size / mebibyte)} MiB packed)`);
    },
  });
  const { 'started-by': startedBy, 'asked-at': askedAt, 'received-at': receivedAt, cost } = block;
  const obtained: Obtained = {
    how,
    ...(startedBy ? { startedBy } : {}),
    ...(askedAt ? { askedAt } : {}),
    ...(receivedAt ? { receivedAt } : {}),
    ...(cost ? { cost } : {}),
  };
  await measure({
    as: labels.reading,
    of: [kept],
    by: 'the export reader of this program',
    value: { whose: one, obtained, reading },
  });
}

async function knownFrom(manifest: string, obstacle: Obstacle) {
  let known: Awaited<ReturnType<typeof readManifest>> | undefined;
  await handedOver(manifest, obstacle, async ({ files }) => {
    try {
      known = await readManifest(membersOf(files, { report: () => {} }));
    } catch (error) {
      await obstacle('profile-wrong', `The manifest ${manifest} cannot be used: ${(error as Error).message}.`);
    }
  });
  return known;
}

async function* wholeOf(source: Source): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < source.size; at += mebibyte) yield source.read(at, mebibyte);
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
