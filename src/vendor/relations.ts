import { formats } from './formats.ts';
import type { Path } from './problem.ts';
import type { Objection } from './schema.ts';
import { isSecretName } from './secrets.ts';
import { nearest } from './spelling.ts';

/** What no schema says: ids that must differ, names that must exist, secrets hidden in blocks that may hold anything. */
export function contradictions(tree: { readonly [field: string]: unknown }): Objection[] {
  const clients = ids(tree.clients);
  const patients = ids(tree.patients);
  const people = Object.keys(block(block(tree['sign-in']).people));
  const exports = ['single-patient', 'population'].map(name => ['ehi-export', name] as const);

  return [
    ...['deployments', 'clients', 'patients'].flatMap(list => repeated(list, ids(tree[list]))),
    ...entries(tree.patients).flatMap((patient, index) =>
      unknownName(['patients', index, 'sign-in'], block(patient)['sign-in'], people, 'sign-in.people'),
    ),
    ...unknownName(['launch', 'sign-in'], block(tree.launch)['sign-in'], people, 'sign-in.people'),
    ...unknownName(['launch', 'client'], block(tree.launch).client, clients, 'clients'),
    ...unknownName(['bulk', 'client'], block(tree.bulk).client, clients, 'clients'),
    ...exports.flatMap(path => {
      const one = block(block(tree['ehi-export'])[path[1]]);
      return [
        ...unknownName([...path, 'sign-in'], one['sign-in'], people, 'sign-in.people'),
        ...unknownName([...path, 'client'], one.client, clients, 'clients'),
        ...unknownName([...path, 'patient'], one.patient, patients, 'patients'),
      ];
    }),
    ...['sign-in', 'launch', 'bulk', 'ehi-export', 'parity', 'claims'].flatMap(name => bareSecrets([name], tree[name])),
    // What is under `take` says where a secret will stand, and is none.
    ...bareSecrets(['registration', 'fields'], block(tree.registration).fields),
  ];
}

function repeated(list: string, names: readonly (string | undefined)[]): Objection[] {
  return names.flatMap((name, index) => {
    const first = name === undefined ? index : names.indexOf(name);
    return first === index
      ? []
      : [{ path: [list, index, 'id'], says: `is also the id of ${list}[${first}].`, suggestion: 'Give each its own.' }];
  });
}

function unknownName(path: Path, name: unknown, known: readonly (string | undefined)[], where: string): Objection[] {
  if (typeof name !== 'string' || known.includes(name)) return [];
  const meant = nearest(
    name,
    known.filter(candidate => candidate !== undefined),
  );
  return [
    {
      path,
      says: `names nothing under ${where}.`,
      suggestion: meant ? `Did you mean ${meant}?` : `Add it under ${where}, or correct the name.`,
    },
  ];
}

/** The words that stand for what `people` holds, in `sign-in.fields`. */
const placeholders = ['username', 'password', 'code'];

function bareSecrets(path: Path, value: unknown): Objection[] {
  if (typeof value === 'string') {
    const inFields = path[0] === 'sign-in' && path[1] === 'fields';
    if (!isSecretName(String(path.at(-1))) || (inFields && placeholders.includes(value))) return [];
    const fault = formats['secret-reference']?.(value);
    return fault ? [{ path, ...fault }] : [];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => bareSecrets([...path, index], item));
  return Object.entries(block(value)).flatMap(([name, item]) => bareSecrets([...path, name], item));
}

const entries = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const ids = (value: unknown): (string | undefined)[] =>
  entries(value).map(entry => {
    const { id } = block(entry);
    return typeof id === 'string' ? id : undefined;
  });

const block = (value: unknown): { readonly [field: string]: unknown } =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as { [field: string]: unknown }) : {};
