/** One thing that is wrong, doubtful, or was not checked. */
export interface Issue {
  readonly severity: 'error' | 'warning' | 'information';
  /** Where, as FHIRPath with indices: `Patient.name[0].given[1]`. */
  path: string;
  /** Canonical address of the profile that asks it; absent where FHIR R4 itself does. */
  profile?: string;
  /** An invariant's key (`us-core-6`) or the name of our check (`cardinality`, `binding`, `not-checked`). */
  readonly rule: string;
  readonly message: string;
  /** What was found, shortened. */
  readonly value?: string;
}

export type Issues = Issue[];

/** At most this much of a value is shown. */
const shown = 120;

function show(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  let text: string | undefined;
  try {
    text = typeof value === 'string' ? value : JSON.stringify(value);
  } catch {
    text = kindOf(value);
  }
  return text !== undefined && text.length > shown ? `${text.slice(0, shown)}...` : text;
}

function add(
  out: Issues,
  severity: Issue['severity'],
  path: string,
  rule: string,
  message: string,
  value: unknown,
): void {
  const text = show(value);
  out.push({ severity, path, rule, message, ...(text === undefined ? {} : { value: text }) });
}

export const fail = (out: Issues, path: string, rule: string, message: string, value?: unknown): void =>
  add(out, 'error', path, rule, message, value);
export const warn = (out: Issues, path: string, rule: string, message: string, value?: unknown): void =>
  add(out, 'warning', path, rule, message, value);
export const inform = (out: Issues, path: string, rule: string, message: string, value?: unknown): void =>
  add(out, 'information', path, rule, message, value);

/** Issues are made with the path from where they are found; on the way out each level puts its own name before it. */
export function under(out: Issues, from: number, name: string): void {
  for (let at = from; at < out.length; at++) {
    const issue = out[at] as Issue;
    issue.path = issue.path === '' ? name : `${name}.${issue.path}`;
  }
}

/** What a JSON value is, for a person. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
