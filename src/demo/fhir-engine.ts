import { getStatus, indexSearchParameter } from '@medplum/core';
import { type FhirRequest, FhirRouter } from '@medplum/fhir-router';
import type { OperationOutcome, Resource, SearchParameter as SearchParameterResource } from '@medplum/fhirtypes';
import { seedPatients } from '../fhir/seed/patients.ts';
import type { AuthorizationServer } from './authorization-server.ts';
import { binaryContent } from './binary.ts';
import { BulkExport } from './bulk-export.ts';
import { failure } from './operation-outcome.ts';
import { Permission } from './permission.ts';
import { RecordStore } from './record-store.ts';
import { IndexedRepository } from './repository.ts';
import type { Stored } from './search-values.ts';
import { customers, endpoint, organization } from './service-base-urls.ts';
import { commonSearch, resources, searchParameter } from './us-core.ts';

/** Parameters of every search that are not conditions. */
const controls = new Set(['_count', '_offset', '_sort', '_include', '_revinclude', '_total', '_format', '_pretty']);

/** The FHIR API at one base address, but for discovery: a token first, then the router of Medplum over records of our own. */
export class FhirEngine {
  readonly store = new RecordStore();
  readonly #authorization: Pick<AuthorizationServer, 'access'>;
  readonly #router = new FhirRouter();
  readonly #base: string;
  readonly #bulk: BulkExport;

  /** @param records what it holds beside the customers; the synthetic patients unless told */
  constructor(
    authorization: Pick<AuthorizationServer, 'access'>,
    base: string,
    records: readonly Resource[] = seedPatients(),
  ) {
    this.#authorization = authorization;
    this.#base = base;
    this.#bulk = new BulkExport(this.store, base);
    teachRouter();
    this.store.load(records as readonly unknown[] as readonly Stored[]);
    const today = new Date().toISOString();
    this.store.load(
      customers.flatMap(customer => [
        ...(customer.partOf ? [] : [versioned(endpoint(customer, today))]),
        versioned(organization(customer, today)),
      ]),
    );
  }

  /** A request below the base address. */
  async answer(request: Request): Promise<Response> {
    const permission = await this.#permission(request);
    if (permission instanceof Response) return permission;
    const url = new URL(request.url);
    const path = url.pathname.slice(new URL(this.#base).pathname.length).replace(/^\//, '');

    const exported = await this.#bulk.answer(request, path, permission);
    if (exported) return exported;
    if (path === 'DocumentReference/$docref') return this.#documents(request, url.searchParams, permission);

    const [type = ''] = path.split('/');
    const searchByForm = request.method === 'POST' && path.endsWith('/_search');
    if (!resources[type]) return failure(404, 'not-found', `There is no resource type "${type}" here.`);
    if (request.method !== 'GET' && request.method !== 'HEAD' && !searchByForm) {
      return failure(405, 'not-supported', 'The API reads; it takes no changes.', { allow: 'GET, HEAD, OPTIONS' });
    }
    if (type === 'Binary' && /^Binary\/[^/]+$/.test(path)) {
      const content = binaryContent(request, this.store.get('Binary', path.slice(7)), permission);
      if (content) return content;
    }
    const refused = wrongFormat(request, url);
    if (refused) return refused;

    const parameters = new URLSearchParams(url.search);
    if (searchByForm)
      for (const [name, value] of new URLSearchParams(await request.text())) parameters.append(name, value);
    const searches = searchByForm || !path.includes('/');
    if (searches) {
      const wrong = this.#checkSearch(type, parameters, permission, request.headers.get('prefer') ?? '');
      if (wrong) return wrong;
    }
    return this.#route({ path: searchByForm ? type : path, searches, parameters, permission });
  }

  async #permission(request: Request): Promise<Permission | Response> {
    const token = /^Bearer +([\w\-.~+/]+=*)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
    const access = token && (await this.#authorization.access(token));
    if (access && (access.base ?? this.#base) === this.#base) return new Permission(access, this.store);
    const error = token ? ', error="invalid_token"' : '';
    return failure(
      401,
      'login',
      token ? 'The token is unknown here, expired or taken back.' : 'A bearer token is needed.',
      {
        'www-authenticate': `Bearer realm="Larkspur Health"${error}`,
      },
    );
  }

  async #route(asked: {
    readonly path: string;
    readonly searches: boolean;
    readonly parameters: URLSearchParams;
    readonly permission: Permission;
  }): Promise<Response> {
    const { path, searches, parameters, permission } = asked;
    const query = parameters.size > 0 ? `?${parameters}` : '';
    const routed: FhirRequest = {
      method: 'GET',
      url: `${path}${query}`,
      pathname: '',
      body: undefined,
      params: {},
      query: {},
    };
    const [outcome, resource] = await this.#router.handleRequest(
      routed,
      new IndexedRepository(this.store, permission, this.#base),
    );
    if (!resource) return outcomeAnswer(outcome);
    if (searches && resource.resourceType === 'Bundle') {
      resource.link = links(`${this.#base}/${path}`, parameters, resource.total ?? 0);
    }
    const { meta } = resource;
    return new Response(JSON.stringify(resource), {
      headers: {
        'content-type': 'application/fhir+json; charset=utf-8',
        'cache-control': 'no-store',
        ...(meta?.versionId && { etag: `W/"${meta.versionId}"` }),
        ...(meta?.lastUpdated && { 'last-modified': new Date(meta.lastUpdated).toUTCString() }),
      },
    });
  }

  #checkSearch(
    type: string,
    parameters: URLSearchParams,
    permission: Permission,
    prefer: string,
  ): Response | undefined {
    const lenient = /\bhandling=lenient\b/.test(prefer);
    if (!resources[type]!.searchable)
      return failure(403, 'forbidden', `${type} is read by its id; it is not searched.`);
    for (const key of new Set(parameters.keys())) {
      const [name = '', modifier] = key.split(':');
      if (controls.has(name)) continue;
      const parameter = searchParameter(type, name);
      if (!parameter && lenient) {
        parameters.delete(key);
      } else if (!parameter) {
        return failure(400, 'invalid', `${type} has no search parameter "${name}".`);
      } else if (parameter.type === 'reference' && modifier && resources[modifier]) {
        // `subject:Patient=1` is another way to write `subject=Patient/1`.
        for (const value of parameters.getAll(key)) parameters.append(name, `${modifier}/${value}`);
        parameters.delete(key);
      }
    }
    for (const name of ['_count', '_offset']) {
      const value = parameters.get(name);
      if (value !== null && !/^\d{1,9}$/.test(value)) return failure(400, 'invalid', `"${name}" is a whole number.`);
    }
    const { patient } = permission;
    const asked = parameters.getAll('patient').flatMap(value => value.split(','));
    const strangers = asked.filter(value => value.slice(value.lastIndexOf('/') + 1) !== patient);
    if (patient !== undefined && strangers.length > 0) {
      return failure(403, 'forbidden', "The token opens one patient's record, and this is another's.");
    }
    return undefined;
  }

  /** `$docref` of US Core: a patient's documents, by date and type. */
  async #documents(request: Request, given: URLSearchParams, permission: Permission): Promise<Response> {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return failure(405, 'not-supported', '$docref is asked with GET.', { allow: 'GET, HEAD, OPTIONS' });
    }
    const patient = given.get('patient');
    if (!patient) return failure(400, 'required', '$docref needs "patient".');
    const parameters = new URLSearchParams({ patient });
    if (given.get('start')) parameters.append('period', `ge${given.get('start')}`);
    if (given.get('end')) parameters.append('period', `le${given.get('end')}`);
    if (given.get('type')) parameters.append('type', given.get('type')!);
    const wrong = this.#checkSearch('DocumentReference', parameters, permission, '');
    return wrong ?? this.#route({ path: 'DocumentReference', searches: true, parameters, permission });
  }
}

