import type { Context } from './context.ts';
import { fail, type Issues, warn } from './issue.ts';
import { takeApart } from './references.ts';

/** The types of resource that a reference may lead to. */
export interface Targets {
  readonly types: ReadonlySet<string>;
  readonly shown: string;
}

/** Whether a reference leads where it may: by what it resolves to here, else by its URL, else by its own `type`. */
export function checkTargets(targets: Targets, value: unknown, out: Issues, context: Context): void {
  const { reference, type } = value as { reference?: unknown; type?: unknown };
  const found =
    typeof reference === 'string' ? (context.find(reference)?.resourceType ?? takeApart(reference).type) : undefined;
  const named = typeof found === 'string' ? found : typeof type === 'string' ? type.replace(/^.*\//, '') : undefined;
  if (named !== undefined && !targets.types.has(named))
    fail(
      out,
      '',
      'reference-target',
      `leads to ${named}, and only ${targets.shown} may be referred to here`,
      reference ?? type,
    );
}

/** What holds for every Reference. */
export function checkReference(
  value: Readonly<Record<string, unknown>>,
  out: Issues,
  context: Context,
  isType: (name: string) => boolean,
): void {
  const { reference, type } = value;
  if (typeof reference !== 'string') return;
  if (reference.startsWith('#')) {
    const target = context.find(reference);
    if (!target) fail(out, 'reference', 'ref-1', 'names a contained resource that is not there', reference);
    else agrees(target.resourceType, type, out, reference);
    return;
  }
  const apart = takeApart(reference);
  if (/^[A-Z][A-Za-z]+\?/.test(reference)) {
    if (context.bundle?.type !== 'transaction')
      fail(out, 'reference', 'reference', 'is a search, which only a transaction may refer by', reference);
    return;
  }
  if (!apart.absolute && apart.type === undefined) {
    fail(
      out,
      'reference',
      'reference',
      'is neither TYPE/ID, nor absolute, nor the id of a contained resource',
      reference,
    );
    return;
  }
  if (apart.type !== undefined && !apart.absolute && !isType(apart.type))
    fail(out, 'reference', 'reference', `names ${apart.type}, which is no resource of R4`, reference);
  const target = context.find(reference);
  if (!target && context.bundle && /^urn:(uuid|oid):/.test(reference))
    warn(out, 'reference', 'reference-unresolved', 'leads to no entry of this Bundle', reference);
  const version = /\/_history\/([^/#]+)/.exec(reference)?.[1];
  const stored = (target?.meta as { versionId?: unknown } | undefined)?.versionId;
  if (version !== undefined && target && stored !== version)
    fail(
      out,
      'reference',
      'reference-version',
      `asks for version ${version}, and the entry has ${stored ?? 'none'}`,
      reference,
    );
  agrees(target?.resourceType ?? apart.type, type, out, reference);
}

function agrees(found: unknown, stated: unknown, out: Issues, reference: string): void {
  if (typeof found === 'string' && typeof stated === 'string' && stated.replace(/^.*\//, '') !== found)
    fail(out, 'type', 'reference-type', `says ${stated}, and the reference leads to ${found}`, reference);
}
