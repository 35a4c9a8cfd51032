import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Problem, ProfileError } from '../../src/vendor/problem.ts';
import { parseProfile, readProfile } from '../../src/vendor/profile.ts';

function refused(text: string): ProfileError {
  try {
    parseProfile(text, 'v.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(ProfileError);
    return error as ProfileError;
  }
  throw new Error(`accepted: ${text}`);
}
const problem = (text: string): Problem => {
  const { problems } = refused(text);
  expect(problems).toHaveLength(1);
  return problems[0]!;
};

describe('a file that is no profile', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'profile-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is absent', async () => {
    await expect(readProfile(join(folder, 'none.yaml'))).rejects.toThrow(/none\.yaml: does not exist\. .*init/);
  });

  it('is a folder', async () => {
    await expect(readProfile(folder)).rejects.toThrow(/is a folder/);
  });

  it('is not UTF-8', async () => {
    await writeFile(join(folder, 'latin.yaml'), Buffer.from('vendor: Soci\xe9t\xe9', 'latin1'));
    await expect(readProfile(join(folder, 'latin.yaml'))).rejects.toThrow(/UTF-8/);
  });

  it('is too long', async () => {
    await writeFile(join(folder, 'long.yaml'), `vendor: A\n${'# \n'.repeat(400_000)}`);
    await expect(readProfile(join(folder, 'long.yaml'))).rejects.toThrow(ProfileError);
  });

  it.each(['', '\n\n', '# only a comment\n', '---\n'])('is empty: %j', text => {
    expect(refused(text).message).toMatch(/is empty/);
  });

  it('is a list, or text', () => {
    expect(refused('- vendor: A').message).toMatch(/a list where fields are wanted/);
    expect(refused('Larkspur').message).toMatch(/only text where fields are wanted/);
  });
});

describe('broken YAML is told by its line', () => {
  it.each([
    ['vendor: A\nproduct:\n\tname: B', 3, /tab/],
    ['vendor: A\n---\nvendor: B', 2, /second document/],
    ['vendor: "A\nproduct: {}', 2, /quote/],
    ['vendor: A\nproduct: { name: B', 2, /brace/],
    ['vendor: A\n  product: B', 1, /NAME: VALUE.*next line/],
    ['vendor: A\nproduct: { name: @B }', 2, /Quote/],
  ])('%j', (text, line, says) => {
    const { problems, message } = refused(text);
    expect(problems.map(({ line }) => line)).toContain(line);
    expect(message).toMatch(says);
  });

  it('names a field that is given twice, and where it stood first', () => {
    expect(problem('vendor: A\nproduct: {}\nvendor: B')).toMatchObject({
      line: 3,
      column: 1,
      field: 'vendor',
      says: expect.stringContaining('line 1'),
    });
  });

  it('refuses types, unknown aliases and names that are no text', () => {
    expect(problem('vendor: !!binary QQ==').says).toMatch(/"!"/);
    expect(problem('vendor: A\nproduct: { name: *B }').says).toMatch(/"\*"/);
    expect(refused('vendor: A\n? [a, b]\n: c').message).toMatch(/name is not text/);
  });

  it('refuses aliases that multiply', () => {
    const bomb = ['vendor: A', 'claims:', '  - &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level <= 12; level++) bomb.push(`  - &a${level} [${`*a${level - 1}, `.repeat(10)}]`);
    expect(refused(bomb.join('\n')).message).toMatch(/more than 20000 values/);
  });

  it('refuses what is nested without end', () => {
    expect(refused(`vendor: ${'['.repeat(60)}${']'.repeat(60)}`).message).toMatch(/nested/);
    expect(refused(`vendor: ${'['.repeat(100_000)}`).problems.length).toBeGreaterThan(0);
  });
});

describe('an unknown field', () => {
  it.each([
    ['vendor: A\nstandards: { us_core: 6.1.0 }', 'standards.us_core', 'us-core'],
    ['vendor: A\nstandards: { usCore: 6.1.0 }', 'standards.usCore', 'us-core'],
    ['vendor: A\nDeployments: []', 'Deployments', 'deployments'],
    ['vendor: A\ndeploymnets: []', 'deploymnets', 'deployments'],
    ['vendor: A\nsign_in: {}', 'sign_in', 'sign-in'],
    ['vendor: A\nbase: https://a.example', 'base', 'deployments'],
    ['vendor: A\nproduct: { bulk: {} }', 'product.bulk', 'standards'],
  ])('%j: did you mean', (text, field, meant) => {
    const found = problem(text);
    expect(found.field).toBe(field);
    expect(found.suggestion).toContain(meant);
  });

  it('is told by line and column', () => {
    expect(refused('vendor: A\nproduct:\n  nmae: B').message).toBe(
      'v.yaml:3:3 product.nmae: is no field of a profile at this place. Did you mean name?',
    );
  });

  it('that nothing resembles lists what there is', () => {
    expect(problem('vendor: A\naccess: { token: env:T, xyzzy: 1 }').suggestion).toBe(
      'Delete it, or choose among token.',
    );
  });

  it('may be called like a part of every object', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      expect(problem(`vendor: A\n${name}: { a: b }`).field).toBe(name);
    }
  });
});

