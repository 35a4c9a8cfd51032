import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../fhir/fhirpath/node.ts';
import { withDefinitions } from '../fhir/package/definitions.ts';
import type { PackagedResource } from '../fhir/package/package.ts';
import { r4Terminology } from '../fhir/r4/definitions.ts';
import { type Tables, withPackage } from '../fhir/tables.ts';
import { duplicateKeys } from '../fhir/validate/duplicate-keys.ts';
import type { Issue } from '../fhir/validate/issue.ts';
import { compileValidator, type Validator } from '../fhir/validate/validator.ts';
import { type Command, orDidYouMean, print, tell, UsageError } from './command.ts';
import { tablesNamed, versionsAtHand } from './us-core-tables.ts';

/** The version that certification has asked for since 2026, for resources that name none. */
const usual = '6.1.0';

/** An issue and the place it was found in. */
interface Found extends Issue {
  readonly file: string;
  /** From 1, where a file has one resource a line. */
  readonly line?: number;
  readonly resource?: string;
}

export default {
  takes: 'FILE...',
  positionals: [1, Number.POSITIVE_INFINITY],
  options: {
    profile: { type: 'string', multiple: true },
    'us-core': { type: 'string' },
    'unknown-extensions': { type: 'string' },
    json: { type: 'boolean' },
  },
  help: {
    'profile URL':
      'hold every resource of its type to this profile too: its address, the last part of it, or a file that has it',
    'us-core VERSION': `compare with this version (${usual} unless a resource's meta.profile names another)`,
    'unknown-extensions error': 'count every extension that no definition at hand describes as an error',
    json: 'print JSON',
  },
  async run(given) {
    const stated = given.text('us-core');
    const strict = given.text('unknown-extensions');
    if (strict !== undefined && strict !== 'error')
      throw new UsageError(`--unknown-extensions can only be "error", not "${strict}".`);
    const session = new Session(stated, given.list('profile'), strict);
    for (const file of given.positionals) session.file(file);
    if (given.flag('json')) print(JSON.stringify(session.summary()));
    else session.tell();
    return session.errors > 0 ? 10 : 0;
  },
} satisfies Command;

class Session {
  readonly #stated: string | undefined;
  readonly #profiles: readonly string[];
  readonly #validators = new Map<string, { validator: Validator; tables: Tables }>();
  readonly #versions: ReadonlySet<string>;
  readonly #found: Found[] = [];
  readonly #definitions: readonly PackagedResource[];
  readonly #unknownExtensions: 'error' | undefined;
  #resources = 0;

  constructor(stated: string | undefined, profiles: readonly string[], unknownExtensions: 'error' | undefined) {
    this.#unknownExtensions = unknownExtensions;
    this.#stated = stated;
    this.#versions = new Set(versionsAtHand());
    const isFile = (name: string) => statSync(name, { throwIfNoEntry: false })?.isFile() === true;
    this.#definitions = profiles.filter(isFile).map(definitionIn);
    const { tables } = this.#validatorFor(stated ?? usual);
    this.#profiles = [
      ...this.#definitions
        .filter(({ resourceType }) => resourceType === 'StructureDefinition')
        .map(({ url }) => url as string),
      ...profiles.filter(name => !isFile(name)).map(name => profileNamed(name, tables)),
    ];
  }

  get errors(): number {
    return this.#count('error');
  }

  file(path: string): void {
    for (const [file, text] of textsOf(path)) this.#text(file, text);
  }

  summary() {
    return {
      resources: this.#resources,
      errors: this.errors,
      warnings: this.#count('warning'),
      notChecked: this.#found.filter(({ rule }) => rule === 'not-checked').length,
      issues: this.#found,
    };
  }

  tell(): void {
    const notChecked = new Map<string, number>();
    for (const { severity, file, line, resource, path, rule, message, value, profile } of this.#found) {
      if (rule === 'not-checked') notChecked.set(message, (notChecked.get(message) ?? 0) + 1);
      else
        print(
          `${file}${line ? `:${line}` : ''}${resource ? ` ${resource}` : ''}: ${severity}: ${path} ${message} [${rule}]` +
            `${value === undefined ? '' : ` (${value})`}${profile ? ` by ${profile}` : ''}`,
        );
    }
    for (const [message, times] of notChecked) tell(`${message}${times > 1 ? ` (${times} resources)` : ''}`);
    const { resources, errors, warnings } = this.summary();
    tell(`${resources} resources: ${errors} errors, ${warnings} warnings.`);
  }

  #count(severity: Issue['severity']): number {
    return this.#found.filter(issue => issue.severity === severity).length;
  }

  #text(file: string, text: string): void {
    const whole = parse(text);
    if (!('problem' in whole)) {
      this.#resource(whole.value, text, file);
      return;
    }
    const lines = text.split('\n');
    const isLines = /\.(ndjson|jsonl)$/.test(file);
    if (!isLines && !(file === '-' && 'value' in parse(lines[0] ?? ''))) {
      this.#note(file, { severity: 'error', path: '', rule: 'json', message: `is no JSON: ${whole.problem}` });
      return;
    }
    lines.forEach((line, at) => {
      if (line.trim() === '') return;
      const parsed = parse(line);
      if ('problem' in parsed)
        this.#note(
          file,
          { severity: 'error', path: '', rule: 'json', message: `is no JSON: ${parsed.problem}` },
          at + 1,
        );
      else this.#resource(parsed.value, line, file, at + 1);
    });
  }

  #resource(resource: unknown, text: string, file: string, line?: number): void {
    this.#resources++;
    const label =
      isObject(resource) && resource.resourceType ? `${resource.resourceType}/${resource.id ?? '?'}` : undefined;
    for (const { key, line: at } of duplicateKeys(text))
      this.#note(
        file,
        {
          severity: 'error',
          path: key,
          rule: 'duplicate-key',
          message: `stands twice in one object, in line ${(line ?? 1) + at - 1}`,
        },
        line,
        label,
      );
    const { validator, tables } = this.#validatorFor(this.#stated ?? versionNamed(resource, this.#versions) ?? usual);
    for (const issue of validator.validate(resource, { profile: this.#profilesFor(resource, tables) }))
      this.#note(file, issue, line, label);
    // What is asked of a type is asked of the entries of a Bundle too.
    if (
      this.#profiles.length > 0 &&
      isObject(resource) &&
      resource.resourceType === 'Bundle' &&
      Array.isArray(resource.entry)
    )
      resource.entry.forEach((entry, at) => {
        const profile = this.#profilesFor(entry?.resource, tables);
        if (profile.length === 0) return;
        for (const issue of validator.validate(entry.resource, { profile }))
          if (issue.profile && profile.includes(issue.profile))
            this.#note(
              file,
              { ...issue, path: issue.path.replace(/^[^.]+/, `Bundle.entry[${at}].resource`) },
              line,
              label,
            );
      });
  }

  #profilesFor(resource: unknown, tables: Tables): string[] {
    const type = isObject(resource) ? resource.resourceType : undefined;
    return this.#profiles.filter(url => tables.structure(url)?.type === type);
  }

  #note(file: string, issue: Issue, line?: number, resource?: string): void {
    this.#found.push({ file, ...(line ? { line } : {}), ...(resource ? { resource } : {}), ...issue });
  }

  #validatorFor(version: string): { validator: Validator; tables: Tables } {
    let found = this.#validators.get(version);
    if (!found) {
      const base = withPackage(tablesNamed(version));
      const tables = this.#definitions.length > 0 ? withDefinitions(this.#definitions, r4Terminology, base) : base;
      found = {
        tables,
        validator: compileValidator(tables, { unknownExtensions: this.#unknownExtensions ?? 'information' }),
      };
      this.#validators.set(version, found);
    }
    return found;
  }
}

