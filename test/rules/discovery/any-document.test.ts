import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseStatement } from '../../../src/facts/discovery/capability-statement.ts';
import { exhibit } from '../../../src/facts/discovery/samples.ts';
import { topicOf } from '../../../src/model/rule.ts';
import { catalogueOfTheDay, loadCatalogue } from '../../../src/requirements/catalogue.ts';
import { rules } from '../../../src/rules/index.ts';
import { sandbox, vendor } from '../../fixtures/evidence.ts';

const catalogue = catalogueOfTheDay(await loadCatalogue(), '2026-11-25');
const setting = { vendor, deployment: sandbox, catalogue };
const discovery = rules.filter(rule => topicOf(rule) === 'discovery');

const members = [
  ['issuer', 'jwks_uri', 'authorization_endpoint', 'token_endpoint', 'introspection_endpoint', 'associated_endpoints'],
  ['capabilities', 'grant_types_supported', 'code_challenge_methods_supported', 'scopes_supported'],
  ['token_endpoint_auth_methods_supported', 'token_endpoint_auth_signing_alg_values_supported'],
].flat();
const published = fc
  .dictionary(fc.constantFrom(...members), fc.oneof(fc.jsonValue(), fc.constantFrom('/path', 'https://', ['S256', 7])))
  .map(says => ({ exhibit, says }));
const statement = fc
  .dictionary(fc.constantFrom('fhirVersion', 'kind', 'format', 'instantiates', 'rest'), fc.jsonValue())
  .map(document => ({ exhibit, ...parseStatement(document) }));

/** Rules that need no more than a document as its server published it. */
const onDocuments = discovery.filter(rule =>
  Object.keys(rule.needs).every(name => ['smart', 'openid', 'statement'].includes(name)),
);

test.each(onDocuments.map(rule => [rule.id, rule] as const))('%s judges whatever was published', (_, rule) => {
  // These two names also stand for what an address answered.
  if (['smart', 'openid'].some(name => rule.needs[name]?.id.endsWith('-reading'))) return;
  fc.assert(
    fc.property(published, published, statement, (smart, openid, statement) => {
      const verdicts = [rule.judge({ smart, openid, statement }, setting)].flat();
      expect(verdicts.length).toBeGreaterThan(0);
      for (const verdict of verdicts) expect(verdict.exhibits.length).toBeGreaterThan(0);
    }),
    { numRuns: 60 },
  );
});
