import { type JsonObject, receptionOf, saysWhatCame } from '../../facts/discovery/json.ts';
import { keySet, keysReading } from '../../facts/discovery/openid-configuration.ts';
import { keys, reading, unreachable } from '../../facts/discovery/samples.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';

/** Without the keys nobody can tell a true identity token from a forged one. */
export default defineRule({
  id: 'discovery/openid-keys',
  says: 'The issuer publishes its signing keys as a JWK Set',
  otherwise: 'The issuer publishes no usable JWK Set',
  cites: ['AUT-PAT-17', 'OpenID Connect jwks'],
  barrier: 'tec-smart-discovery-defect',
  severity: 'medium',
  confidence: 'certain',
  kind: 'criterion-nonconformity',
  remedy:
    'Answer GET of jwks_uri with the public signing keys, an RSA key for RS256 among them, and never a private one.',
  per: 'deployment',
  needs: { reading: keysReading },
  mayUse: { set: keySet },
  judge({ reading, set }) {
    const { exhibit, exhibits } = reading.answer;
    const came = saysWhatCame(reading);
    switch (receptionOf(reading)) {
      case 'turned-away':
        return cantTell(`Our client was turned away: ${came}.`, exhibit);
      case 'server-error':
      case 'unreachable':
      case 'broken-off':
        return cantTell(`Seen once, and it may pass: ${came}.`, exhibit);
      case 'asked-to-sign-in':
      case 'not-there':
      case 'something-else':
        return failed(`${came}.`, ...exhibits);
      case 'served': {
        const fault = set ? faultOf(set.keys) : 'the JSON has no list "keys"';
        return fault ? failed(`${reading.answer.asked}: ${fault}.`, exhibit) : passed(exhibit);
      }
    }
  },
  examples: {
    passed: [{ when: 'an RSA key', facts: { reading: reading({ object: {} }), set: keys() } }],
    failed: [
      { when: 'nothing there', facts: { reading: reading({ status: 404, instead: 'nothing' }) } },
      { when: 'an empty list', facts: { reading: reading({ object: { keys: [] } }), set: { ...keys(), keys: [] } } },
      { when: 'no list at all', facts: { reading: reading({ object: {} }) } },
      {
        when: 'a private key for everyone to see',
        facts: { reading: reading({ object: {} }), set: keys({ kty: 'RSA', n: 'qwer', e: 'AQAB', d: 'zxcv' }) },
      },
      {
        when: 'a key without its numbers',
        facts: { reading: reading({ object: {} }), set: keys({ kty: 'RSA', kid: '1' }) },
      },
    ],
    'cant-tell': [
      { when: 'a robot check', facts: { reading: reading({ status: 403, instead: 'a web page' }) } },
      { when: 'nothing listens', facts: { reading: unreachable } },
    ],
  },
});

/** What every key of a type must have (RFC 7518, sections 6.2 and 6.3; RFC 8037). */
const parts: Readonly<Record<string, readonly string[]>> = {
  RSA: ['n', 'e'],
  EC: ['crv', 'x', 'y'],
  OKP: ['crv', 'x'],
};

function faultOf(set: readonly JsonObject[]): string | undefined {
  if (set.length === 0) return 'the list of keys is empty';
  if (set.some(({ kty, d }) => kty !== 'oct' && d !== undefined)) return 'it publishes a private key';
  const usable = set.filter(
    key => typeof key.kty === 'string' && (parts[key.kty]?.every(part => typeof key[part] === 'string') ?? false),
  );
  return usable.length === 0 ? 'no key has a known type and the numbers that belong to it' : undefined;
}
