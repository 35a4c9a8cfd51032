import {
  badRequest,
  forbidden,
  generateId,
  notFound,
  OperationOutcomeError,
  type SearchRequest,
  type WithId,
} from '@medplum/core';
import { FhirRepository } from '@medplum/fhir-router';
import type { Bundle, BundleEntry, OperationOutcome, Reference, Resource } from '@medplum/fhirtypes';
import type { Permission } from './permission.ts';
import { BadSearch, type Condition, type RecordStore } from './record-store.ts';
import { elements, referenceKey, type Stored } from './search-values.ts';
import { resources, searchParameter } from './us-core.ts';

const defaultCount = 100;
const greatestCount = 1000;

const readOnly: OperationOutcome = {
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code: 'not-supported', details: { text: 'The API reads; it takes no changes.' } }],
};

/**
 * The indexed store as the FHIR router sees it, for the bearer of one token: what the token does not open is not there.
 * Everything is read, nothing is written.
 */
export class IndexedRepository extends FhirRepository {
  readonly #store: RecordStore;
  readonly #permission: Permission;
  readonly #base: string;

  constructor(store: RecordStore, permission: Permission, base: string) {
    super();
    this.#store = store;
    this.#permission = permission;
    this.#base = base;
  }

  override setMode(): void {}

  override generateId(): string {
    return generateId();
  }