let taught = false;
/** The router reads a query by what it knows of search parameters: ours, rather than 2 MB of all there are. */
function teachRouter(): void {
  if (taught) return;
  taught = true;
  for (const [type, { search }] of Object.entries(resources)) {
    for (const [code, { type: kind }] of Object.entries({ ...commonSearch, ...search })) {
      indexSearchParameter({
        resourceType: 'SearchParameter',
        code,
        type: kind,
        base: [type],
      } as SearchParameterResource);
    }
  }
}

const versioned = <R extends { readonly meta: object }>(resource: R) =>
  ({ ...resource, meta: { ...resource.meta, versionId: '1' } }) as unknown as Stored;

function outcomeAnswer(outcome: OperationOutcome): Response {
  const { id: _, ...said } = outcome;
  return new Response(JSON.stringify(said), {
    status: getStatus(outcome),
    headers: { 'content-type': 'application/fhir+json; charset=utf-8' },
  });
}

/** `self`, and `next` while there is more; the way on is an offset. */
function links(address: string, parameters: URLSearchParams, total: number) {
  const page = (offset: number) => {
    const changed = new URLSearchParams(parameters);
    if (offset > 0) changed.set('_offset', String(offset));
    else changed.delete('_offset');
    return changed.size > 0 ? `${address}?${changed}` : address;
  };
  const offset = Number(parameters.get('_offset') ?? 0);
  const count = Math.min(Number(parameters.get('_count') ?? 100), 1000);
  return [
    { relation: 'self', url: page(offset) },
    ...(count > 0 && offset + count < total ? [{ relation: 'next', url: page(offset + count) }] : []),
  ];
}

/** JSON is what there is; whoever asks for something else alone is told so. */
function wrongFormat(request: Request, url: URL): Response | undefined {
  const format = url.searchParams.get('_format');
  const accept = request.headers.get('accept');
  const wanted = format ?? accept ?? '*/*';
  if (/json|\*\/\*|application\/\*/i.test(wanted)) return undefined;
  return failure(406, 'not-supported', `Only JSON is served, not ${wanted}.`);
}
