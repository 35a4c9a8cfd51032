import { randomUUID } from 'node:crypto';
import { failure } from './operation-outcome.ts';
import type { Permission } from './permission.ts';
import type { RecordStore } from './record-store.ts';
import { interval, referenceKey, type Stored } from './search-values.ts';
import { resources } from './us-core.ts';

interface Job {
  readonly request: string;
  readonly transactionTime: string;
  /** Who may ask for it again: the same client. */
  readonly client: string;
  readonly readyAt: number;
  readonly expiresAt: number;
  readonly files: ReadonlyMap<string, readonly Stored[]>;
}

const hour = 3_600_000;
/** Long enough that a client has to ask twice. */
const working = 400;
const formats = new Set(['application/fhir+ndjson', 'application/ndjson', 'ndjson']);

/** Group export by FHIR Bulk Data Access 2.0.0: kick-off, status, files, deletion. */
export class BulkExport {
  readonly #store: RecordStore;
  readonly #base: string;
  readonly #jobs = new Map<string, Job>();

  constructor(store: RecordStore, base: string) {
    this.#store = store;
    this.#base = base;
  }

  /** Answers requests of the export; `undefined` for others. */
  async answer(request: Request, path: string, permission: Permission): Promise<Response | undefined> {
    const group = /^Group\/([^/]+)\/\$export$/.exec(path)?.[1];
    if (group) return this.#start(request, group, permission);
    const [, id, file] = /^bulk-export\/([\w-]+)(?:\/([A-Za-z]+)\.ndjson)?$/.exec(path) ?? [];
    if (!id) return undefined;
    const job = this.#jobs.get(id);
    if (!job || job.client !== permission.clientId || job.expiresAt < Date.now()) {
      return failure(404, 'not-found', 'There is no such export; its files are kept for one hour.');
    }
    if (file) return this.#file(request, job, file);
    return this.#status(request, id, job);
  }

  #start(request: Request, id: string, permission: Permission): Response {
    const url = new URL(request.url);
    const group = this.#store.get('Group', id);
    if (request.method !== 'GET') {
      return failure(405, 'not-supported', '$export is asked with GET.', { allow: 'GET, OPTIONS' });
    }
    if (!/\brespond-async\b/.test(request.headers.get('prefer') ?? '')) {
      return failure(400, 'invalid', 'An export runs in the background: send "Prefer: respond-async".');
    }
    if (permission.patient !== undefined) return failure(403, 'forbidden', 'Exports need system scopes.');
    if (!group) return failure(404, 'not-found', `There is no Group/${id}.`);

    const lenient = /\bhandling=lenient\b/.test(request.headers.get('prefer') ?? '');
    const known = new Set(['_type', '_since', '_outputFormat']);
    const unknown = [...url.searchParams.keys()].find(name => !known.has(name));
    if (unknown && !lenient) return failure(400, 'invalid', `$export has no parameter "${unknown}".`);
    const format = url.searchParams.get('_outputFormat') ?? 'ndjson';
    if (!formats.has(format))
      return failure(400, 'invalid', `_outputFormat is application/fhir+ndjson, not ${format}.`);
    const since = url.searchParams.get('_since');
    const after = since === null ? undefined : interval(since.replace(' ', '+'));
    if (since !== null && !after) return failure(400, 'invalid', `_since is an instant, not "${since}".`);

    const asked = url.searchParams.getAll('_type').flatMap(value => value.split(','));
    const wrong = asked.find(type => !resources[type]);
    if (wrong && !lenient) return failure(400, 'invalid', `There is no resource type "${wrong}" here.`);
    const types = (asked.length > 0 ? asked : Object.keys(resources)).filter(type => permission.covers(type, 'read'));
    const forbidden = asked.find(type => resources[type] && !permission.covers(type, 'read'));
    if (forbidden) return failure(403, 'forbidden', `The token does not cover ${forbidden}.`);

    const members = new Set<string>(
      group.member.map(({ entity }: { entity: unknown }) => referenceKey(entity)?.slice('Patient/'.length)),
    );
    const job: Job = {
      request: url.href,
      transactionTime: new Date().toISOString(),
      client: permission.clientId,
      readyAt: Date.now() + working,
      expiresAt: Date.now() + hour,
      files: this.#collect(types, members, permission, after?.low),
    };
    const location = randomUUID();
    this.#jobs.set(location, job);
    return new Response(null, {
      status: 202,
      headers: { 'content-location': `${this.#base}/bulk-export/${location}` },
    });
  }

  /** The members' records, and of what all share that to which these records point, at whatever remove. */
  #collect(
    types: readonly string[],
    members: ReadonlySet<string>,
    permission: Permission,
    after = Number.NEGATIVE_INFINITY,
  ) {
    const wanted = new Set(types);
    const files = new Map<string, Stored[]>();
    const reached = new Set<string>();
    const visit = (resource: Stored) => {
      const key = `${resource.resourceType}/${resource.id}`;
      if (reached.has(key)) return;
      reached.add(key);
      const changed = (interval(resource.meta.lastUpdated)?.low ?? Number.POSITIVE_INFINITY) > after;
      if (changed && wanted.has(resource.resourceType) && permission.shows(resource, 'read')) {
        const file = files.get(resource.resourceType);
        if (file) file.push(resource);
        else files.set(resource.resourceType, [resource]);
      }
      for (const reference of references(resource)) {
        const [type = '', id = ''] = reference.split('/');
        const target = resources[type]?.personal === false && this.#store.get(type, id);
        if (target && type !== 'Group') visit(target);
      }
    };
    for (const [type, { personal }] of Object.entries(resources)) {
      if (!personal) continue;
      for (const resource of this.#store.all(type)) {
        if (this.#store.patientsOf(resource).some(id => members.has(id))) visit(resource);
      }
    }
    return files;
  }

  #status(request: Request, id: string, job: Job): Response {
    if (request.method === 'DELETE') {
      this.#jobs.delete(id);
      return new Response(null, { status: 202 });
    }
    if (Date.now() < job.readyAt) {
      return new Response(null, { status: 202, headers: { 'x-progress': 'gathering records', 'retry-after': '1' } });
    }
    const output = [...job.files].map(([type, found]) => ({
      type,
      url: `${this.#base}/bulk-export/${id}/${type}.ndjson`,
      count: found.length,
    }));
    const { transactionTime, request: asked } = job;
    return Response.json(
      { transactionTime, request: asked, requiresAccessToken: true, output, error: [] },
      { headers: { expires: new Date(job.expiresAt).toUTCString(), 'cache-control': 'no-store' } },
    );
  }

  #file(request: Request, job: Job, type: string): Response {
    const found = job.files.get(type);
    if (!found || Date.now() < job.readyAt) return failure(404, 'not-found', `The export has no file of ${type}.`);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return failure(405, 'not-supported', 'Files are read.', { allow: 'GET, HEAD, OPTIONS' });
    }
    return new Response(found.map(resource => `${JSON.stringify(resource)}\n`).join(''), {
      headers: { 'content-type': 'application/fhir+ndjson', 'cache-control': 'no-store' },
    });
  }
}

/** `Type/id` of every reference in a resource. */
function references(value: unknown, found: string[] = []): string[] {
  if (Array.isArray(value)) for (const one of value) references(one, found);
  else if (value && typeof value === 'object') {
    for (const [name, inner] of Object.entries(value)) {
      if (name === 'reference' && typeof inner === 'string') {
        const key = referenceKey(inner);
        if (key) found.push(key);
      } else references(inner, found);
    }
  }
  return found;
}
