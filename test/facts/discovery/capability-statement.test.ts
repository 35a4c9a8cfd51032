import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  capabilityStatement,
  declaresGroupExport,
  groupOperations,
  metadata,
  metadataLabels,
  metadataStep,
  parseStatement,
} from '../../../src/facts/discovery/capability-statement.ts';
import { statement } from '../../../src/facts/discovery/samples.ts';
import { usCoreClaims } from '../../../src/facts/discovery/us-core-claims.ts';
import { sandbox, ToldEvidence, vendor } from '../../fixtures/evidence.ts';

const url = `${sandbox.base}/metadata`;
const [asked, byParameter, unasked] = metadataLabels;
const good = JSON.stringify({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1', format: ['json'] });

describe('the CapabilityStatement', () => {
  test('is absent where nobody asked', async () => {
    const evidence = new ToldEvidence(metadataStep);
    expect(await metadata.read(evidence, sandbox)).toBeUndefined();
    expect(await capabilityStatement.read(evidence, sandbox)).toBeUndefined();
    expect(await groupOperations.read(evidence, undefined)).toBeUndefined();
  });

  test.each(['<html>', '', '{"resourceType":"OperationOutcome"}', '{"resourceType":"CapabilityStat', 'null'])(
    'is absent where the answer is %j, and the answer is there',
    async body => {
      const evidence = new ToldEvidence(metadataStep);
      evidence.exchange({ url, label: asked, body });
      expect(await capabilityStatement.read(evidence, sandbox)).toBeUndefined();
      expect(await metadata.read(evidence, sandbox)).toBeDefined();
    },
  );

  test('is read from whichever way of asking brought it', async () => {
    for (const label of [byParameter, unasked]) {
      const evidence = new ToldEvidence(metadataStep);
      evidence.exchange({ url, label: asked, body: '<CapabilityStatement xmlns="http://hl7.org/fhir"/>' });
      const brought = evidence.exchange({ url, label, body: good, type: 'application/fhir+json; charset=UTF-8' });
      expect(await capabilityStatement.read(evidence, sandbox)).toMatchObject({
        exhibit: brought.id,
        fhirVersion: '4.0.1',
        contentType: 'application/fhir+json',
      });
    }
  });

  test('made by a proxy of ours is none', async () => {
    const evidence = new ToldEvidence(metadataStep);
    evidence.exchange({ url, label: asked, status: 407, madeByProxy: true });
    expect(await metadata.read(evidence, sandbox)).toBeUndefined();
  });
});

describe('reading with tolerance', () => {
  test('several rest entries and a type listed twice are one server', () => {
    const { server } = parseStatement({
      rest: [
        { mode: 'client', resource: [{ type: 'Binary' }] },
        { mode: 'server', resource: [{ type: 'Patient', searchParam: [{ name: '_id' }] }] },
        {
          mode: 'server',
          resource: [
            { type: 'Patient', profile: 'http://p', supportedProfile: ['http://q'], searchParam: [{ name: 'name' }] },
          ],
          searchParam: [{ name: '_lastUpdated' }],
        },
      ],
    });
    expect(server?.resources).toEqual([
      { type: 'Patient', profiles: ['http://p', 'http://q'], searchParameters: ['_id', 'name'], operations: [] },
    ]);
    expect(server?.searchParameters).toEqual(['_lastUpdated']);
  });

  test('the legacy extension, with the names in use', () => {
    const oauth = (value: object) =>
      parseStatement({
        rest: [
          {
            mode: 'server',
            security: {
              extension: [
                { url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris', extension: [value] },
              ],
            },
          },
        ],
      }).server?.oauthUris;
    expect(oauth({ url: 'token', valueUri: 'https://a/token' })).toEqual({ token: 'https://a/token' });
    expect(oauth({ url: 'token', valueUrl: 'https://a/token' })).toEqual({ token: 'https://a/token' });
    expect(oauth({ url: 'token' })).toBeUndefined();
  });

  test('no document makes it throw', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('rest', 'format', 'kind', 'instantiates', 'fhirVersion'), fc.jsonValue()),
        document => {
          parseStatement(document);
        },
      ),
    );
    const weird = {
      rest: [null, 7, { mode: 'server', resource: [null, 'x', { type: 3 }, { type: 'A', searchParam: {} }] }],
    };
    expect(parseStatement(weird as never).server?.resources).toEqual([
      { type: 'A', profiles: [], searchParameters: [], operations: [] },
    ]);
  });
});

test('export of a group goes by many names', () => {
  const on = (type: string, operation: object) =>
    declaresGroupExport(
      statement({ resources: [{ type, profiles: [], searchParameters: [], operations: [operation] }] }),
    );
  expect(on('Group', { name: 'export' })).toBe(true);
  expect(on('Group', { name: '$export' })).toBe(true);
  expect(on('Group', { name: 'group-export' })).toBe(true);
  expect(on('Group', { definition: 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition/group-export|2.0.0' })).toBe(
    true,
  );
  expect(on('Patient', { name: 'export' })).toBe(false);
  expect(on('Group', { name: 'member-add' })).toBe(false);
});

test('deployments that declare an operation on Group are named', async () => {
  const bulk = { ...sandbox, id: 'bulk', base: 'https://bulk.larkspur.example/r4' };
  const evidence = new ToldEvidence(metadataStep, bulk, { ...vendor, deployments: [sandbox, bulk] });
  const body = JSON.stringify({
    resourceType: 'CapabilityStatement',
    rest: [{ mode: 'server', resource: [{ type: 'Group', operation: [{ name: 'export' }] }] }],
  });
  evidence.exchange({ url: `${bulk.base}/metadata`, label: asked, body });
  expect(await groupOperations.read(evidence, undefined)).toEqual(['bulk']);
});

test('versions of US Core, by where they are named', () => {
  const versioned = (profile: string) => `http://hl7.org/fhir/us/core/StructureDefinition/${profile}`;
  const claims = usCoreClaims(
    statement({
      usCore: null,
      instantiates: [
        'http://hl7.org/fhir/us/core/CapabilityStatement/us-core-server|7.0.0',
        'http://hl7.org/fhir/other|9',
      ],
      resources: [
        {
          type: 'Patient',
          profiles: [
            versioned('us-core-patient|6.1.0'),
            versioned('us-core-patient|3.1.1'),
            versioned('us-core-patient'),
          ],
          searchParameters: [],
          operations: [],
        },
      ],
    }),
  );
  expect(claims.versions).toEqual(['3.1.1', '6.1.0', '7.0.0']);
  expect(claims.where).toBe('instantiates says 7.0.0, supportedProfile says 6.1.0 and 3.1.1');
});