describe('a wrong value', () => {
  it.each([
    ['product: x', 'product', /a block of fields is wanted/],
    ['audience: patient', 'audience', /a list is wanted/],
    ['audience: []', 'audience', /empty list/],
    ['audience: [patient, patient]', 'audience[1]', /twice/],
    ['deployments: { id: a }', 'deployments', /a list is wanted/],
    ['deployments: [{ id: a }]', 'deployments[0].base', /missing/],
    ['deployments: [{ id: a b, base: https://a.example }]', 'deployments[0].id', /short name/],
    [
      'deployments: [{ id: a, base: https://a.example, environment: sandbx }]',
      'deployments[0].environment',
      /"sandbx"/,
    ],
    ['engagement: { by: J, permits: [consent] }', 'engagement.permits[0]', /none of the words/],
    ['engagement: { by: J, until: 2027-02-30 }', 'engagement.until', /calendar/],
    ['engagement: { permits: [consented] }', 'engagement.by', /missing/],
    ['product:', 'product', /no value/],
    ['product: { name: "  " }', 'product.name', /blank/],
    ['politeness: { connections: many }', 'politeness.connections', /whole number/],
    ['politeness: { requests-per-second: 0 }', 'politeness.requests-per-second', /more than 0/],
    ['endpoints: { sample: 2.5 }', 'endpoints.sample', /whole number/],
    ['pages: { api: www.example }', 'pages.api', /not an http or https address/],
    ['pages: { api: [{ source: chpl }] }', 'pages.api[0].url', /missing/],
    ['pages: { api: { url: https://a.example, source: heard } }', 'pages.api.source', /none of the words/],
    ['network: { resolve: { a.example: 127.0.0.1 } }', 'network.resolve.a.example', /IP address with a port/],
    [
      'network: { resolve: { "https://a.example/": "127.0.0.1:1" } }',
      'network.resolve.https://a.example/',
      /host name/,
    ],
    ['network: { ca: ca.pem }', 'network.ca', /reference to a file/],
    ['sign-in: { script: file:a.ts }', 'sign-in.sha256', /script needs it/],
    ['claims: [no]', 'claims[0]', /a block of fields is wanted/],
  ])('%s', (text, field, says) => {
    const found = problem(`vendor: A\n${text}`);
    expect(found.field).toBe(field);
    expect(`${found.says} ${found.suggestion}`).toMatch(says);
  });

  it('without a vendor at all', () => {
    expect(problem('product: { name: B }')).toMatchObject({ field: 'vendor', says: 'is missing.' });
  });

  it.each([
    ['ftp://a.example/r4', /http or https/],
    ['a.example/r4', /http or https/],
    ['https://a.example/r4?x=1', /query/],
    ['"https://a.example/r4#x"', /fragment/],
    ['https://a.example/r4/metadata', /Cut off/],
  ])('base %s', (base, says) => {
    const found = problem(`vendor: A\ndeployments: [{ id: a, base: ${base} }]`);
    expect(`${found.says} ${found.suggestion}`).toMatch(says);
  });

  it('lists the words allowed', () => {
    expect(problem('vendor: A\npurpose: certify').suggestion).toBe(
      'Choose among certification, surveillance, connection.',
    );
    expect(problem('vendor: A\npurpose: Certification').suggestion).toMatch(/Did you mean certification\?/);
  });
});

describe('fields that contradict each other', () => {
  it.each([
    ['deployments: [{ id: a, base: https://a.example }, { id: a, base: https://b.example }]', 'deployments[1].id'],
    ['clients: [{ id: a, kind: public }, { id: a, kind: native }]', 'clients[1].id'],
    ['patients: [{ id: 1 }, { id: "1" }]', 'patients[1].id'],
    ['patients: [{ id: 1, sign-in: alcie }]\nsign-in: { people: { alice: { username: a } } }', 'patients[0].sign-in'],
    ['patients: [{ id: 1, sign-in: alice }]', 'patients[0].sign-in'],
    ['launch: { sign-in: doctor }', 'launch.sign-in'],
    ['bulk: { client: exporter }', 'bulk.client'],
    ['ehi-export: { population: { patient: 3 } }', 'ehi-export.population.patient'],
  ])('%s', (text, field) => expect(problem(`vendor: A\n${text}`).field).toBe(field));
});

