import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { topics } from '../../src/model/topic.ts';
import { type Catalogue, catalogueOfTheDay, loadCatalogue } from '../../src/requirements/catalogue.ts';
import { sharedFacts } from './shared-facts.ts';

const folder = resolve(import.meta.dirname, '../../profiles/requirements');
const procedure = sharedFacts<{ id: string; asks: string }[]>('procedure.json');
const taxonomy =
  sharedFacts<{ id: string; group: string; observed: string; signal: string; severity: string }[]>('barriers.json');

let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = await loadCatalogue();
});

describe('the law', () => {
  const section404 = `
    (a)(1) (a)(2) (a)(2)(i) (a)(2)(ii) (a)(2)(ii)(A) (a)(2)(ii)(A)(1) (a)(2)(ii)(A)(2) (a)(2)(ii)(A)(3) (a)(2)(ii)(A)(4)
    (a)(2)(ii)(A)(5) (a)(2)(ii)(A)(6) (a)(2)(ii)(B) (a)(2)(ii)(B)(1) (a)(2)(ii)(B)(2) (a)(2)(ii)(B)(3) (a)(3) (a)(3)(i)
    (a)(3)(i)(A) (a)(3)(i)(B) (a)(3)(i)(B)(1) (a)(3)(i)(B)(2) (a)(3)(i)(B)(3) (a)(3)(i)(B)(4) (a)(3)(i)(C) (a)(3)(i)(C)(1)
    (a)(3)(i)(C)(2) (a)(3)(i)(C)(3) (a)(3)(i)(D) (a)(3)(ii) (a)(3)(iii) (a)(3)(iv) (a)(4) (a)(4)(i) (a)(4)(i)(A)
    (a)(4)(i)(B) (a)(4)(i)(C) (a)(4)(i)(C)(1) (a)(4)(i)(C)(2) (a)(4)(ii) (a)(4)(ii)(A) (a)(4)(ii)(A)(1) (a)(4)(ii)(A)(2)
    (a)(4)(ii)(A)(3) (a)(4)(ii)(B) (a)(4)(ii)(B)(1) (a)(4)(ii)(B)(2) (a)(4)(ii)(B)(3) (a)(4)(ii)(B)(4) (a)(4)(ii)(B)(5)
    (a)(4)(ii)(B)(6) (a)(4)(ii)(B)(7) (a)(4)(iii) (a)(4)(iii)(A) (a)(4)(iii)(B) (b)(1) (b)(1)(i) (b)(1)(ii) (b)(2)
    (b)(2)(i) (b)(2)(ii) (b)(2)(ii)(A) (b)(2)(ii)(B) (b)(2)(iii) (b)(2)(iii)(A) (b)(2)(iii)(B) (b)(3) (b)(4)`;
  const criterionG10 = `
    (i) (i)(A) (i)(B) (ii) (ii)(A) (ii)(B) (iii) (iv) (iv)(A) (iv)(B) (v) (v)(A) (v)(A)(1)(i) (v)(A)(1)(ii) (v)(A)(1)(iii)
    (v)(A)(2)(i) (v)(A)(2)(ii) (v)(B) (vi) (vii) (viii) (viii)(A) (viii)(A)(1) (viii)(A)(2) (viii)(A)(3) (viii)(B)`;
  const criterionB10 = '(i) (i)(A) (i)(B) (i)(C) (i)(D) (i)(E) (ii) (ii)(A) (ii)(B) (iii)';
  const paragraphs = (of: string, list: string) =>
    list
      .trim()
      .split(/\s+/)
      .map(paragraph => `${of}${paragraph}`);

  test.each([
    ...paragraphs('45 CFR 170.404', section404),
    ...paragraphs('45 CFR 170.315(g)(10)', criterionG10),
    ...paragraphs('45 CFR 170.315(b)(10)', criterionB10),
  ])('%s is there, and its link opens at it', id => {
    const found = catalogue.requirements.get(id);
    expect(found, id).toBeDefined();
    expect(found?.link).toMatch(/^https:\/\/www\.ecfr\.gov\//);
    expect(found?.link.endsWith(`#p-${id.replace('45 CFR ', '')}`)).toBe(true);
  });

  test('the ten exceptions are there, with their three clocks', () => {
    expect([...catalogue.exceptions.keys()].sort()).toEqual(
      [201, 202, 203, 204, 205, 206, 301, 302, 303, 403].map(section => `45 CFR 171.${section}`),
    );
    const clocks = [...catalogue.exceptions.values()].flatMap(({ id, deadlines }) =>
      deadlines.map(({ days, unit }) => `${id} ${days} ${unit}`),
    );
    expect(clocks).toEqual(['45 CFR 171.204 10 business', '45 CFR 171.303 10 business', '45 CFR 171.303 30 business']);
    for (const exception of catalogue.exceptions.values()) {
      expect(exception.conditions.length, exception.id).toBeGreaterThan(0);
      expect(exception.proofs.length, exception.id).toBeGreaterThan(0);
    }
  });

  test('an element list that nobody read in the text is not called verified', () => {
    expect(catalogue.exceptions.get('45 CFR 171.206')?.reading).toBe('memory');
    expect(catalogue.exceptions.get('45 CFR 171.302')?.reading).toBe('secondary');
    expect(catalogue.requirements.get('45 CFR 170.581')?.reading).toBe('inference');
  });

  test('a service base URL list is asked for in its present form since the last day of 2024', () => {
    expect(catalogue.requirements.get('45 CFR 170.404(b)(2)(iii)(A)')?.inForce).toEqual({
      from: '2024-12-31',
      until: null,
    });
  });

  test('every requirement says where it was checked and belongs to a topic', () => {
    for (const { id, checked, topics: named } of catalogue.requirements.values()) {
      expect(checked, id).toBeTruthy();
      expect(named.length, id).toBeGreaterThan(0);
    }
  });

  test('each topic has something asked of it', () => {
    const asked = new Set([...catalogue.requirements.values()].flatMap(requirement => requirement.topics));
    expect(topics.filter(topic => !asked.has(topic))).toEqual([]);
  });

  test('HTI-5 is a proposal, and in force on no day', () => {
    const proposed = [...catalogue.requirements.values()].filter(({ id }) => id.startsWith('HTI-5'));
    expect(proposed.length).toBeGreaterThan(0);
    for (const { id, inForce } of proposed) expect(inForce, id).toEqual({ from: null, until: null });
  });
});

describe('what came from elsewhere is whole, and in our words', () => {
  const words = (prose: string) => prose.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const runs = (prose: string, length: number) => {
    const all = words(prose);
    return all
      .slice(0, Math.max(0, all.length - length + 1))
      .map((_, start) => all.slice(start, start + length).join(' '));
  };

  test.skipIf(!procedure)('all 77 steps of the test procedure (skipped where ../shared is absent)', () => {
    expect(procedure).toHaveLength(77);
    expect(procedure!.map(({ id }) => id).filter(id => !catalogue.requirements.has(id))).toEqual([]);
  });

  test.skipIf(!procedure)('no eight words in a row of the test procedure (skipped where ../shared is absent)', () => {
    const theirs = new Set(procedure!.flatMap(({ asks }) => runs(asks, 8)));
    const copied = [...catalogue.requirements.values()].flatMap(({ id, asks }) =>
      runs(asks, 8)
        .filter(run => theirs.has(run))
        .map(run => `${id}: ${run}`),
    );
    expect(copied).toEqual([]);
  });

  test.skipIf(!taxonomy)('all 70 barriers, in their groups, no less severe (skipped where ../shared is absent)', () => {
    expect(taxonomy).toHaveLength(70);
    const severities: Record<string, readonly string[]> = { S1: ['critical', 'high'], S2: ['medium'], S3: ['low'] };
    const expected = taxonomy!.map(({ id, group, severity }) => ({ id, group, allowed: severities[severity] }));
    for (const { id, group, allowed } of expected) {
      const barrier = catalogue.barriers.get(id);
      expect(barrier?.group, id).toBe(group);
      expect(allowed, id).toContain(barrier?.severity);
    }
    expect(catalogue.barriers.size).toBe(70);
  });

  test.skipIf(!taxonomy)('no eight words in a row of the taxonomy (skipped where ../shared is absent)', () => {
    const theirs = new Set(taxonomy!.flatMap(({ observed, signal }) => [...runs(observed, 8), ...runs(signal, 8)]));
    const copied = [...catalogue.barriers.values()].flatMap(({ id, says, signal }) =>
      [...runs(says, 8), ...runs(signal, 8)].filter(run => theirs.has(run)).map(run => `${id}: ${run}`),
    );
    expect(copied).toEqual([]);
  });
});

describe('the catalogue as a whole', () => {
  test('its digest is that of the files, in the order of their names', () => {
    const hash = createHash('sha256');
    for (const name of readdirSync(folder).sort()) hash.update(readFileSync(resolve(folder, name)));
    expect(catalogue.sha256).toBe(hash.digest('hex'));
    expect(catalogue.version).toMatch(/^\d{4}-\d\d-\d\d$/);
  });
});

describe('the catalogue of a day', () => {
  const versions = (day: string, family: 'us-core' | 'smart' | 'uscdi' | 'tls') =>
    catalogueOfTheDay(catalogue, day)
      .accepted(family)
      .map(({ version }) => version);

  test('US Core 3.1.1 is left alone through February 2026 and not in March', () => {
    expect(versions('2025-12-31', 'us-core')).toContain('3.1.1');
    expect(versions('2026-02-15', 'us-core')).toContain('3.1.1');
    expect(versions('2026-02-28', 'us-core')).toContain('3.1.1');
    expect(versions('2026-03-01', 'us-core')).not.toContain('3.1.1');
    expect(versions('2026-03-02', 'us-core')).not.toContain('3.1.1');
    expect(catalogueOfTheDay(catalogue, '2026-02-15').standard('us-core', '3.1.1')?.basis).toBe('discretion');
    expect(catalogueOfTheDay(catalogue, '2025-02-15').standard('us-core', '3.1.1')?.basis).toBe('regulation');
    expect(catalogueOfTheDay(catalogue, '2026-11-25').standard('us-core', '3.1.1')?.acceptedUntil).toBe('2026-02-28');
  });

  test('every approved version is accepted, oldest first, and 8.0.0 is none', () => {
    expect(versions('2026-03-02', 'us-core')).toEqual(['6.1.0', '7.0.0', '8.0.1']);
    expect(versions('2026-08-28', 'us-core')).not.toContain('9.0.0');
    expect(versions('2026-11-25', 'us-core')).toEqual(['6.1.0', '7.0.0', '8.0.1', '9.0.0']);
    expect(versions('2026-11-25', 'smart')).toEqual(['2.0.0', '2.2.0']);
    expect(versions('2026-11-25', 'uscdi')).toEqual(['v3', 'v3.1', 'v4', 'v5', 'v6']);
    expect(versions('2026-11-25', 'tls')).toEqual(['1.2', '1.3']);
    expect(catalogueOfTheDay(catalogue, '2026-11-25').standard('us-core', '8.0.0')).toBeUndefined();
  });

  test('a discretion is there on its days, and one that nobody wrote is an error of ours', () => {
    expect(catalogueOfTheDay(catalogue, '2026-02-28').discretion('EDN2025.06')?.covers).toContain('us-core 3.1.1');
    expect(catalogueOfTheDay(catalogue, '2026-03-01').discretion('EDN2025.06')).toBeUndefined();
    expect(catalogueOfTheDay(catalogue, '2026-11-25').discretion('docref')?.covers).toContain('$docref');
    expect(() => catalogueOfTheDay(catalogue, '2026-11-25').discretion('doc-ref')).toThrow(/no discretion "doc-ref"/);
  });
});
