import { endpoints, fhirBase, pages } from './addresses.ts';
import {
  commonSearch,
  profileAddress,
  type ResourceSupport,
  resources,
  usCoreVersion,
  withProvenance,
} from './us-core.ts';

const expectationUrl = 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-expectation';
const combinationUrl = 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-search-parameter-combination';
const oauthUrl = 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris';

export const softwareVersion = '12.1';
/** The day this release of the API went out. */
export const released = '2026-10-05';

/** A fresh CapabilityStatement of the server, as `/metadata` gives it at one base address. */
export function capabilityStatement(base: string) {
  return {
    resourceType: 'CapabilityStatement',
    id: 'larkspur-fhir-r4',
    url: `${fhirBase}/metadata`,
    version: softwareVersion,
    name: 'LarkspurFhirR4',
    title: 'Larkspur EHR: FHIR API',
    status: 'active',
    experimental: false,
    date: released,
    publisher: 'Larkspur Health',
    contact: [{ name: 'API support', telecom: [{ system: 'url', value: pages.api }] }],
    description: `Read and search of patients' records by US Core ${usCoreVersion}, and export for groups. Documentation: ${pages.api}`,
    jurisdiction: [{ coding: [{ system: 'urn:iso:std:iso:3166', code: 'US', display: 'United States of America' }] }],
    kind: 'instance',
    instantiates: [
      'http://hl7.org/fhir/us/core/CapabilityStatement/us-core-server',
      'http://hl7.org/fhir/uv/bulkdata/CapabilityStatement/bulk-data',
    ],
    software: { name: 'Larkspur EHR', version: softwareVersion, releaseDate: released },
    implementation: { description: 'Larkspur Health hosted service', url: base },
    fhirVersion: '4.0.1',
    format: ['json', 'application/fhir+json'],
    implementationGuide: [
      `http://hl7.org/fhir/us/core/ImplementationGuide/hl7.fhir.us.core|${usCoreVersion}`,
      'http://hl7.org/fhir/uv/bulkdata/ImplementationGuide/hl7.fhir.uv.bulkdata|2.0.0',
      'http://hl7.org/fhir/smart-app-launch/ImplementationGuide/hl7.fhir.uv.smart-app-launch|2.2.0',
    ],
    rest: [
      {
        mode: 'server',
        security: {
          cors: true,
          service: [
            {
              coding: [
                {
                  system: 'http://terminology.hl7.org/CodeSystem/restful-security-service',
                  code: 'SMART-on-FHIR',
                  display: 'SMART-on-FHIR',
                },
              ],
              text: 'OAuth 2.0 by SMART App Launch 2.2.0',
            },
          ],
          extension: [
            {
              url: oauthUrl,
              extension: [
                { url: 'authorize', valueUri: endpoints.authorization },
                { url: 'token', valueUri: endpoints.token },
                { url: 'introspect', valueUri: endpoints.introspection },
                { url: 'revoke', valueUri: endpoints.revocation },
                { url: 'register', valueUri: endpoints.registration },
                { url: 'manage', valueUri: endpoints.management },
              ],
            },
          ],
          description: `Every request but those for discovery needs a bearer token. Discovery: ${base}/.well-known/smart-configuration`,
        },
        resource: Object.entries(resources).map(([type, support]) => resource(type, support)),
      },
    ],
  };
}

function resource(type: string, support: ResourceSupport) {
  const { profiles, together, includes, searchable } = support;
  const revIncludes = searchable && withProvenance(type) ? ['Provenance:target'] : [];
  return {
    type,
    ...(profiles.length > 0 && { supportedProfile: profiles.map(profileAddress) }),
    interaction: ['read', 'vread', ...(searchable ? ['search-type'] : []), 'history-instance'].map(code => ({ code })),
    versioning: 'versioned',
    readHistory: true,
    updateCreate: false,
    referencePolicy: ['resolves', 'literal'],
    ...(includes.length > 0 && { searchInclude: includes }),
    ...(revIncludes.length > 0 && { searchRevInclude: revIncludes }),
    ...(searchable && { searchParam: searchParameters(type, support) }),
    ...(type === 'Group' && {
      operation: [{ name: 'export', definition: 'http://hl7.org/fhir/uv/bulkdata/OperationDefinition/group-export' }],
    }),
    ...(type === 'DocumentReference' && {
      operation: [{ name: 'docref', definition: 'http://hl7.org/fhir/us/core/OperationDefinition/docref' }],
    }),
    ...(together.length > 0 && {
      extension: together.map(({ expectation, required }) => ({
        url: combinationUrl,
        extension: [
          { url: expectationUrl, valueCode: expectation },
          ...required.map(valueString => ({ url: 'required', valueString })),
        ],
      })),
    }),
  };
}

function searchParameters(type: string, { search, alone, together }: ResourceSupport) {
  const byUsCore = new Set([...alone, ...together.flatMap(({ required }) => required)]);
  const definition = (name: string) => {
    if (name === '_lastUpdated' || name === '_profile' || (name === '_id' && !byUsCore.has('_id'))) {
      return `http://hl7.org/fhir/SearchParameter/Resource-${name.slice(1)}`;
    }
    return byUsCore.has(name)
      ? `http://hl7.org/fhir/us/core/SearchParameter/us-core-${type.toLowerCase()}-${name.replace(/^_/, '')}`
      : `http://hl7.org/fhir/SearchParameter/${type}-${name}`;
  };
  return Object.entries({ ...commonSearch, ...search }).map(([name, parameter]) => ({
    name,
    definition: definition(name),
    type: parameter.type,
    ...(alone.includes(name) && { extension: [{ url: expectationUrl, valueCode: 'SHALL' }] }),
  }));
}
