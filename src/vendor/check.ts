import { existsSync, statSync } from 'node:fs';
import { isLoopback, patientData, type Vendor } from '../model/vendor.ts';
import { describedFields } from './schema.ts';
import { placeOf, readSecret, SecretMissing, secretsByField } from './secrets.ts';

/** Something that is legal in a profile and yet worth knowing before a run. */
export interface Advice {
  /** As `deployments[0].data`. */
  readonly field: string;
  readonly says: string;
  /** What it means for a run. */
  readonly follows: string;
  /** What to do about it. */
  readonly remedy: string;
}

export interface Circumstances {
  /** The day of asking, YYYY-MM-DD in UTC. */
  readonly day: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/** What a reader of the profile would want to be told, in the order of its fields. */
export function checkProfile(vendor: Vendor, { day, environment = process.env }: Circumstances): Advice[] {
  return [
    ...product(vendor),
    ...standards(vendor),
    ...engagement(vendor, day),
    ...deployments(vendor),
    ...pages(vendor),
    ...people(vendor),
    ...clients(vendor),
    ...openBlocks(vendor),
    ...references(vendor, environment),
  ];
}

const chplNumber = /^(\d{2}\.\d{2}\.\d{2}\.\d{4}\.\w{4}\.\w{2}\.\d{2}\.\d\.\d{6}|CHP-\d{6})$/;

function* product({ product: { chpl } }: Vendor): Iterable<Advice> {
  if (chpl && !chplNumber.test(chpl)) {
    yield {
      field: 'product.chpl',
      says: 'It is not shaped like a CHPL product number.',
      follows: 'A reader of the findings cannot look the product up.',
      remedy: 'Copy it from chpl.healthit.gov, as 15.04.04.1234.Lark.12.01.1.260101.',
    };
  }
}

function* standards({ standards }: Vendor): Iterable<Advice> {
  const missing = (['us-core', 'smart', 'bulk'] as const).filter(name => !standards[name]);
  if (missing.length > 0) {
    yield {
      field: 'standards',
      says: `The versions claimed for ${missing.join(', ')} are not stated.`,
      follows: "What the server says of itself is taken instead, and cannot be compared with the vendor's claim.",
      remedy: `Add standards: { ${missing.map(name => `${name}: VERSION`).join(', ')} }.`,
    };
  }
}

function* engagement(vendor: Vendor, day: string): Iterable<Advice> {
  const { engagement, access, deployments } = vendor;
  if (!engagement) {
    yield {
      field: 'engagement',
      says: access ? 'There is a token, but no engagement that permits its use.' : 'There is no engagement.',
      follows: 'Only public pages are read; nobody signs in, and rules that need more are untested.',
      remedy: 'Add, once a named person has given leave:\n  engagement: { by: YOUR NAME, permits: [consented] }',
    };
    return;
  }
  if (engagement.until && day > engagement.until) {
    yield {
      field: 'engagement.until',
      says: `The engagement ended on ${engagement.until}.`,
      follows: 'Only public pages are read.',
      remedy: 'Have it renewed and write the new last day.',
    };
  }
  const beyond = engagement.permits.filter(permission => permission !== 'passive' && permission !== 'consented');
  if (beyond.length === 0) return;
  if (!engagement.document) {
    yield {
      field: 'engagement.document',
      says: `${beyond.join(', ')} ${beyond.length === 1 ? 'is' : 'are'} permitted, but no document is named that gives leave.`,
      follows: 'Steps that need it do not run.',
      remedy: 'Add engagement.document: the file or reference of the contract.',
    };
  }
  if (deployments.some(({ environment }) => environment !== 'sandbox')) {
    yield {
      field: 'engagement.permits',
      says: `${beyond.join(', ')} ${beyond.length === 1 ? 'is' : 'are'} permitted, and a deployment may be in use by patients.`,
      follows: 'On a production deployment these steps also need --i-am-authorised, which is sealed into the run.',
      remedy: 'Test on a sandbox first, or say --i-am-authorised if you are.',
    };
  }
}

function* deployments({ deployments }: Vendor): Iterable<Advice> {
  if (deployments.length === 0) {
    yield {
      field: 'deployments',
      says: 'There are no deployments.',
      follows:
        'Of the topics discovery, authorization, patient-data, bulk-data and availability nothing can be tested.',
      remedy: 'Add deployments:\n  - { id: sandbox, base: FHIR BASE ADDRESS, environment: sandbox }',
    };
  }
  for (const [index, deployment] of deployments.entries()) {
    const field = `deployments[${index}]`;
    const twin = deployments.findIndex(({ base }) => base === deployment.base);
    if (twin < index) {
      yield {
        field: `${field}.base`,
        says: `It is the base of deployments[${twin}] too.`,
        follows: 'The same server is asked twice.',
        remedy: 'Delete one of them.',
      };
    }
    if (deployment.base.toLowerCase().startsWith('http:') && !isLoopback(deployment.base)) {
      yield {
        field: `${field}.base`,
        says: 'It is an http address.',
        follows: 'Tokens and records would cross the network in the clear, and rules about TLS fail.',
        remedy: 'Write the https address if there is one.',
      };
    }
    if (!deployment.environment) {
      yield {
        field: `${field}.environment`,
        says: 'It is not stated whether this is a sandbox.',
        follows: 'Findings name no environment, and without `data` no patient record is asked for.',
        remedy: `Add environment: sandbox, or production.`,
      };
    }
    if (!deployment.data) {
      yield {
        field: `${field}.data`,
        says: 'It is not stated whose records it holds.',
        follows:
          patientData(deployment) === 'refuse'
            ? 'No patient record is asked for; rules that need one are untested.'
            : 'Records are treated as of real patients: none is kept, and rules that need their text are untested.',
        remedy: 'Add data: synthetic, consenting or phi.',
      };
    }
    if (deployment.host === 'unknown') {
      yield {
        field: `${field}.host`,
        says: 'It is not stated who runs it.',
        follows: 'What is found there is attributed to nobody, and concerns about the developer stay cant-tell.',
        remedy: 'Add host: developer, or customer.',
      };
    }
  }
}

/** What is lost when a page is not named. */
const uses = {
  api: 'topic documentation has nothing to read',
  registration: 'topic onboarding has no place to begin',
  fees: 'fees are looked for only where the API documentation leads',
  terms: 'terms are looked for only where the API documentation leads',
  'ehi-format': 'the format of the EHI export is untested',
  'service-base-urls': 'topic service-base-urls has nothing to read',
  disclosures: 'the mandatory disclosures are untested',
} as const;

function* pages({ pages }: Vendor): Iterable<Advice> {
  const missing = (Object.keys(uses) as (keyof typeof uses)[]).filter(role => !pages[role]?.length);
  for (const role of missing) {
    yield {
      field: `pages.${role}`,
      says: 'It is not named.',
      follows: `${uses[role].charAt(0).toUpperCase()}${uses[role].slice(1)}.`,
      remedy: `Add pages: { ${role}: ADDRESS }, as registered on CHPL where it is.`,
    };
  }
}

function* people({ engagement, patients }: Vendor): Iterable<Advice> {
  if (!engagement?.permits.includes('consented')) return;
  if (patients.length === 0) {
    yield {
      field: 'patients',
      says: 'There are no patients.',
      follows: 'Whose records may be read is known only if a token names a patient.',
      remedy: 'Add patients: [{ id: ID, sign-in: NAME }].',
    };
  } else if (patients.length === 1) {
    yield {
      field: 'patients',
      says: 'There is one patient only.',
      follows: "Whether one patient's token opens another's record is untested, since ids are never guessed.",
      remedy: 'Add a second patient who is yours to read.',
    };
  }
}

function* clients({ clients }: Vendor): Iterable<Advice> {
  for (const [index, client] of clients.entries()) {
    const field = `clients[${index}]`;
    const lacks = (what: string): Advice => ({
      field: `${field}.${what}`,
      says: `The ${client.kind} client ${client.id} has none.`,
      follows: 'Flows of this client are untested.',
      remedy: `Add ${what}${what === 'secret' || what === 'key' ? ': env:NAME or file:PATH' : ''}.`,
    });
    if (!client.clientId) yield lacks('client-id');
    if (client.kind === 'symmetric' && !client.secret) yield lacks('secret');
    if ((client.kind === 'asymmetric' || client.kind === 'backend') && !client.key) yield lacks('key');
    if (client.kind !== 'backend' && !client.redirect) yield lacks('redirect');
  }
}

/** These blocks may hold anything, so a slip of the pen in them is no error. */
function* openBlocks({ ehiExport, parity }: Vendor): Iterable<Advice> {
  for (const [name, block] of [
    ['ehi-export', ehiExport],
    ['parity', parity],
  ] as const) {
    const described = describedFields(name);
    for (const field of Object.keys(block ?? {}).filter(field => !described.includes(field))) {
      yield {
        field: `${name}.${field}`,
        says: 'It is no field that the schema describes.',
        follows: 'It is kept with the run and nothing reads it.',
        remedy: `Check the spelling: described are ${described.join(', ')}.`,
      };
    }
  }
}

function* references(vendor: Vendor, environment: NodeJS.ProcessEnv): Iterable<Advice> {
  for (const [reference, field] of secretsByField(vendor)) {
    try {
      readSecret(reference, environment);
    } catch (error) {
      if (!(error instanceof SecretMissing)) throw error;
      yield {
        field,
        says: error.says,
        follows: 'What needs it is untested: credentials-missing.',
        remedy: error.remedy,
      };
      continue;
    }
    const place = placeOf(reference);
    if ('path' in place && process.platform !== 'win32' && (statSync(place.path).mode & 0o077) !== 0) {
      yield {
        field,
        says: `Others on this machine may read ${place.path}.`,
        follows: 'The secret in it is as good as told to them.',
        remedy: `Run: chmod 600 ${place.path}`,
      };
    }
  }
  const { ca } = vendor.network;
  const document = vendor.engagement?.document;
  const files = { 'network.ca': ca, 'engagement.document': document?.startsWith('file:') ? document : undefined };
  for (const [field, reference] of Object.entries(files)) {
    const path = reference?.slice('file:'.length);
    if (path && !existsSync(path)) {
      yield {
        field,
        says: `The file ${path} does not exist.`,
        follows:
          field === 'network.ca'
            ? 'The run cannot begin: it would trust other authorities than you said.'
            : 'A reviewer cannot see what gave leave.',
        remedy: 'Put the file there, or correct the path.',
      };
    }
  }
}
