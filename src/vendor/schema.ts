import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import schema from '../../profiles/schemas/vendor.schema.json' with { type: 'json' };
import { formats } from './formats.ts';
import { type Path, shown } from './problem.ts';
import { nearest } from './spelling.ts';

/** What the schema has against a profile, in words. */
export interface Objection {
  readonly path: Path;
  /** The field's name is at fault rather than its value. */
  readonly name?: true;
  readonly says: string;
  readonly suggestion?: string;
}

const validate = new Ajv2020({
  allErrors: true,
  coerceTypes: true,
  allowUnionTypes: true,
  verbose: true,
  formats: Object.fromEntries(Object.entries(formats).map(([name, fault]) => [name, (text: string) => !fault(text)])),
}).compile(schema);

/** Checks a tree of texts, and turns into numbers, in place, the texts that the schema wants as numbers. */
export function objections(tree: unknown): Objection[] {
  if (validate(tree)) return [];
  const seen = new Set<string>();
  return (validate.errors ?? [])
    .flatMap(error => objection(error) ?? [])
    .filter(({ path, name }) => {
      const key = JSON.stringify([path, name]);
      return !seen.has(key) && seen.add(key);
    });
}

/** Fields of a block that the schema describes, for blocks that may hold others too. */
export function describedFields(block: 'ehi-export' | 'parity'): readonly string[] {
  return Object.keys(schema.properties[block].properties);
}

function objection(error: ErrorObject): Objection | undefined {
  const path = pathOf(error.instancePath);
  const { params, data } = error;
  const parent = (error.parentSchema ?? {}) as { properties?: Record<string, unknown>; examples?: unknown[] };
  switch (error.keyword) {
    case 'additionalProperties':
      return {
        path: [...path, params.additionalProperty],
        name: true,
        ...unknownField(params.additionalProperty, Object.keys(parent.properties ?? {})),
      };
    case 'required':
      return {
        path: [...path, params.missingProperty],
        name: true,
        says: 'is missing.',
        suggestion: `Add it${forExample(parent.properties?.[params.missingProperty])}.`,
      };
    case 'dependentRequired':
      return {
        path: [...path, params.missingProperty],
        name: true,
        says: `is missing: ${params.property} needs it.`,
        suggestion: 'Add it.',
      };
    case 'type':
      return {
        path,
        says: `is ${kindOf(data)} where ${wanted(params.type)} is wanted.`,
        suggestion: typeAdvice(params.type, data),
      };
    case 'enum': {
      const allowed: string[] = params.allowedValues;
      const meant = typeof data === 'string' ? nearest(data, allowed) : undefined;
      const says =
        typeof data === 'string'
          ? `${shown(data)} is none of the words it can be.`
          : `is ${kindOf(data)} where one word is wanted.`;
      return { path, says, suggestion: `${meant ? `Did you mean ${meant}? ` : ''}Choose among ${allowed.join(', ')}.` };
    }
    case 'format': {
      const inName = error.propertyName !== undefined;
      const fault = formats[params.format]?.(String(inName ? error.propertyName : data));
      return (
        fault && {
          path: inName ? [...path, String(error.propertyName)] : path,
          ...(inName ? { name: true } : {}),
          ...fault,
        }
      );
    }
    case 'pattern':
      return { path, ...patternAdvice(params.pattern) };
    case 'minLength':
      return { path, says: 'is blank.', suggestion: 'Give it a value, or delete the line.' };
    case 'maxLength':
      return { path, says: `is longer than ${params.limit} signs.`, suggestion: 'Shorten it.' };
    case 'minimum':
    case 'exclusiveMinimum':
      return {
        path,
        says: `is too small: it must be ${params.comparison === '>' ? 'more than' : 'at least'} ${params.limit}.`,
      };
    case 'minItems':
      return { path, says: 'is an empty list.', suggestion: 'Name at least one, or delete the line.' };
    case 'uniqueItems':
      return { path: [...path, Math.max(params.i, params.j)], says: 'is listed twice.', suggestion: 'Keep one.' };
    // These only say that something beneath them, which is reported by itself, did not hold.
    case 'if':
    case 'propertyNames':
      return undefined;
    default:
      return { path, says: `${error.message ?? 'is not as the schema wants it'}.` };
  }
}

function unknownField(name: string, known: readonly string[]): { says: string; suggestion: string } {
  const says = 'is no field of a profile at this place.';
  const meant = nearest(name, known);
  if (meant) return { says, suggestion: `Did you mean ${meant}?` };
  const home = homeOf(name);
  if (home) return { says, suggestion: `It belongs under ${home}.` };
  return { says, suggestion: `Delete it, or choose among ${known.join(', ')}.` };
}

/** The block that has a field of this name; a field put one level too high or low is the commonest slip. */
function homeOf(name: string): string | undefined {
  for (const [block, { properties, items }] of Object.entries(schema.properties as Record<string, Block>)) {
    if (Object.hasOwn(properties ?? {}, name)) return block;
    if (Object.hasOwn(items?.properties ?? {}, name)) return `an entry of ${block}`;
  }
  return Object.hasOwn(schema.properties, name) ? 'the top level of the file' : undefined;
}

interface Block {
  readonly properties?: object;
  readonly items?: { readonly properties?: object };
}

function forExample(property: unknown): string {
  const { examples, enum: words } = (property ?? {}) as { examples?: unknown[]; enum?: unknown[] };
  if (words) return `: one of ${words.join(', ')}`;
  return typeof examples?.[0] === 'string' ? `, for example ${examples[0]}` : '';
}

function patternAdvice(pattern: string): { says: string; suggestion: string } {
  if (pattern === '\\S') return { says: 'is blank.', suggestion: 'Give it a value, or delete the line.' };
  if (pattern.includes('{64}'))
    return { says: 'is not a SHA-256.', suggestion: 'Write its 64 hex digits, as sha256sum prints them.' };
  return {
    says: 'is not a short name.',
    suggestion: 'Use at most 64 letters, digits, dots, hyphens and underscores; begin with a letter or digit.',
  };
}

function typeAdvice(type: string | string[], data: unknown): string {
  if (type === 'array')
    return typeof data === 'string' ? 'Put it in brackets: [ONE, TWO].' : 'Begin each entry with a hyphen: "- ".';
  if (type === 'object') return 'Write NAME: VALUE pairs beneath it, indented.';
  if (type === 'number') return 'Write digits, for example 10.';
  if (type === 'integer') return 'Write a whole number, for example 10.';
  return 'Write one value on the same line, after the colon.';
}

function kindOf(data: unknown): string {
  if (Array.isArray(data)) return 'a list';
  return typeof data === 'object' ? 'a block of fields' : 'text';
}

function wanted(type: string | string[]): string {
  const words: Record<string, string> = {
    array: 'a list',
    object: 'a block of fields',
    number: 'a number',
    integer: 'a whole number',
  };
  return (typeof type === 'string' && words[type]) || 'text';
}

const pathOf = (pointer: string): Path =>
  pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map(part => (/^\d+$/.test(part) ? Number(part) : part));
