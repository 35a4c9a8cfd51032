import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isRegisteredNpiSystem } from '../../../src/facts/service-base-urls/npi.ts';
import { labels, type publishedAddresses, publishedLists } from '../../../src/facts/service-base-urls.ts';
import { type AnyFact, factReader } from '../../../src/model/fact.ts';
import { topicOf, type Verdict } from '../../../src/model/rule.ts';
import { catalogueOfTheDay, loadCatalogue } from '../../../src/requirements/catalogue.ts';
import { rules } from '../../../src/rules/index.ts';
import { ToldEvidence, vendor } from '../../fixtures/evidence.ts';

const folder = resolve(import.meta.dirname, '../../../../shared/real/base-urls');
const files = ['millennium_patient_r4_endpoints.json', 'soarian_patient_r4_endpoints.json'];
const there = files.every(file => existsSync(resolve(folder, file)));

/** The two lists as a loopback server would publish them, without a date. */
function publish() {
  const urls = files.map(file => `http://127.0.0.1:8080/${file}`);
  const about = { ...vendor, deployments: [], pages: { 'service-base-urls': urls.map(url => ({ url })) } };
  const evidence = new ToldEvidence('service-base-urls/ask', null, about);
  for (const [i, file] of files.entries()) {
    evidence.exchange({
      url: urls[i]!,
      label: labels.address,
      type: 'application/json',
      body: readFileSync(resolve(folder, file), 'utf8'),
    });
  }
  return { evidence, about };
}

describe.skipIf(!there)(`two lists that a vendor publishes${there ? '' : ` (skipped: ${folder} is not there)`}`, () => {
  test('are read whole', async () => {
    const lists = await publishedLists.read(publish().evidence, undefined);
    expect(
      lists?.map(({ document }) => [document.form, document.endpoints.length, document.organizations.length]),
    ).toEqual([
      ['bundle', 1359, 1359],
      ['bundle', 7, 7],
    ]);
    const identifiers = [...(lists?.[0].document.organizations ?? [])].flatMap(row => row.identifiers);
    expect(identifiers.filter(isRegisteredNpiSystem)).toHaveLength(74);
    const names = Map.groupBy(lists?.[0].document.organizations ?? [], ({ name }) => name?.toLowerCase());
    const shared = [...names.values()].filter(rows => rows.length > 1);
    // The numbers that docs/reading-a-service-base-url-report.md gives.
    expect([shared.length, shared.flat().length]).toEqual([34, 79]);
  });

  test('give no rule cause to fail, and only their missing date cause to doubt', async () => {
    const { evidence, about } = publish();
    const facts = factReader(evidence);
    const catalogue = catalogueOfTheDay(await loadCatalogue(), '2026-11-25');
    const doubts: string[] = [];
    let judged = 0;
    for (const rule of rules.filter(rule => topicOf(rule) === 'service-base-urls')) {
      const values: Record<string, unknown> = {};
      for (const [name, fact] of Object.entries<AnyFact>({ ...rule.needs, ...rule.mayUse })) {
        values[name] = await facts.read(fact as typeof publishedAddresses);
      }
      if (Object.keys(rule.needs).some(name => values[name] === undefined)) continue;
      const verdicts = [rule.judge(values, { vendor: about, catalogue })].flat() as Verdict[];
      judged++;
      doubts.push(
        ...verdicts
          .filter(({ outcome }) => outcome === 'failed' || outcome === 'cant-tell')
          .map(({ outcome, because }) => `${outcome} ${rule.id}: ${because}`),
      );
    }
    expect(judged).toBeGreaterThan(20);
    expect(new Set(doubts)).toEqual(
      new Set(['cant-tell service-base-urls/quarterly-review: The list bears no date, and needs none.']),
    );
  });
});
