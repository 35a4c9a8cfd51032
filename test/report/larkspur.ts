import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import type { Evidence, Where } from '../../src/model/evidence.ts';
import type { Body, Draft, Exhibit, ExhibitId, ExhibitKind, ExhibitOf, RunRecord } from '../../src/model/exhibit.ts';
import type { Finding, Judgement } from '../../src/model/finding.ts';
import type { Barrier, Exception, Requirement } from '../../src/model/requirement.ts';
import type { Topic } from '../../src/model/topic.ts';
import type { Vendor } from '../../src/model/vendor.ts';
import type { ReportInput, RuleText } from '../../src/report/report.ts';

const suites: RunRecord['suites'] = (
  [
    [
      'discovery',
      'Does each server tell a stranger what it can do and how to be asked?',
      'ask what the server can do',
      'ask for the SMART configuration',
      'shake hands',
    ],
    [
      'service-base-urls',
      'Can a patient\u2019s app find this vendor\u2019s practices without asking anyone\u2019s leave?',
      'ask for the published list, as a stranger',
      'knock at the addresses it names',
    ],
    [
      'documentation',
      'Can a developer learn from the documentation alone how to connect?',
      'unpack what can be downloaded',
    ],
    ['patient-data', 'Does a patient get every record that the law promises?', 'search as US Core asks'],
    ['bulk-data', 'Can the records of a group be exported?', 'start an export'],
  ] as const
).map(([topic, question, first, ...others]) => {
  const step = (name: string) => ({ name, permits: ['passive'] as const, per: 'deployment' as const });
  return { topic, question, steps: [step(first), ...others.map(step)] };
});

/** A run kept in memory: exhibits of every kind about a vendor that is partly in the way. */
export class MemoryEvidence implements Evidence {
  readonly #exhibits: Exhibit[] = [];
  readonly #bodies = new Map<string, Uint8Array>();
  readonly run: RunRecord;

  constructor(vendor: Vendor = larkspur) {
    this.run = this.add({
      kind: 'run',
      run: '2026-11-25T13-38-28Z',
      startedAt: '2026-11-25T13:38:28.000Z',
      harness: '0.1.0',
      node: '24.21.0',
      platform: 'linux x64',
      topics: suites.map(({ topic }) => topic),
      suites,
      authorised: false,
      vendor,
    });
  }

  /** @param after seconds since the run's start */
  add<E extends Exhibit>(draft: Draft<E>, after = this.#exhibits.length * 0.4): E {
    const sequence = this.#exhibits.length + 1;
    const id: ExhibitId = `sha256:${createHash('sha256').update(`exhibit ${sequence}`).digest('hex')}`;
    const at = new Date(Date.parse('2026-11-25T13:38:28.000Z') + after * 1000).toISOString();
    const exhibit = { ...draft, id, sequence, at, elapsed: after * 1000 } as unknown as E;
    this.#exhibits.push(exhibit);
    return exhibit;
  }

  keep(content: string | Uint8Array, type?: string): Body {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    this.#bodies.set(sha256, bytes);
    return { sha256, size: bytes.length, ...(type !== undefined && { type }) };
  }

  exhibits<K extends ExhibitKind>(kind: K, where: Where = {}): readonly ExhibitOf<K>[] {
    return this.#exhibits.filter(
      (exhibit): exhibit is ExhibitOf<K> =>
        exhibit.kind === kind &&
        (where.label === undefined || exhibit.label === where.label) &&
        (where.step === undefined || exhibit.step?.id === where.step),
    );
  }

  exhibit(id: ExhibitId): Exhibit | undefined {
    return this.#exhibits.find(exhibit => exhibit.id === id);
  }

  get all(): readonly Exhibit[] {
    return this.#exhibits;
  }

  async bytes(body: Body): Promise<Uint8Array> {
    const bytes = this.#bodies.get(body.sha256);
    if (!bytes) throw new Error(`evidence/bodies/${body.sha256.slice(0, 2)}/${body.sha256} is missing`);
    return bytes;
  }

  async text(body: Body): Promise<string> {
    return new TextDecoder().decode(await this.bytes(body));
  }

  async *stream(body: Body): AsyncIterable<Uint8Array> {
    const bytes = await this.bytes(body);
    for (let start = 0; start < bytes.length; start += 65_536) yield bytes.subarray(start, start + 65_536);
  }
}

