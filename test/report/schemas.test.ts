import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { ExhibitKind } from '../../src/model/exhibit.ts';
import { topics } from '../../src/model/topic.ts';
import {
  attributions,
  confidences,
  exceptionStates,
  kinds,
  outcomes,
  severities,
  untestedReasons,
} from '../../src/model/words.ts';
import { json } from '../../src/report/json.ts';
import { larkspurInput } from './larkspur.ts';

const schema = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../profiles/schemas/${name}.schema.json`, import.meta.url), 'utf8'));
const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
const findings = ajv.compile(schema('findings'));
const exhibit = ajv.compile(schema('exhibit'));
const input = larkspurInput();

test('findings.json is what its schema says', () => {
  findings(JSON.parse(json(input.judgement)));
  expect(findings.errors).toBeNull();
});

test('a finding without evidence, or untested without a reason, is not', () => {
  const [first, ...others] = input.judgement.findings;
  expect(findings({ ...input.judgement, findings: [{ ...first, evidence: [] }, ...others] })).toBe(false);
  expect(findings({ ...input.judgement, findings: [{ ...first, outcome: 'untested' }] })).toBe(false);
  expect(findings({ ...input.judgement, findings: [{ ...first, reason: 'not-collected' }] })).toBe(false);
  expect(findings({ ...input.judgement, findings: [{ ...first, outcome: 'guilty' }] })).toBe(false);
});

test('the words of a finding are those of the model', () => {
  const words = (name: string) => schema('findings').$defs.finding.properties[name].enum;
  expect(words('outcome')).toEqual(outcomes);
  expect(words('reason')).toEqual(untestedReasons);
  expect(words('topic')).toEqual(topics);
  expect(words('severity')).toEqual(severities);
  expect(words('confidence')).toEqual(confidences);
  expect(words('kind')).toEqual(kinds);
  expect(words('attributedTo')).toEqual(attributions);
  expect(words('exceptionState')).toEqual(exceptionStates);
});

test('an exhibit of every kind is what its schema says', () => {
  const seen = new Set<ExhibitKind>();
  for (const one of input.evidence.all) {
    exhibit(JSON.parse(JSON.stringify(one)));
    expect(exhibit.errors, JSON.stringify(one)).toBeNull();
    seen.add(one.kind);
  }
  const all: Record<ExhibitKind, true> = {
    exchange: true,
    failure: true,
    page: true,
    file: true,
    tls: true,
    measurement: true,
    step: true,
    journal: true,
    run: true,
  };
  expect([...seen].sort()).toEqual(Object.keys(all).sort());
});

test('an exhibit without an id, or with a member nobody knows, is not', () => {
  const [, one] = input.evidence.all;
  expect(exhibit(one)).toBe(true);
  expect(exhibit({ ...one, id: undefined })).toBe(false);
  expect(exhibit({ ...one, verdict: 'guilty' })).toBe(false);
});
