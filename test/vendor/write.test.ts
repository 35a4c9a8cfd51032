import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseProfile } from '../../src/vendor/profile.ts';
import { profileFromAnswers, questions } from '../../src/vendor/questions.ts';
import { type Answers, profileText } from '../../src/vendor/write.ts';

describe('a written profile', () => {
  it('reads back as what was known', () => {
    const text = profileText({
      vendor: 'Larkspur: Health #1',
      product: { name: 'EHR', version: '12.10', chpl: '15.04.04.1234.Lark.12.01.1.260101' },
      purpose: 'surveillance',
      audience: ['patient', 'provider'],
      usCore: '6.1.0',
      base: 'https://fhir.example/r4',
      environment: 'sandbox',
      host: 'developer',
      data: 'synthetic',
      pages: {
        api: { url: 'https://www.example/api#start', source: 'chpl' },
        fees: { url: 'https://www.example/fees' },
      },
      by: 'Jane Doe',
    });
    expect(parseProfile(text, 'a.yaml')).toMatchObject({
      name: 'Larkspur: Health #1',
      product: { name: 'EHR', version: '12.10', chpl: '15.04.04.1234.Lark.12.01.1.260101' },
      purpose: 'surveillance',
      audience: ['patient', 'provider'],
      standards: { 'us-core': '6.1.0' },
      engagement: { by: 'Jane Doe', permits: ['consented'] },
      deployments: [
        {
          id: 'sandbox',
          base: 'https://fhir.example/r4',
          environment: 'sandbox',
          host: 'developer',
          data: 'synthetic',
        },
      ],
      pages: {
        api: [{ url: 'https://www.example/api#start', source: 'chpl' }],
        fees: [{ url: 'https://www.example/fees' }],
      },
    });
  });

  it('says the same to a reader of YAML who takes numbers for numbers', () => {
    expect(parse(profileText({ vendor: '12.10', product: { version: 'true' } }))).toMatchObject({
      vendor: '12.10',
      product: { version: 'true' },
    });
  });

  it('of a name alone is valid, and so is every line that it leaves to be filled in', () => {
    const text = profileText({ vendor: 'A' });
    expect(parseProfile(text, 'a.yaml').deployments).toEqual([]);
    const filled = text
      .split('\n')
      .map(line => (/^# +(- )?[a-z-]+:( |$)/.test(line) ? line.replace(/^# /, '') : line))
      .join('\n')
      .replaceAll('https://...', 'https://www.example/');
    expect(parseProfile(filled, 'a.yaml')).toMatchObject({
      deployments: [{ id: 'sandbox', base: 'https://fhir.example/r4', data: 'synthetic' }],
      engagement: { permits: ['consented'] },
      patients: [{ signIn: 'alice' }],
      standards: { bulk: '2.0.0' },
    });
    expect(Object.keys(parseProfile(filled, 'a.yaml').pages)).toHaveLength(7);
  });

  it('holds whatever name it is given', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 }).filter(text => text.trim() !== '');
    fc.assert(
      fc.property(name, name, (vendor, product) => {
        const answers: Answers = { vendor, product: { name: product }, by: vendor };
        const read = parseProfile(profileText(answers), 'a.yaml');
        expect(read.name).toBe(vendor.trim());
        expect(read.product.name).toBe(product);
        expect(read.engagement?.by).toBe(vendor);
      }),
    );
  });
});

describe('the questions', () => {
  const good: Record<string, string> = {
    vendor: 'Larkspur',
    'product.name': 'EHR',
    'product.chpl': '15.04.04.1234.Lark.12.01.1.260101',
    purpose: 'certification',
    audience: 'both',
    'deployments.base': 'https://fhir.example/r4',
    'deployments.environment': 'production',
    'deployments.host': 'customer',
    'deployments.data': 'phi',
    'standards.us-core': '7.0.0',
    'pages.api': 'https://www.example/api',
    'engagement.by': 'Jane Doe',
  };

  it('accept good answers, and the profile holds each', () => {
    for (const { field, check } of questions) if (good[field]) expect(check(good[field])).toBeUndefined();
    expect(parseProfile(profileFromAnswers(good), 'a.yaml')).toMatchObject({
      name: 'Larkspur',
      product: { name: 'EHR', chpl: '15.04.04.1234.Lark.12.01.1.260101' },
      purpose: 'certification',
      audience: ['patient', 'provider'],
      deployments: [{ base: 'https://fhir.example/r4', environment: 'production', host: 'customer', data: 'phi' }],
      standards: { 'us-core': '7.0.0' },
      pages: { api: [{ url: 'https://www.example/api' }] },
      engagement: { by: 'Jane Doe' },
    });
  });

  it('may all be passed over but the name', () => {
    const required = questions.filter(question => question.required).map(({ field }) => field);
    expect(required).toEqual(['vendor']);
    expect(parseProfile(profileFromAnswers({ vendor: 'A', 'pages.api': ' ' }), 'a.yaml')).toMatchObject({
      purpose: 'connection',
      audience: ['patient'],
      deployments: [],
      pages: {},
    });
  });

  it.each([
    ['deployments.base', 'fhir.example', /http or https/],
    ['deployments.environment', 'sandbx', /Did you mean sandbox\?/],
    ['pages.fees', 'see our site', /http or https/],
    ['audience', 'everyone', /patient, provider, both/],
  ])('say what is wrong with %s: %s', (field, reply, says) => {
    expect(questions.find(question => question.field === field)?.check(reply)).toMatch(says);
  });

  it('have defaults that are good answers', () => {
    for (const { default: reply, check } of questions) if (reply) expect(check(reply)).toBeUndefined();
  });
});
