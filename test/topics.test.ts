import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { topics } from '../src/model/topic.ts';

const root = resolve(import.meta.dirname, '..');
const stands = (topic: string) => ({
  suite: existsSync(join(root, 'suites', `${topic}.ts`)),
  facts: existsSync(join(root, 'src/facts', `${topic}.ts`)) || existsSync(join(root, 'src/facts', topic)),
  rules: existsSync(join(root, 'src/rules', topic)) && readdirSync(join(root, 'src/rules', topic)).length > 0,
  barriers: existsSync(join(root, 'src/demo/barriers', `${topic}.ts`)),
});

test.each(topics)('%s stands in suites, facts, rules and barriers, or in none', topic => {
  const places = Object.entries(stands(topic));
  const missing = places.filter(([, there]) => !there).map(([place]) => place);
  expect(
    missing.length === 0 || missing.length === places.length,
    `${topic} is missing from ${missing.join(', ')}`,
  ).toBe(true);
});