describe('a secret given as a value', () => {
  const secret = 'hunter2-Zk9';
  it.each([
    `access: { token: ${secret} }`,
    `access: { token: [${secret}] }`,
    `access: { token: *${secret} }`,
    `access: { token: !${secret} x }`,
    `access: {token:${secret}}`,
    `access:\n  token:${secret}`,
    `access: { token: "${secret} }`,
    `access: { token: @${secret} }`,
    `access: { tokn: ${secret} }`,
    `access: ${secret}`,
    `clients: [{ id: a, kind: symmetric, secret: ${secret} }]`,
    `clients: [{ id: a, kind: backend, key: "-----BEGIN ${secret}" }]`,
    `sign-in: { people: { a: { password: ${secret} } } }`,
    `sign-in: { fields: { "#user_password": ${secret} } }`,
    `deployments: [{ id: a, base: "https://u:${secret}@a.example" }]`,
    `network: { proxy: "http://u:${secret}@a.example" }`,
    `pages: { api: "https://${secret}@a.example" }`,
    `parity: { demo: { loginPassword: ${secret} } }`,
    `ehi-export: { vault: [{ client-secret: ${secret} }] }`,
    `claims: [{ kind: fee-basis, access-token: ${secret} }]`,
  ])('is refused and not repeated: %s', text => {
    const { message, problems } = refused(`vendor: A\n${text}`);
    expect(`${message}${JSON.stringify(problems)}`).not.toContain(secret);
  });

  it('is told where to go instead', () => {
    expect(problem(`vendor: A\naccess: { token: ${secret} }`)).toMatchObject({
      line: 2,
      column: 18,
      field: 'access.token',
      suggestion: expect.stringMatching(/env:NAME or file:PATH/),
    });
  });
});

it('all problems are told at once, in the order of the file', () => {
  const { problems, message } = refused(
    'vendr: A\nvendor: B\nvendor: C\npurpose: x\nproduct: { nmae: y, name: }\nbulk: { client: z }',
  );
  expect(problems.map(({ line, field }) => `${line} ${field}`)).toEqual([
    '1 vendr',
    '3 vendor',
    '4 purpose',
    '5 product.nmae',
    '5 product.name',
    '6 bulk.client',
  ]);
  expect(message.split('\n')).toHaveLength(6);
  for (const line of message.split('\n')) expect(line).toMatch(/^v\.yaml:\d+:\d+ \S+: .+[.?]$/);
});

it('signs that steer a terminal are not passed on', () => {
  expect(refused('vendor: A\n"\\e[31mred": 1\npurpose: "\\e]0;x\\a"').message).not.toMatch(/\p{Cc}(?<!\n)/u);
});

describe('whatever the text', () => {
  const words = fc.constantFrom(
    ...[
      'vendor',
      'deployments',
      'pages',
      'network',
      'sign-in',
      'claims',
      'A',
      '1.10',
      '~',
      'null',
      '*a',
      '&a ',
      '!!int ',
      '<<',
    ],
    ...[
      ': ',
      ':',
      '- ',
      '\n',
      '\n  ',
      '\n    ',
      '\t',
      '[',
      ']',
      '{',
      '}',
      ',',
      '"',
      "'",
      '#',
      '|',
      '>',
      '---\n',
      '%',
      '? ',
      '@',
    ],
  );
  const accepts = (text: string) => {
    try {
      parseProfile(text, 'v.yaml');
    } catch (error) {
      if (!(error instanceof ProfileError) || error.problems.length === 0) throw error;
      for (const { line, column } of error.problems) {
        expect(line).toBeGreaterThan(0);
        expect(column).toBeGreaterThan(0);
      }
    }
  };

  it('nothing but a ProfileError is thrown', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), accepts), { numRuns: 1000 });
    fc.assert(
      fc.property(fc.array(words, { maxLength: 40 }), parts => accepts(`vendor: A\n${parts.join('')}`)),
      { numRuns: 3000 },
    );
  });

  it('nor for any data that could be written as YAML', () => {
    fc.assert(
      fc.property(
        fc.object({ key: fc.constantFrom('vendor', 'pages', 'api', 'patients', 'id', 'sign-in', 'claims') }),
        data => accepts(JSON.stringify({ vendor: 'A', ...data })),
      ),
      { numRuns: 1000 },
    );
  });
});