  override async readResource<T extends Resource>(type: string, id: string): Promise<WithId<T>> {
    const found = this.#store.get(type, id);
    const { patient } = this.#permission;
    if (!this.#permission.covers(type, 'read')) throw new OperationOutcomeError(forbidden);
    // Another patient's own id is no secret that a 404 could keep; what lies in their record is.
    if (type === 'Patient' && patient !== undefined && id !== patient) throw new OperationOutcomeError(forbidden);
    if (!found || !this.#permission.shows(found, 'read')) throw new OperationOutcomeError(notFound);
    return found as unknown as WithId<T>;
  }

  override readReference<T extends Resource>(reference: Reference<T>): Promise<WithId<T>> {
    const [type, id] = referenceKey(reference)?.split('/') ?? [];
    if (!type || !id) throw new OperationOutcomeError(notFound);
    return this.readResource(type, id);
  }

  override async readReferences<T extends Resource>(references: readonly Reference<T>[]): Promise<(T | Error)[]> {
    return Promise.all(references.map(reference => this.readReference(reference).catch((error: Error) => error)));
  }

  override async readHistory<T extends Resource>(type: string, id: string): Promise<Bundle<WithId<T>>> {
    await this.readResource(type, id);
    const entry = this.#store.versions(type, id).map(version => ({
      fullUrl: this.#address(version),
      resource: version as unknown as WithId<T>,
      request: { method: 'PUT' as const, url: `${type}/${id}` },
      response: { status: '200', lastModified: version.meta.lastUpdated },
    }));
    return { resourceType: 'Bundle', type: 'history', total: entry.length, entry };
  }

  override async readVersion<T extends Resource>(type: string, id: string, version: string): Promise<WithId<T>> {
    await this.readResource(type, id);
    const found = this.#store.versions(type, id).find(one => one.meta.versionId === version);
    if (!found) throw new OperationOutcomeError(notFound);
    return found as unknown as WithId<T>;
  }

  override async search<T extends Resource>(request: SearchRequest<T>): Promise<Bundle<WithId<T>>> {
    const { resourceType: type } = request;
    if (!this.#permission.covers(type, 'search')) throw new OperationOutcomeError(forbidden);
    const found = answering(() => this.#find(request));
    const offset = request.offset ?? 0;
    const count = Math.min(Math.max(request.count ?? defaultCount, 0), greatestCount);
    const page = found.slice(offset, offset + count);
    const included = answering(() => this.#included(request, page));
    const entries: BundleEntry[] = [
      ...page.map(resource => this.#entry(resource, 'match')),
      ...included.map(resource => this.#entry(resource, 'include')),
    ];
    return {
      resourceType: 'Bundle',
      type: 'searchset',
      total: found.length,
      ...(entries.length > 0 && { entry: entries as BundleEntry<WithId<T>>[] }),
    };
  }

  override async searchByReference<T extends Resource>(
    request: SearchRequest<T>,
    field: string,
    references: string[],
  ): Promise<Record<string, WithId<T>[]>> {
    const found: Record<string, WithId<T>[]> = {};
    for (const value of references) {
      const filters = [...(request.filters ?? []), { code: field, operator: 'eq' as const, value }];
      found[value] = await this.searchResources({ ...request, filters });
    }
    return found;
  }

  override withTransaction<R>(callback: (repository: this) => Promise<R>): Promise<R> {
    return callback(this);
  }

  override createResource(): Promise<never> {
    throw new OperationOutcomeError(readOnly);
  }
  override updateResource(): Promise<never> {
    throw new OperationOutcomeError(readOnly);
  }
  override deleteResource(): Promise<never> {
    throw new OperationOutcomeError(readOnly);
  }
  override patchResource(): Promise<never> {
    throw new OperationOutcomeError(readOnly);
  }

  #find({ resourceType: type, filters = [], sortRules = [] }: SearchRequest): Stored[] {
    const conditions: Condition[] = filters.map(({ code, operator, value }) => ({ name: code, operator, value }));
    const found = this.#store
      .search(type, conditions, this.#permission.recordFor(type))
      .filter(resource => this.#permission.shows(resource, 'search'));
    for (const { code, descending } of [...sortRules].reverse()) {
      const moment = (resource: Stored) => this.#store.firstMoment(type, code, resource);
      found.sort((a, b) => (descending ? moment(b) - moment(a) : moment(a) - moment(b)) || 0);
    }
    return found;
  }

  /** What `_include` and `_revinclude` add to a page, each resource once. */
  #included({ include = [], revInclude = [] }: SearchRequest, page: readonly Stored[]): Stored[] {
    const known = new Set(page);
    const added = new Set<Stored>();
    const add = (resource: Stored | undefined) => {
      if (resource && !known.has(resource) && this.#permission.shows(resource, 'read')) added.add(resource);
    };
    for (const { resourceType, searchParam, targetType } of include) {
      const parameter = this.#referenceParameter('_include', resourceType, searchParam);
      for (const resource of page) {
        if (resource.resourceType !== resourceType) continue;
        for (const element of elements(resource, parameter)) {
          const [type, id] = referenceKey(element)?.split('/') ?? [];
          if (type && id && (!targetType || targetType === type)) add(this.#store.get(type, id));
        }
      }
    }
    for (const { resourceType, searchParam, targetType } of revInclude) {
      this.#referenceParameter('_revinclude', resourceType, searchParam);
      for (const resource of page) {
        if (targetType && resource.resourceType !== targetType) continue;
        const value = `${resource.resourceType}/${resource.id}`;
        for (const one of this.#store.search(resourceType, [{ name: searchParam, operator: 'eq', value }])) add(one);
      }
    }
    return [...added];
  }

  #referenceParameter(name: string, type: string, code: string) {
    const parameter = resources[type] && searchParameter(type, code);
    if (parameter?.type !== 'reference') throw new BadSearch(`${name}=${type}:${code} is not offered.`);
    return parameter;
  }

  #entry(resource: Stored, mode: 'match' | 'include'): BundleEntry {
    return { fullUrl: this.#address(resource), resource: resource as unknown as Resource, search: { mode } };
  }

  #address({ resourceType, id }: Stored): string {
    return `${this.#base}/${resourceType}/${id}`;
  }
}

/** A search that we cannot answer is the client's to correct: 400, with what is wrong. */
function answering<T>(answer: () => T): T {
  try {
    return answer();
  } catch (error) {
    if (error instanceof BadSearch) throw new OperationOutcomeError(badRequest(error.message));
    throw error;
  }
}