/** A profile, or a value set or code system that one draws on, from a file. */
function definitionIn(file: string): PackagedResource {
  const parsed = parse(withoutMark(readFileSync(file, 'utf8')));
  const value = 'value' in parsed ? parsed.value : undefined;
  const kinds = ['StructureDefinition', 'ValueSet', 'CodeSystem'];
  if (!isObject(value) || !kinds.includes(value.resourceType as string) || typeof value.url !== 'string')
    throw new UsageError(`${file} is no ${kinds.join(', ')} with a url, so it is no profile.`);
  if (value.resourceType === 'StructureDefinition' && !isObject(value.snapshot))
    throw new UsageError(`${file} has no snapshot. Give the profile as its guide publishes it, which has one.`);
  return { ...value, file } as unknown as PackagedResource;
}

function profileNamed(name: string, tables: Tables): string {
  if (tables.structure(name)) return name;
  const urls = [...tables.urls];
  const found = urls.find(url => url.endsWith(`/${name}`));
  if (found) return found;
  const names = urls.map(url => url.replace(/^.*\//, ''));
  throw new UsageError(
    `No profile ${name} is at hand.${orDidYouMean(name, names)} "--us-core VERSION" chooses another version.`,
  );
}

/** The version of US Core that a resource's `meta.profile` names, if its tables are at hand. */
function versionNamed(resource: unknown, known: ReadonlySet<string>): string | undefined {
  const profiles = isObject(resource) && isObject(resource.meta) ? resource.meta.profile : undefined;
  if (!Array.isArray(profiles)) return undefined;
  return profiles
    .map(profile => /^http:\/\/hl7\.org\/fhir\/us\/core\/StructureDefinition\/[^|]+\|(.+)$/.exec(String(profile))?.[1])
    .find(version => version !== undefined && known.has(version));
}

function parse(text: string): { value: unknown } | { problem: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

/** The texts behind what a person names: a file, all JSON files below a folder, or `-` for what is piped in. */
function* textsOf(path: string): Generator<[file: string, text: string]> {
  if (path === '-') {
    yield [path, withoutMark(readFileSync(0, 'utf8'))];
    return;
  }
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) throw new UsageError(`There is no file ${path}.`);
  if (!stat.isDirectory()) {
    yield [path, withoutMark(readFileSync(path, 'utf8'))];
    return;
  }
  const files = readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter(file => /\.(json|ndjson|jsonl)$/.test(file) && !/(^|\/)(\.|package\.json$)/.test(file))
    .sort();
  if (files.length === 0) throw new UsageError(`There is no .json or .ndjson file below ${path}.`);
  for (const file of files) yield [join(path, file), withoutMark(readFileSync(join(path, file), 'utf8'))];
}

const withoutMark = (text: string): string => text.replace(/^\uFEFF/, '');
