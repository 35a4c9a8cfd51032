import { type Knock, knocks } from '../../facts/service-base-urls/knocks.ts';
import { knock } from '../../facts/service-base-urls/samples.ts';
import { cantTell, defineRule, failed, passed } from '../../model/rule.ts';
import type { Vendor } from '../../model/vendor.ts';
import type { NonEmpty } from '../../model/words.ts';
import { firstOf, number } from '../service-base-urls.ts';

const refused = { found: 'unreachable', says: 'could not be reached (ECONNREFUSED)' } as const;

/** An app cannot tell a practice that has gone from one that has gone silent, nor can the patient who waits. */
export default defineRule({
  id: 'service-base-urls/living-addresses',
  says: 'The addresses on the list that were knocked at answer',
  otherwise: 'Addresses on the list do not answer',
  cites: ['45 CFR 170.404(b)(2)(iii)(B)', '45 CFR 170.404(b)(2)'],
  barrier: 'sbu-endpoint-dead-or-stale',
  assumes:
    "Keeping the list right is the developer's duty, whoever runs the system behind an address. A name that no longer exists is the list's fault; silence is its host's, and counts against the developer where the developer is the host. Asking for credentials is an answer.",
  severity: 'medium',
  confidence: 'certain',
  kind: 'condition-concern',
  remedy: 'Take out addresses that are gone, and repair those that are silent.',
  per: 'vendor',
  corroboration: { times: 3, hours: 24 },
  needs: { knocks },
  judge({ knocks }, { vendor }) {
    const silent = knocks.filter(({ found }) => found === 'no-host' || found === 'unreachable' || found === 'trouble');
    const [first, ...rest] = silent;
    if (!first) return passed(...exhibitsOf(knocks));
    const exhibits = exhibitsOf([first, ...rest]);
    const because = `${number(silent.length)} of ${number(knocks.length)} addresses knocked at did not answer as they should, first: ${firstOf(silent, told)}.`;
    const own = ownHosts(vendor);
    const isOurDevelopers = ({ found, address }: Knock) => found === 'no-host' || own.has(new URL(address).hostname);
    if (silent.some(isOurDevelopers)) return failed(because, ...exhibits);
    return cantTell(`${because} Who runs them is not known, and it may pass.`, ...exhibits);
  },
  examples: {
    passed: [
      { when: 'each answers', facts: { knocks: [knock('alder'), knock('cedar')] } },
      {
        when: 'one wants to know who asks',
        facts: { knocks: [knock('alder', { found: 'guarded', says: 'answered 401 without a media type' })] },
      },
    ],
    failed: [
      {
        when: 'a host of that name does not exist',
        facts: {
          knocks: [
            knock('alder'),
            knock('gone', {
              address: 'https://gone.example/r4',
              found: 'no-host',
              says: 'could not be reached (ENOTFOUND)',
            }),
          ],
        },
      },
      { when: "the developer's own host refuses", facts: { knocks: [knock('alder', refused)] } },
    ],
    'cant-tell': [
      {
        when: "a customer's host refuses",
        facts: { knocks: [knock('alder', { address: 'https://fhir.alder.example/r4', ...refused })] },
      },
    ],
  },
});

const exhibitsOf = (knocks: NonEmpty<Knock>) =>
  knocks.flatMap(({ exhibits }) => exhibits) as unknown as Knock['exhibits'];
const told = ({ address, says }: Knock): string => `${address} ${says}`;

/** Host names of deployments that the profile says the developer runs. */
const ownHosts = ({ deployments }: Vendor): ReadonlySet<string> =>
  new Set(deployments.filter(({ host }) => host === 'developer').map(({ base }) => new URL(base).hostname));
