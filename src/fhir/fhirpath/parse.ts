/** FHIRPath as a tree: the part of the grammar that invariants of FHIR R4 and its guides use. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'none' }
  | { readonly kind: 'this' | 'index' | 'total' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'member'; readonly of: Expression | undefined; readonly name: string }
  | {
      readonly kind: 'call';
      readonly of: Expression | undefined;
      readonly name: string;
      readonly with: readonly Expression[];
    }
  | { readonly kind: 'at'; readonly of: Expression; readonly index: Expression }
  | { readonly kind: 'type'; readonly how: 'is' | 'as'; readonly of: Expression; readonly type: string }
  | { readonly kind: 'sign'; readonly of: Expression }
  | { readonly kind: 'operator'; readonly sign: string; readonly left: Expression; readonly right: Expression };

/** The expression is not FHIRPath, or uses what we do not evaluate. */
export class FhirPathError extends Error {
  override name = 'FhirPathError';
}

/** Binary operators by how tightly they bind, loosest first. */
const levels: readonly (readonly string[])[] = [
  ['implies'],
  ['or', 'xor'],
  ['and'],
  ['in', 'contains'],
  ['=', '!=', '~', '!~'],
  ['<', '<=', '>', '>='],
  ['|'],
  ['is', 'as'],
  ['+', '-', '&'],
  ['*', '/', 'div', 'mod'],
];

const token =
  /\s*(?:(\/\/[^\n]*|\/\*[\s\S]*?\*\/)|('(?:[^'\\]|\\.)*')|(@T?[\d:.+\-TZ]+)|(\d+(?:\.\d+)?)|(`[^`]*`|[A-Za-z_]\w*)|(%(?:'[^']*'|`[^`]*`|[\w-]+))|(\$\w+)|(!=|!~|<=|>=|[-=~<>|+*/&.,()[\]{}]))/y;

type Token = {
  readonly kind: 'string' | 'time' | 'number' | 'name' | 'variable' | 'special' | 'sign';
  readonly text: string;
};

function tokens(source: string): Token[] {
  const kinds = ['comment', 'string', 'time', 'number', 'name', 'variable', 'special', 'sign'] as const;
  const found: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < source.trimEnd().length) {
    const at = token.lastIndex;
    const match = token.exec(source);
    if (!match) throw new FhirPathError(`"${source}" cannot be read from "${source.slice(at, at + 20)}".`);
    const index = kinds.findIndex((_, group) => match[group + 1] !== undefined);
    const kind = kinds[index] as Token['kind'] | 'comment';
    if (kind !== 'comment') found.push({ kind, text: match[index + 1] as string });
  }
  return found;
}

export function parse(source: string): Expression {
  const list = tokens(source);
  let at = 0;
  const peek = () => list[at];
  const isNext = (text: string, kind?: Token['kind']) => peek()?.text === text && (!kind || peek()?.kind === kind);
  const next = (): Token => {
    const found = list[at++];
    if (!found) throw new FhirPathError(`"${source}" ends too early.`);
    return found;
  };
  const expect = (text: string) => {
    const found = next();
    if (found.text !== text) throw new FhirPathError(`"${source}" has "${found.text}" where "${text}" is due.`);
  };

  function binary(level: number): Expression {
    const signs = levels[level];
    if (!signs) return unary();
    let left = binary(level + 1);
    for (let sign = peek(); sign && signs.includes(sign.text) && sign.kind !== 'string'; sign = peek()) {
      at++;
      if (sign.text === 'is' || sign.text === 'as') left = { kind: 'type', how: sign.text, of: left, type: typeName() };
      else left = { kind: 'operator', sign: sign.text, left, right: binary(level + 1) };
    }
    return left;
  }
  function typeName(): string {
    let name = unquoted(next().text);
    while (isNext('.')) {
      at++;
      name = unquoted(next().text);
    }
    return name;
  }
  function unary(): Expression {
    if (isNext('-', 'sign')) {
      at++;
      return { kind: 'sign', of: unary() };
    }
    if (isNext('+', 'sign')) at++;
    return invocations();
  }
  function invocations(): Expression {
    let of = term();
    for (;;) {
      if (isNext('.', 'sign')) {
        at++;
        of = invocation(of);
      } else if (isNext('[', 'sign')) {
        at++;
        of = { kind: 'at', of, index: binary(0) };
        expect(']');
      } else return of;
    }
  }
  function invocation(of: Expression | undefined): Expression {
    const { kind, text } = next();
    if (kind === 'special') return special(text);
    if (kind !== 'name') throw new FhirPathError(`"${source}" has "${text}" where a name is due.`);
    const name = unquoted(text);
    if (!isNext('(', 'sign')) return { kind: 'member', of, name };
    at++;
    if ((name === 'is' || name === 'as' || name === 'ofType') && !isNext(')')) {
      const type = typeName();
      expect(')');
      const focus: Expression = of ?? { kind: 'this' };
      return { kind: 'type', how: name === 'is' ? 'is' : 'as', of: focus, type };
    }
    const parts: Expression[] = [];
    while (!isNext(')', 'sign')) {
      parts.push(binary(0));
      if (isNext(',', 'sign')) at++;
    }
    at++;
    return { kind: 'call', of, name, with: parts };
  }
  function special(text: string): Expression {
    if (text === '$this' || text === '$index' || text === '$total')
      return { kind: text.slice(1) as 'this' | 'index' | 'total' };
    throw new FhirPathError(`"${source}" uses ${text}.`);
  }
  function term(): Expression {
    const found = peek();
    if (!found) throw new FhirPathError(`"${source}" ends too early.`);
    if (found.kind === 'name' && (found.text === 'true' || found.text === 'false')) {
      at++;
      return { kind: 'literal', value: found.text === 'true' };
    }
    if (found.kind === 'name' || found.kind === 'special') return invocation(undefined);
    at++;
    if (found.kind === 'string') return { kind: 'literal', value: unescaped(found.text.slice(1, -1)) };
    if (found.kind === 'number') return { kind: 'literal', value: Number(found.text) };
    if (found.kind === 'time') return { kind: 'literal', value: found.text.replace(/^@T?/, '') };
    if (found.kind === 'variable') return { kind: 'variable', name: found.text.slice(1).replace(/^['`]|['`]$/g, '') };
    if (found.text === '(') {
      const inner = binary(0);
      expect(')');
      return inner;
    }
    if (found.text === '{') {
      expect('}');
      return { kind: 'none' };
    }
    throw new FhirPathError(`"${source}" has "${found.text}" where a value is due.`);
  }

  const whole = binary(0);
  const rest = peek();
  if (rest) throw new FhirPathError(`"${source}" goes on with "${rest.text}" after its end.`);
  return whole;
}

const unquoted = (name: string): string => name.replace(/^`(.*)`$/, '$1');

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f' };
const unescaped = (text: string): string =>
  text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, code: string | undefined, letter: string) =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : (escapes[letter] ?? letter),
  );
