import {
  alternatives,
  type DatePrefix,
  dateMatches,
  datePrefixes,
  elements,
  type Interval,
  interval,
  intervals,
  referenceKey,
  type Stored,
  textMatches,
  texts,
  tokenMatches,
  tokens,
} from './search-values.ts';
import { resources, type SearchParameter, searchParameter } from './us-core.ts';

/** One condition of a search; repeated names mean "and", commas in `value` "or". */
export interface Condition {
  readonly name: string;
  /** A date prefix, a string or token modifier, or `eq`. */
  readonly operator: string;
  readonly value: string;
}

/** A search that cannot be answered as it stands. */
export class BadSearch extends Error {}

type Matches = (resource: Stored) => boolean;

/**
 * Resources in memory, found by id, by patient, and by index for tokens and references. Indexes are made when a
 * parameter is first asked for and kept until its type changes.
 */
export class RecordStore {
  readonly #byKey = new Map<string, Stored>();
  readonly #byType = new Map<string, Stored[]>();
  readonly #older = new Map<string, Stored[]>();
  readonly #postings = new Map<string, Map<string, Stored[]>>();
  readonly #dates = new Map<string, Map<Stored, readonly Interval[]>>();
  readonly #patients = new Map<Stored, readonly string[]>();

  get size(): number {
    return this.#byKey.size;
  }

  get types(): string[] {
    return [...this.#byType.keys()];
  }

  /** Adds resources, or new versions of them. */
  load(loaded: Iterable<Stored>): void {
    for (const resource of loaded) {
      const key = `${resource.resourceType}/${resource.id}`;
      const list = this.#byType.get(resource.resourceType) ?? [];
      const before = this.#byKey.get(key);
      if (before) {
        list[list.indexOf(before)] = resource;
        this.#older.set(key, [before, ...(this.#older.get(key) ?? [])]);
      } else {
        list.push(resource);
      }
      this.#byType.set(resource.resourceType, list);
      this.#byKey.set(key, resource);
      this.#forget(resource.resourceType);
    }
  }

  get(type: string, id: string): Stored | undefined {
    return this.#byKey.get(`${type}/${id}`);
  }

  /** All versions, the newest first. */
  versions(type: string, id: string): readonly Stored[] {
    const key = `${type}/${id}`;
    const current = this.#byKey.get(key);
    return current ? [current, ...(this.#older.get(key) ?? [])] : [];
  }

  all(type: string): readonly Stored[] {
    return this.#byType.get(type) ?? [];
  }

  /** Ids of the patients whose record this is part of; none for what all share. */
  patientsOf(resource: Stored): readonly string[] {
    let known = this.#patients.get(resource);
    if (!known) {
      known = this.#findPatients(resource);
      this.#patients.set(resource, known);
    }
    return known;
  }

  #findPatients(resource: Stored): string[] {
    if (resource.resourceType === 'Patient') return [resource.id];
    const named = (references: readonly unknown[]) =>
      references.flatMap(reference => {
        const [type, id] = referenceKey(reference)?.split('/') ?? [];
        return type === 'Patient' ? [id!] : [];
      });
    if (resource.resourceType === 'Binary') return named([resource.securityContext]);
    if (resource.resourceType === 'Provenance') {
      const targets = resource.target.map((target: unknown) => this.#byKey.get(referenceKey(target) ?? ''));
      return [
        ...new Set<string>(targets.flatMap((target: Stored | undefined) => (target ? this.patientsOf(target) : []))),
      ];
    }
    const parameter = resources[resource.resourceType]?.search.patient;
    return parameter ? named(elements(resource, parameter)) : [];
  }

  /**
   * Resources of a type that meet all conditions, in the order they were loaded.
   * @param patient looks only into this patient's record
   * @throws BadSearch naming the parameter that cannot be read
   */
  search(type: string, conditions: readonly Condition[], patient?: string): Stored[] {
    let candidates = patient === undefined ? this.all(type) : (this.#ofPatients(type).get(patient) ?? []);
    const checks: Matches[] = [];
    for (const condition of conditions) {
      const parameter = searchParameter(type, condition.name);
      if (!parameter) throw new BadSearch(`${type} has no search parameter "${condition.name}".`);
      const narrowed = this.#narrow(type, condition, parameter);
      if (narrowed && narrowed.length < candidates.length) candidates = narrowed;
      checks.push(this.#check(type, condition, parameter));
    }
    // The candidates of an index are a hint: every condition is checked on each of them, and so is the patient.
    if (patient !== undefined) checks.push(resource => this.patientsOf(resource).includes(patient));
    return candidates.filter(resource => checks.every(matches => matches(resource)));
  }

  /** The first moment of a date parameter, for sorting. */
  firstMoment(type: string, name: string, resource: Stored): number {
    const parameter = searchParameter(type, name);
    if (parameter?.type !== 'date') throw new BadSearch(`${type} cannot be sorted by "${name}", only by dates.`);
    return this.#intervalsOf(type, name, parameter, resource)[0]?.low ?? Number.POSITIVE_INFINITY;
  }

  /** What an index knows of a condition: too many rather than too few, or nothing. */
  #narrow(
    type: string,
    { name, operator, value }: Condition,
    parameter: SearchParameter,
  ): readonly Stored[] | undefined {
    if (operator !== 'eq') return undefined;
    const wanted = alternatives(value);
    if (name === '_id') return wanted.flatMap(id => this.get(type, id) ?? []);
    if (parameter.type !== 'token' && parameter.type !== 'reference') return undefined;
    const keys = wanted.map(one =>
      parameter.type === 'token' ? one.slice(one.indexOf('|') + 1) : one.slice(one.lastIndexOf('/') + 1),
    );
    if (keys.includes('')) return undefined;
    const postings = this.#postingsOf(type, name, parameter);
    if (keys.length === 1) return postings.get(keys[0]!) ?? [];
    return [...new Set(keys.flatMap(key => postings.get(key) ?? []))];
  }

  #postingsOf(type: string, name: string, parameter: SearchParameter): Map<string, Stored[]> {
    const keysOf =
      parameter.type === 'token'
        ? (resource: Stored) =>
            elements(resource, parameter)
              .flatMap(tokens)
              .map(({ code }) => code)
        : (resource: Stored) =>
            elements(resource, parameter).flatMap(element => {
              const key = referenceKey(element);
              return key ? [key.slice(key.indexOf('/') + 1)] : [];
            });
    return this.#index(`${type} ${name}`, type, keysOf);
  }

  #ofPatients(type: string): Map<string, Stored[]> {
    return this.#index(`${type} record of`, type, resource => this.patientsOf(resource));
  }

  #index(key: string, type: string, keysOf: (resource: Stored) => readonly string[]): Map<string, Stored[]> {
    let postings = this.#postings.get(key);
    if (!postings) {
      postings = new Map();
      for (const resource of this.all(type)) {
        for (const one of new Set(keysOf(resource))) {
          const list = postings.get(one);
          if (list) list.push(resource);
          else postings.set(one, [resource]);
        }
      }
      this.#postings.set(key, postings);
    }
    return postings;
  }

  #intervalsOf(type: string, name: string, parameter: SearchParameter, resource: Stored): readonly Interval[] {
    const key = `${type} ${name}`;
    const column = this.#dates.get(key) ?? new Map<Stored, readonly Interval[]>();
    this.#dates.set(key, column);
    let known = column.get(resource);
    if (!known) {
      known = elements(resource, parameter).flatMap(intervals);
      column.set(resource, known);
    }
    return known;
  }

