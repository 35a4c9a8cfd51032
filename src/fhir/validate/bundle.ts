import { isObject } from '../fhirpath/node.ts';
import type { Context } from './context.ts';
import { fail, type Issues, warn } from './issue.ts';
import { takeApart } from './references.ts';

/** Kinds of Bundle whose entries are instructions or answers, and need no identity. */
const withoutIdentity = new Set(['transaction', 'transaction-response', 'batch', 'batch-response']);

/** What R4 says of Bundles beyond their invariants. Source: http://hl7.org/fhir/R4/bundle.html */
export function checkBundle(bundle: Readonly<Record<string, unknown>>, out: Issues, _context: Context): void {
  checkLinks(bundle.link, out);
  if (!Array.isArray(bundle.entry)) return;
  const { type } = bundle;
  bundle.entry.forEach((entry, at) => {
    if (!isObject(entry)) return;
    const path = `entry[${at}]`;
    const resource = isObject(entry.resource) ? entry.resource : undefined;
    const isOutcome =
      resource?.resourceType === 'OperationOutcome' || (isObject(entry.search) && entry.search.mode === 'outcome');
    const { fullUrl } = entry;
    if (typeof fullUrl === 'string') checkFullUrl(fullUrl, resource, path, out);
    else if (
      fullUrl === undefined &&
      resource &&
      !isOutcome &&
      !withoutIdentity.has(type as string) &&
      typeof type === 'string'
    )
      (type === 'history' ? warn : fail)(
        out,
        path,
        'bundle-full-url',
        `has no fullUrl, which every entry of a ${type} has`,
      );
    if (type === 'searchset' && resource && !isOutcome && resource.id === undefined)
      fail(out, `${path}.resource`, 'bundle-id', 'is the result of a search and has no id');
  });
}

function checkFullUrl(
  fullUrl: string,
  resource: Readonly<Record<string, unknown>> | undefined,
  path: string,
  out: Issues,
): void {
  if (!/^[a-z][a-z0-9+.-]*:/i.test(fullUrl)) {
    fail(out, `${path}.fullUrl`, 'bundle-full-url', 'must be an absolute URL', fullUrl);
    return;
  }
  const { type, id } = takeApart(fullUrl);
  if (!resource || type === undefined) return;
  if (typeof resource.id === 'string' && type === resource.resourceType && id !== resource.id)
    warn(
      out,
      `${path}.fullUrl`,
      'bundle-full-url',
      `does not end with the id of its resource, ${resource.id}`,
      fullUrl,
    );
}

function checkLinks(links: unknown, out: Issues): void {
  if (!Array.isArray(links)) return;
  const seen = new Set<unknown>();
  links.forEach((link, at) => {
    const relation = isObject(link) ? link.relation : undefined;
    if (relation !== undefined && seen.has(relation))
      fail(out, `link[${at}].relation`, 'bundle-link', 'stands more than once', relation);
    seen.add(relation);
  });
}
