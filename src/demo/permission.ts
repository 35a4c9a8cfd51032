import type { Access } from './access.ts';
import type { RecordStore } from './record-store.ts';
import { type ResourceScope, resourceScopes } from './scopes.ts';
import { elements, type Stored, tokenMatches, tokens } from './search-values.ts';
import { resources } from './us-core.ts';

/** Read without asking whose record it is; a list of patients is in nobody's record. */
const sharedByAll = (type: string) => type !== 'Group' && resources[type]?.personal === false;

/** What one access token lets its bearer see. */
export class Permission {
  readonly clientId: string;
  /** The only patient whose record is open; `undefined` where some scope opens all of them. */
  readonly patient: string | undefined;
  readonly #scopes: readonly (ResourceScope & { readonly patient: string | undefined })[];
  readonly #store: RecordStore;

  constructor(access: Access, store: RecordStore) {
    const [person, id] = access.fhirUser?.split('/') ?? [];
    const own = person === 'Patient' ? id : undefined;
    this.clientId = access.clientId;
    this.#store = store;
    this.#scopes = resourceScopes(access.scope).flatMap(scope => {
      // Backend services alone have system scopes; a patient's user scopes reach no further than their own record.
      if (scope.level === 'system') return person === undefined ? [{ ...scope, patient: undefined }] : [];
      if (scope.level === 'user') return person === undefined ? [] : [{ ...scope, patient: own }];
      return access.patient === undefined ? [] : [{ ...scope, patient: access.patient }];
    });
    this.patient = this.#scopes.some(scope => scope.patient === undefined) ? undefined : (access.patient ?? own ?? '');
  }

  /** Whether any scope covers this use of a type at all. */
  covers(type: string, use: 'read' | 'search'): boolean {
    return this.#scopes.some(scope => scope[use] && (scope.type === '*' || scope.type === type));
  }

  /** Whether this very resource may be shown. */
  shows(resource: Stored, use: 'read' | 'search'): boolean {
    const { resourceType: type } = resource;
    return this.#scopes.some(
      scope =>
        scope[use] &&
        (scope.type === '*' || scope.type === type) &&
        (scope.category === undefined || hasCategory(resource, scope.category)) &&
        (scope.patient === undefined || sharedByAll(type) || this.#store.patientsOf(resource).includes(scope.patient)),
    );
  }

  /** The record that a search of this type stays in. */
  recordFor(type: string): string | undefined {
    return sharedByAll(type) ? undefined : this.patient;
  }
}

const hasCategory = (resource: Stored, wanted: string) =>
  elements(resource, { type: 'token', paths: ['category'] }).some(element =>
    tokens(element).some(token => tokenMatches(wanted, token)),
  );