  #check(type: string, condition: Condition, parameter: SearchParameter): Matches {
    const { name, operator, value } = condition;
    if (operator === 'missing') {
      if (value !== 'true' && value !== 'false') throw new BadSearch(`"${name}:missing" is true or false.`);
      return resource => (elements(resource, parameter).length === 0) === (value === 'true');
    }
    const wanted = alternatives(value);
    switch (parameter.type) {
      case 'token': {
        if (operator !== 'eq' && operator !== 'not') throw notOffered(condition);
        const has: Matches = resource =>
          elements(resource, parameter).some(element =>
            tokens(element).some(token => wanted.some(one => tokenMatches(one, token))),
          );
        return operator === 'not' ? resource => !has(resource) : has;
      }
      case 'reference': {
        if (operator !== 'eq') throw notOffered(condition);
        const keys = wanted.map(one => (one.includes('/') ? referenceKey(one) : one));
        return resource =>
          elements(resource, parameter).some(element => {
            const key = referenceKey(element);
            if (!key || (parameter.target && !key.startsWith(`${parameter.target}/`))) return false;
            return keys.some(one => one === key || one === key.slice(key.indexOf('/') + 1));
          });
      }
      case 'string': {
        if (operator !== 'eq' && operator !== 'exact' && operator !== 'contains') throw notOffered(condition);
        return resource =>
          elements(resource, parameter).some(element =>
            texts(element).some(text => wanted.some(one => textMatches(operator, one, text))),
          );
      }
      case 'uri': {
        if (operator !== 'eq') throw notOffered(condition);
        return resource =>
          elements(resource, parameter).some(uri =>
            wanted.some(one => one === uri || String(uri).startsWith(`${one}|`)),
          );
      }
      case 'date': {
        const asked = wanted.map(one => askedDate(condition, one));
        return resource =>
          this.#intervalsOf(type, name, parameter, resource).some(stored =>
            asked.some(({ prefix, covered }) => dateMatches(prefix, covered, stored)),
          );
      }
    }
  }

  #forget(type: string): void {
    for (const derived of [this.#postings, this.#dates]) {
      for (const key of derived.keys()) if (key.startsWith(`${type} `)) derived.delete(key);
    }
  }
}

function askedDate(condition: Condition, text: string): { readonly prefix: DatePrefix; readonly covered: Interval } {
  const own = datePrefixes.find(prefix => text.startsWith(prefix));
  const prefix = own ?? datePrefixes.find(one => one === condition.operator);
  const covered = interval(own ? text.slice(2) : text);
  if (!prefix) throw notOffered(condition);
  if (!covered) throw new BadSearch(`"${text}" in "${condition.name}" is no FHIR date.`);
  return { prefix, covered };
}

const notOffered = ({ name, operator }: Condition) => new BadSearch(`"${name}" cannot be searched with "${operator}".`);
