import { r4 } from '../tables.ts';
import type { Step } from './node.ts';

let choices: Map<string, Set<string>> | undefined;
/** Types of every choice of R4, by its name: `value` -> Quantity, string, ... */
export function choiceTypes(name: string): ReadonlySet<string> | undefined {
  if (!choices) {
    choices = new Map();
    for (const url of r4().own) {
      const structure = r4().structure(url);
      for (const { id, types = [] } of structure?.elements ?? []) {
        const choice = /([^.]+)\[x\]$/.exec(id)?.[1];
        if (!choice) continue;
        const known = choices.get(choice) ?? new Set();
        choices.set(choice, known);
        for (const { code } of types) known.add(code);
      }
    }
  }
  return choices.get(name);
}

const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const steps = new Map<string, Step>();

export function stepOf(name: string): Step {
  let step = steps.get(name);
  if (!step) {
    const types = [...(choiceTypes(name) ?? [])];
    const keys = types.flatMap(type => {
      const key = name + capitalised(type);
      return [[key, type] as const, [`_${key}`, type] as const];
    });
    step = { name, companion: `_${name}`, choice: keys.length > 0 ? new Map(keys) : undefined };
    steps.set(name, step);
  }
  return step;
}