export const larkspur: Vendor = {
  name: 'Larkspur Health',
  slug: 'larkspur-health',
  product: { name: 'Larkspur EHR', version: '12.1', chpl: '15.04.04.1234.Lark.12.01.1.260101' },
  purpose: 'surveillance',
  audience: ['patient', 'provider'],
  standards: { 'us-core': '6.1.0', smart: '2.2.0', bulk: '2.0.0' },
  engagement: { by: 'Jane Doe', until: '2027-03-31', permits: ['consented'] },
  deployments: [
    {
      id: 'sandbox',
      base: 'https://fhir.larkspur.example/r4',
      environment: 'sandbox',
      host: 'developer',
      data: 'synthetic',
    },
    { id: 'riverside', base: 'https://ehr.riverside.example/fhir', environment: 'production', host: 'customer' },
  ],
  pages: { api: [{ url: 'https://developer.larkspur.example/api' }] },
  patients: [{ id: 'erXuFYUfucBZaryVksYEcMg3' }],
  clients: [],
  claims: [],
  endpoints: { knock: 'sample', sample: 20 },
  politeness: { requestsPerSecond: 10, connections: 4 },
  network: { resolve: {} },
};

/** A plain grey picture as PNG. */
export function png(width: number, height: number): Uint8Array {
  const chunk = (type: string, data: Buffer): Buffer => {
    const typed = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(typed));
    return Buffer.concat([length, typed, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  const rows = Buffer.concat(
    Array.from({ length: height }, (_, y) => Buffer.from([0, ...Array(width).fill(y % 40 < 3 ? 150 : 235)])),
  );
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const remedy: Readonly<Record<string, string>> = {
  'service-base-urls/list-opens-for-a-stranger':
    'Serve the Bundle at the published address to anyone, without a session or an account.',
  'discovery/old-tls-refused':
    'Turn TLS 1.0 and 1.1 off at the load balancer, or refuse them with a page that says why.',
};

export const ruleTexts: readonly RuleText[] = (
  [
    [
      'discovery/smart-configuration-served',
      'Each deployment serves a SMART configuration to strangers',
      'The SMART configuration is missing or closed',
    ],
    ['discovery/old-tls-refused', 'TLS below 1.2 is refused', 'TLS below 1.2 is accepted'],
    ['discovery/s256-offered', 'The authorization server offers PKCE with S256', 'PKCE with S256 is not offered'],
    [
      'discovery/versions-in-force',
      'The claimed standards are accepted on the day of the run',
      'A claimed standard is no longer accepted',
    ],
    [
      'service-base-urls/list-opens-for-a-stranger',
      'The list of service base URLs opens without a login',
      'The list of service base URLs is behind a gate',
    ],
    ['service-base-urls/endpoints-answer', 'The addresses in the list answer', 'Addresses in the list do not answer'],
    [
      'service-base-urls/organizations-named',
      'Every organization in the list has a name and a location',
      'Organizations in the list lack a name or a location',
    ],
    [
      'documentation/errors-described',
      'The documentation describes error codes',
      'The documentation does not describe error codes',
    ],
    [
      'documentation/opens-without-script',
      'The documentation can be read by anyone',
      'The documentation is behind a form',
    ],
    ['patient-data/searches-answered', 'The required searches are answered', 'A required search is refused'],
    ['patient-data/references-resolve', 'References between resources can be followed', 'References lead nowhere'],
    ['bulk-data/export-starts', 'A group export can be started', 'A group export cannot be started'],
    ['bulk-data/files-need-a-token', 'Export files need a token', 'Export files open without a token'],
  ] as const
).map(([id, says, otherwise]) => ({
  id,
  says,
  otherwise,
  remedy: remedy[id] ?? 'Answer as the paragraph cited asks, and publish what changed.',
  ...(id === 'service-base-urls/list-opens-for-a-stranger' && {
    assumes: '"Publicly published" means that no login stands before the list.',
  }),
}));

const requirements: readonly Requirement[] = [
  [
    '45 CFR 170.404(b)(2)',
    'The developer publishes the service base URLs of all customers, in a machine-readable form, for anyone, at no charge.',
    'service-base-urls',
  ],
  ['45 CFR 170.315(g)(10)(iv)', 'Between app and server stands a secure and trusted connection.', 'discovery'],
  ['45 CFR 170.315(g)(10)(ii)', 'The server answers the searches that US Core asks for.', 'patient-data'],
  ['45 CFR 170.315(g)(10)(viii)', 'The technical documentation of the API is complete and open.', 'documentation'],
  [
    'SMART 2.2.0 well-known',
    'A JSON document at a fixed place below the base address tells what the authorization server can do.',
    'discovery',
  ],
  ['API-DOC-3', 'The documentation can be had through a public link.', 'documentation'],
  ['45 CFR 170.404(b)(1)(ii)', 'A verified app is let into production within five business days.', 'onboarding'],
].map(([id, asks, topic]) => ({
  id: id as string,
  asks: asks as string,
  link: 'https://www.ecfr.gov/current/title-45/subtitle-A/subchapter-D/part-170',
  inForce: { from: '2020-06-30', until: null },
  audience: ['developer'],
  reading: 'verified' as const,
  topics: [topic as Topic],
}));

const exception: Exception = {
  id: '45 CFR 171.203',
  name: 'Security Exception',
  asks: 'A practice may limit access where that protects electronic health information and is tailored to a specific risk.',
  link: 'https://www.ecfr.gov/current/title-45/section-171.203',
  inForce: { from: '2021-04-05', until: null },
  reading: 'verified',
  conditions: [
    'The practice is directly related to safeguarding the records.',
    'It is tailored to the specific risk.',
    'It is applied to all alike.',
  ],
  deadlines: [{ days: 10, unit: 'business', from: 'receipt of the request', for: 'a written answer' }],
  proofs: ['The written security policy, with its date', 'The risk that was found, and by whom'],
};

const barrier: Barrier = {
  id: 'sbu-unpublished-or-gated',
  group: 'service-base-urls',
  says: 'The list of addresses is not published or is behind a gate',
  signal: 'A stranger is asked to sign in',
  requirements: ['45 CFR 170.404(b)(2)'],
  exceptions: ['45 CFR 171.203'],
  severity: 'high',
};

/** Everything the sections can be made to show, in one input. */
export function larkspurInput(changes: Partial<ReportInput> = {}): ReportInput & { readonly evidence: MemoryEvidence } {
  const evidence = new MemoryEvidence();
  const step = (id: string, deployment: string | null = null) => ({ id, deployment, attempt: 1 });
  const accept = ['accept', 'application/fhir+json'] as const;

  const list = evidence.add({
    kind: 'exchange',
    step: step('service-base-urls/ask for the published list, as a stranger'),
    label: 'list',
    request: { method: 'GET', url: 'https://developer.larkspur.example/endpoints', headers: [accept] },
    response: {
      status: 302,
      headers: [
        ['location', 'https://auth.larkspur.example/login?return=%2Fendpoints'],
        ['content-length', '0'],
      ],
    },
    took: 84,
    remoteAddress: '203.0.113.7',
  });
  const login = evidence.add({
    kind: 'exchange',
    step: step('service-base-urls/ask for the published list, as a stranger'),
    request: { method: 'GET', url: 'https://auth.larkspur.example/login?return=%2Fendpoints', headers: [accept] },
    response: {
      status: 200,
      headers: [
        ['content-type', 'text/html; charset=utf-8'],
        ['cache-control', 'no-store'],
      ],
      body: evidence.keep(
        '<!doctype html>\n<title>Sign in - Larkspur Developer</title>\n<form method="post" action="/login">\n  <label>Work e-mail <input name="email"></label>\n  <label>Password <input name="password" type="password"></label>\n</form>\n',
        'text/html',
      ),
    },
    took: 122,
    redirectedFrom: list.id,
  });
  const page = evidence.add({
    kind: 'page',
    step: step('service-base-urls/ask for the published list, as a stranger'),
    url: 'https://developer.larkspur.example/endpoints',
    finalUrl: 'https://auth.larkspur.example/login?return=%2Fendpoints',
    status: 200,
    title: 'Sign in - Larkspur Developer',
    dom: evidence.keep('<html></html>'),
    text: evidence.keep(
      'Sign in to the Larkspur developer portal\nWork e-mail\nPassword\nNew here? Ask your account manager for an invitation.',
    ),
    screenshot: evidence.keep(png(640, 360), 'image/png'),
    links: [{ href: 'mailto:partners@larkspur.example', text: 'Ask for an invitation' }],
    requests: [],
    incomplete: 'analytics.larkspur.example refused a script; the page itself is whole',
  });
  const tls = evidence.add({
    kind: 'tls',
    step: step('discovery/shake hands', 'riverside'),
    host: 'ehr.riverside.example',
    port: 443,
    offered: 'TLSv1.1',
    accepted: true,
    cipher: 'ECDHE-RSA-AES128-SHA',
    trusted: true,
    certificate: {
      subject: 'CN=ehr.riverside.example',
      issuer: 'CN=Example Trust CA 3',
      names: ['ehr.riverside.example', '*.riverside.example'],
      notBefore: '2026-09-01T00:00:00Z',
      notAfter: '2026-12-01T00:00:00Z',
      sha256: 'a1'.repeat(32),
    },
    application: { status: 200, body: evidence.keep('{"resourceType":"CapabilityStatement"}') },
  });
  const capability = evidence.add({
    kind: 'exchange',
    step: step('discovery/ask what the server can do', 'sandbox'),
    label: 'metadata',
    request: { method: 'GET', url: 'https://fhir.larkspur.example/r4/metadata', headers: [accept] },
    response: {
      status: 200,
      headers: [['content-type', 'application/fhir+json']],
      body: evidence.keep(
        JSON.stringify({
          resourceType: 'CapabilityStatement',
          status: 'active',
          fhirVersion: '4.0.1',
          rest: [
            {
              mode: 'server',
              resource: Array.from({ length: 60 }, (_, n) => ({
                type: `Observation`,
                profile: `p${n}`,
                interaction: [{ code: 'read' }, { code: 'search-type' }],
              })),
            },
          ],
        }),
        'application/fhir+json',
      ),
    },
    took: 310,
  });
  const smart = evidence.add({
    kind: 'exchange',
    step: step('discovery/ask for the SMART configuration', 'riverside'),
    request: {
      method: 'GET',
      url: 'https://ehr.riverside.example/fhir/.well-known/smart-configuration',
      headers: [['accept', 'application/json']],
    },
    response: { status: 404, headers: [['content-type', 'text/plain']], body: evidence.keep('Not here.') },
    took: 45,
  });
  const search = evidence.add({
    kind: 'exchange',
    step: step('patient-data/search as US Core asks', 'sandbox'),
    request: {
      method: 'GET',
      url: 'https://fhir.larkspur.example/r4/Observation?patient=erXuFYUfucBZaryVksYEcMg3&category=laboratory&date=ge2020-01-01',
      headers: [accept, ['authorization', 'Bearer [secret 1f2e3d4c5b6a]']],
    },
    response: {
      status: 400,
      headers: [
        ['content-type', 'application/fhir+json'],
        ['x-request-id', 'b7a1'],
      ],
      body: evidence.keep(
        JSON.stringify({
          resourceType: 'OperationOutcome',
          issue: [
            {
              severity: 'error',
              code: 'not-supported',
              diagnostics: 'Parameter date is not supported for Patient/erXuFYUfucBZaryVksYEcMg3',
            },
          ],
        }),
        'application/fhir+json',
      ),
    },
    took: 203,
  });
  const failures = Array.from({ length: 18 }, (_, n) =>
    evidence.add({
      kind: 'failure',
      step: step('service-base-urls/knock at the addresses it names'),
      url: `https://clinic-${n}.example/fhir/metadata`,
      method: 'GET',
      phase: 'dns',
      code: 'ENOTFOUND',
      message: `No address is known for clinic-${n}.example.`,
      tries: [0, 5, 10].map(s => ({
        at: `2026-11-25T13:40:${String(10 + s).padStart(2, '0')}.000Z`,
        code: 'ENOTFOUND',
      })),
      control: { url: 'https://fhir.larkspur.example/r4/metadata', status: 200 },
    }),
  );
  const token = evidence.add({
    kind: 'exchange',
    step: step('patient-data/search as US Core asks', 'sandbox'),
    request: {
      method: 'POST',
      url: 'https://auth.larkspur.example/token',
      headers: [['content-type', 'application/x-www-form-urlencoded']],
      body: evidence.keep(
        'grant_type=authorization_code&code=[secret aa11bb22cc33]',
        'application/x-www-form-urlencoded',
      ),
    },
    response: { status: 503, headers: [['retry-after', '30']], body: evidence.keep(new Uint8Array([0, 1, 2, 3, 255])) },
    took: 1510,
  });
  const measurement = evidence.add({
    kind: 'measurement',
    label: 'referenced resources',
    of: [search.id],
    by: 'fhir reference reader 0.1.0',
    value: { references: 48, resolved: 41, broken: ['Practitioner/p-7', 'Location/l-2'] },
  });
  const file = evidence.add({
    kind: 'file',
    step: step('documentation/unpack what can be downloaded'),
    name: 'api-guide.txt',
    body: evidence.keep('Larkspur API guide\n\nErrors: see your account manager.\n'),
  });
  const journal = evidence.add({
    kind: 'journal',
    happenedAt: '2026-11-20T09:15:00Z',
    text: 'Wrote to partners@larkspur.example and asked for an account.\nNo answer by the 25th.',
    attachments: [evidence.keep('mail')],
  });
  const skipped = evidence.add({
    kind: 'step',
    step: step('bulk-data/start an export', 'sandbox'),
    event: 'skipped',
    reason: 'not-permitted',
    message: 'The engagement does not permit "write".',
    permits: ['consented', 'write'],
  });
  evidence.add({ kind: 'step', step: step('discovery/ask what the server can do', 'sandbox'), event: 'finished' });
  const broken = evidence.add({
    kind: 'step',
    step: step('documentation/unpack what can be downloaded'),
    event: 'failed',
    reason: 'harness-bug',
    message: 'TypeError: cannot read a PDF',
  });
  for (let n = 0; n < 160; n++) {
    const after = 30 + n * 0.35 + (n > 90 ? 7300 : 0);
    evidence.add(
      {
        kind: 'exchange',
        step: step('patient-data/search as US Core asks', 'sandbox'),
        request: {
          method: 'GET',
          url: `https://fhir.larkspur.example/r4/Condition?patient=erXuFYUfucBZaryVksYEcMg3&_page=${n}`,
          headers: [accept],
        },
        response: { status: n % 31 === 7 ? 429 : n % 50 === 3 ? 500 : 200, headers: [] },
        took: 60 + (n % 13) * 7,
      },
      after,
    );
  }

  const finding = (rule: string, outcome: Finding['outcome'], because: string, more: Partial<Finding>): Finding => {
    const texts = ruleTexts.find(({ id }) => id === rule);
    return {
      rule,
      topic: rule.split('/')[0] as Topic,
      outcome,
      because,
      title: (outcome === 'failed' ? texts?.otherwise : texts?.says) ?? rule,
      severity: 'medium',
      confidence: 'certain',
      kind: 'criterion-nonconformity',
      attributedTo: 'developer',
      exceptionState: 'unknown',
      deployment: null,
      environment: null,
      barrier: null,
      cites: ['45 CFR 170.315(g)(10)(iv)'],
      exceptions: [],
      remedy: texts?.remedy ?? '',
      evidence: [evidence.run.id],
      ...(texts?.assumes !== undefined && { assumes: texts.assumes }),
      ...more,
    };
  };
  const sandbox = { deployment: 'sandbox', environment: 'sandbox' } as const;
  const riverside = { deployment: 'riverside', environment: 'production', attributedTo: 'source' } as const;
  const findings: Finding[] = [
    finding(
      'service-base-urls/list-opens-for-a-stranger',
      'failed',
      'A client and a browser were both asked to sign in before they saw the list.',
      {
        severity: 'high',
        kind: 'condition-concern',
        barrier: barrier.id,
        cites: ['45 CFR 170.404(b)(2)', 'API-DOC-9'],
        exceptions: [exception.id],
        evidence: [list.id, login.id, page.id, journal.id],
      },
    ),
    finding(
      'discovery/old-tls-refused',
      'failed',
      'The server completed a handshake with TLS 1.1 and answered a request over it.',
      { ...riverside, subject: 'ehr.riverside.example', severity: 'critical', evidence: [tls.id] },
    ),
    ...failures.map((failure, n) =>
      finding(
        'service-base-urls/endpoints-answer',
        'failed',
        `clinic-${n}.example is unknown to the name service; three tries within 15 s, while another host answered.`,
        {
          subject: `https://clinic-${n}.example/fhir`,
          kind: 'ib-risk',
          confidence: 'likely',
          attributedTo: 'unknown',
          exceptionState: 'plausible',
          exceptions: [exception.id, '45 CFR 171.205'],
          cites: ['45 CFR 170.404(b)(2)'],
          evidence: [failure.id],
          corroboration: { asked: { times: 3, hours: 24, networks: 2 }, seen: 1 },
        },
      ),
    ),
    finding(
      'patient-data/searches-answered',
      'failed',
      'Observation by patient, category and date was answered with 400: "Parameter date is not supported for Patient/erXuFYUfucBZaryVksYEcMg3".',
      {
        ...sandbox,
        subject: 'Observation?patient&category&date',
        severity: 'high',
        cites: ['45 CFR 170.315(g)(10)(ii)'],
        evidence: [search.id, token.id],
      },
    ),
    finding('documentation/errors-described', 'failed', 'The guide refers readers to an account manager for errors.', {
      severity: 'low',
      confidence: 'needs-person',
      kind: 'condition-concern',
      exceptionState: 'unsupported',
      cites: ['45 CFR 170.315(g)(10)(viii)'],
      evidence: [file.id],
    }),
    finding(
      'discovery/smart-configuration-served',
      'cant-tell',
      'The address answered 404 in plain text, and the profile does not say who runs this deployment.',
      { ...riverside, evidence: [smart.id, capability.id] },
    ),
    finding(
      'patient-data/references-resolve',
      'cant-tell',
      '7 of 48 references lead nowhere; all point to people and places that may have been left out of the test data.',
      { ...sandbox, evidence: [measurement.id, search.id] },
    ),
    finding(
      'bulk-data/export-starts',
      'untested',
      'The engagement does not permit "write". Add it to engagement.permits: [consented, write]',
      { ...sandbox, reason: 'not-permitted', evidence: [skipped.id] },
    ),
    finding(
      'bulk-data/files-need-a-token',
      'untested',
      'The engagement does not permit "write". Add it to engagement.permits: [consented, write]',
      { ...sandbox, reason: 'not-permitted', evidence: [skipped.id] },
    ),
    finding('documentation/opens-without-script', 'untested', 'TypeError: cannot read a PDF', {
      reason: 'harness-bug',
      evidence: [broken.id],
    }),
    finding('service-base-urls/organizations-named', 'untested', 'The list could not be had.', {
      reason: 'vendor-unreachable',
    }),
    finding('discovery/s256-offered', 'passed', 'TLS was offered as asked.', {
      ...sandbox,
      evidence: [capability.id, smart.id],
    }),
    finding('discovery/versions-in-force', 'passed', 'All claimed versions are accepted.', {}),
    finding('discovery/old-tls-refused', 'inapplicable', 'The deployment is on loopback.', sandbox),
  ];
  const judgement: Judgement = {
    format: 'special-effort/findings@1',
    run: {
      id: evidence.run.run,
      startedAt: evidence.run.startedAt,
      finishedAt: '2026-11-25T15:41:02.000Z',
      complete: true,
      vendor: larkspur.name,
      product: { name: 'Larkspur EHR', version: '12.1', chpl: '15.04.04.1234.Lark.12.01.1.260101' },
      standards: larkspur.standards,
      harness: '0.1.0',
    },
    judgedBy: { harness: '0.1.0', catalogue: { version: '2026-11-20', sha256: 'c0'.repeat(32) } },
    findings,
  };
  return {
    judgement,
    evidence,
    catalogue: {
      requirement: id => requirements.find(requirement => requirement.id === id),
      barrier: id => (id === barrier.id ? barrier : undefined),
      exception: id => (id === exception.id ? exception : undefined),
    },
    rule: id => ruleTexts.find(rule => rule.id === id),
    coverage: [
      ...requirements.map(requirement => ({
        entry: requirement,
        rules: ruleTexts
          .map(rule => rule.id)
          .filter(rule => findings.some(f => f.rule === rule && f.cites.includes(requirement.id))),
        ...(requirement.id === '45 CFR 170.404(b)(1)(ii)' && { untested: 'planned: onboarding' }),
        ...(requirement.id === '45 CFR 170.404(b)(2)' && { partly: 'whether customers pay for being listed' }),
      })),
    ],
    seal: {
      sealedAt: '2026-11-25T15:41:03.000Z',
      journals: [{ file: 'journal-0001.ndjson', size: 184_223, sha256: 'd4'.repeat(32) }],
      bodies: { count: 131, sha256: 'e5'.repeat(32) },
    },
    ledger: {
      steps: [
        {
          at: '2026-11-19',
          what: 'Opened https://developer.larkspur.example/endpoints: a page to sign in',
          who: 'us',
          waited: 0,
          exhibits: [page.id],
        },
        {
          at: '2026-11-19',
          what: 'Agree',
          words: 'I agree to the terms of the portal',
          who: 'us',
          waited: 0,
          asks: 'agreement',
          agreement: { sha256: 'a1'.repeat(32) },
          exhibits: [page.id],
        },
        {
          at: '2026-11-19',
          what: 'Give Sponsoring customer',
          who: 'customer',
          waited: 0,
          asks: 'sponsor',
          documented: { how: 'not-told' },
          exhibits: [page.id],
        },
        {
          at: '2026-11-20T09:15:00Z',
          what: 'We asked to be registered or let in: clocks begin',
          words: 'Wrote to partners@larkspur.example and asked for an account.',
          about: 'the nightly app',
          who: 'us',
          waited: 1,
          minutes: 20,
          money: 'USD 500',
          exhibits: [journal.id],
        },
      ],
      arrived: false,
      minutes: 20,
      money: ['USD 500'],
      days: 1,
      handovers: 2,
    },
    options: { patients: 'keep' },
    ...changes,
  } as ReportInput & { readonly evidence: MemoryEvidence };
}
