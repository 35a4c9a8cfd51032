import type { ExhibitId } from '../../src/model/exhibit.ts';
import type { Live } from '../../src/model/oauth.ts';
import type { Client } from '../../src/model/vendor.ts';
import type { Signing } from './apps.ts';

interface Wanted {
  readonly as: string;
  readonly client: Pick<Client, 'id'>;
  /** Below the base address. */
  readonly path: string;
  readonly token?: Live;
  /** For a reader: whose, what. */
  readonly what: string;
  /** Of a search: whether a resource lies inside what was granted. */
  readonly inside?: (resource: Resource) => boolean;
  readonly after?: readonly ExhibitId[];
}

// biome-ignore lint/suspicious/noExplicitAny: a FHIR resource as it came
export type Resource = any;

/** Reads or searches records, and measures what came: whether it is what was asked for, how much of it, and how much lies outside. */
export async function look({ http, measure, deployment }: Signing, wanted: Wanted): Promise<boolean> {
  const url = `${deployment.base}/${wanted.path}`;
  const answer = await http.send(url, {
    as: wanted.as,
    headers: { accept: 'application/fhir+json' },
    patient: true,
    ...(wanted.token ? { credential: { origin: url, scheme: 'Bearer' as const, secret: wanted.token } } : {}),
  });
  const resource = parsed(await answer.text());
  const [type, id] = wanted.path.split('?')[0]?.split('/') ?? [];
  const found: Resource[] = (resource?.entry ?? [])
    .map((entry: Resource) => entry?.resource)
    .filter((one: Resource) => one?.resourceType === type);
  const isSearch = id === undefined;
  const same = resource?.resourceType === type && resource?.id === id;
  await measure({
    as: wanted.as,
    of: [answer.exhibit, ...(wanted.after ?? [])],
    by: 'special-effort',
    value: {
      client: wanted.client.id,
      what: wanted.what,
      ...(answer.status === undefined ? {} : { status: answer.status }),
      ...(typeof resource?.resourceType === 'string' ? { type: resource.resourceType } : {}),
      ...(isSearch ? { count: found.length } : { same }),
      ...(wanted.inside && isSearch
        ? { inside: found.filter(wanted.inside).length, outside: found.filter(one => !wanted.inside?.(one)).length }
        : {}),
    },
  });
  return answer.status === 200 && (isSearch ? resource?.resourceType === 'Bundle' : same);
}

function parsed(text: string): Resource {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}
