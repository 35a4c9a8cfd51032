import type { Evidence } from '../../model/evidence.ts';
import type { ExhibitId } from '../../model/exhibit.ts';
import { perDeployment, perVendor } from '../../model/fact.ts';
import type { Deployment } from '../../model/vendor.ts';
import { answerAt } from '../address.ts';
import { isObject, type JsonObject, type JsonReading, objectsIn, readJson, textIn, textsIn } from './json.ts';

export const metadataStep = 'discovery/ask for the CapabilityStatement';
/** What the step calls its three requests, the one an app would send first. */
export const metadataLabels = ['metadata', 'metadata with _format=json', 'metadata without Accept'] as const;

export interface StatedOperation {
  readonly name?: string;
  readonly definition?: string;
}

export interface StatedResource {
  readonly type: string;
  /** Addresses as stated, with `|version` where one is given. */
  readonly profiles: readonly string[];
  readonly searchParameters: readonly string[];
  readonly operations: readonly StatedOperation[];
}

/** Endpoints in the legacy `oauth-uris` extension of SMART App Launch 1. */
export type OauthUris = Readonly<Partial<Record<string, string>>>;

/** A FHIR R4 CapabilityStatement, read with tolerance: what is malformed counts as not said. */
export interface CapabilityStatement {
  readonly exhibit: ExhibitId;
  /** The media type of the answer that brought it. */
  readonly contentType?: string;
  readonly fhirVersion?: string;
  readonly kind?: string;
  readonly formats: readonly string[];
  readonly instantiates: readonly string[];
  readonly implementationGuides: readonly string[];
  /** Set when some `rest` has mode `server`. */
  readonly server?: {
    readonly resources: readonly StatedResource[];
    /** Search parameters that all types answer. */
    readonly searchParameters: readonly string[];
    readonly operations: readonly StatedOperation[];
    readonly oauthUris?: OauthUris;
  };
}

/** What [base]/metadata answered when asked for JSON. */
export const metadata = perDeployment({
  id: 'discovery/metadata',
  from: [metadataStep],
  read: (evidence, deployment) => readingOf(evidence, deployment, metadataLabels[0]),
});

/** The server's statement, from whichever way of asking brought it. */
export const capabilityStatement = perDeployment({
  id: 'discovery/capability-statement',
  from: [metadataStep],
  read: readStatement,
});

/** Ids of the deployments whose CapabilityStatement declares an operation on Group; some vendors run bulk data beside. */
export const groupOperations = perVendor({
  id: 'discovery/group-operations',
  from: [metadataStep],
  async read(evidence): Promise<readonly string[] | undefined> {
    const declaring: string[] = [];
    let read = 0;
    for (const deployment of evidence.run.vendor.deployments) {
      const statement = await readStatement(evidence, deployment);
      if (!statement) continue;
      read++;
      if (declaresGroupExport(statement)) declaring.push(deployment.id);
    }
    return read > 0 ? declaring : undefined;
  },
});

async function readingOf(evidence: Evidence, deployment: Deployment, label: string): Promise<JsonReading | undefined> {
  const answer = answerAt(evidence, { label, step: metadataStep, deployment });
  return answer && readJson(evidence, answer);
}

async function readStatement(evidence: Evidence, deployment: Deployment): Promise<CapabilityStatement | undefined> {
  for (const label of metadataLabels) {
    const reading = await readingOf(evidence, deployment, label);
    if (reading?.object?.resourceType === 'CapabilityStatement') {
      const contentType = reading.answer.kind === 'response' ? reading.answer.contentType : undefined;
      return {
        exhibit: reading.answer.exhibit,
        ...(contentType ? { contentType } : {}),
        ...parseStatement(reading.object),
      };
    }
  }
  return undefined;
}

/** @param document a resource whose `resourceType` is CapabilityStatement */
export function parseStatement(document: JsonObject): Omit<CapabilityStatement, 'exhibit' | 'contentType'> {
  const fhirVersion = textIn(document.fhirVersion);
  const kind = textIn(document.kind);
  const servers = objectsIn(document.rest).filter(rest => rest.mode === 'server');
  return {
    ...(fhirVersion ? { fhirVersion } : {}),
    ...(kind ? { kind } : {}),
    formats: textsIn(document.format),
    instantiates: textsIn(document.instantiates),
    implementationGuides: textsIn(document.implementationGuide),
    ...(servers.length > 0 ? { server: parseServer(servers) } : {}),
  };
}

function parseServer(servers: readonly JsonObject[]): NonNullable<CapabilityStatement['server']> {
  const byType = new Map<string, StatedResource>();
  for (const resource of servers.flatMap(rest => objectsIn(rest.resource))) {
    const type = textIn(resource.type);
    if (!type) continue;
    const before = byType.get(type);
    byType.set(type, {
      type,
      profiles: [...(before?.profiles ?? []), ...textsIn(resource.profile), ...textsIn(resource.supportedProfile)],
      searchParameters: [...(before?.searchParameters ?? []), ...namesOf(resource.searchParam)],
      operations: [...(before?.operations ?? []), ...operationsOf(resource)],
    });
  }
  const oauthUris = oauthUrisOf(servers);
  return {
    resources: [...byType.values()],
    searchParameters: servers.flatMap(rest => namesOf(rest.searchParam)),
    operations: servers.flatMap(operationsOf),
    ...(oauthUris ? { oauthUris } : {}),
  };
}

const namesOf = (parameters: unknown): string[] => objectsIn(parameters).flatMap(({ name }) => textsIn(name));

const operationsOf = (where: JsonObject): StatedOperation[] =>
  objectsIn(where.operation).map(operation => {
    const name = textIn(operation.name);
    const definition = textIn(operation.definition);
    return { ...(name ? { name } : {}), ...(definition ? { definition } : {}) };
  });

function oauthUrisOf(servers: readonly JsonObject[]): OauthUris | undefined {
  const extensions = servers
    .flatMap(rest => (isObject(rest.security) ? objectsIn(rest.security.extension) : []))
    .filter(({ url }) => typeof url === 'string' && url.endsWith('/StructureDefinition/oauth-uris'))
    .flatMap(({ extension }) => objectsIn(extension));
  const named = extensions.flatMap(({ url, valueUri, valueUrl }) => {
    const address = textIn(valueUri) ?? textIn(valueUrl);
    return typeof url === 'string' && address ? [[url, address] as const] : [];
  });
  return named.length > 0 ? Object.fromEntries(named) : undefined;
}

/** Whether a bulk export of a group is declared, by whatever of the names in use. */
export function declaresGroupExport({ server }: CapabilityStatement): boolean {
  const onGroup = server?.resources.find(({ type }) => type === 'Group')?.operations ?? [];
  const isExport = ({ name, definition }: StatedOperation) =>
    /^\$?(group-)?export$/i.test(name ?? '') || /group-export/i.test(definition ?? '');
  return (
    onGroup.some(isExport) ||
    (server?.operations ?? []).some(({ definition }) => /group-export/i.test(definition ?? ''))
  );
}
