import type { Evidence } from '../../model/evidence.ts';
import type { Body, ExhibitId } from '../../model/exhibit.ts';
import { perVendor } from '../../model/fact.ts';
import type { NonEmpty } from '../../model/words.ts';
import { type AddressAnswer, answersAt, refusesRobots, saysWhat } from '../address.ts';
import { beginningOf } from '../content.ts';
import { collecting, labels } from '../service-base-urls.ts';

/**
 * What an address of a list turned out to be when two public documents were asked for, `/metadata` and
 * `/.well-known/smart-configuration`:
 * `fhir` one of them came; `guarded` it asked who we are, or turned a robot away; `other` it answered well, but with
 * neither; `nothing` it knows neither address; `trouble` it answered that something went wrong on its side;
 * `no-host` its name does not exist; `unreachable` nobody took the connection, or TLS failed.
 */
export type Found = 'fhir' | 'guarded' | 'other' | 'nothing' | 'trouble' | 'no-host' | 'unreachable';

export interface Knock {
  /** The base address, as knocked at. */
  readonly address: string;
  readonly found: Found;
  /** The end of a sentence: `answered 404 with text/html`. */
  readonly says: string;
  readonly exhibits: NonEmpty<ExhibitId>;
}

/** Where a list's addresses were knocked at and told something: an attempt that says nothing of the address is left out. */
export const knocks = perVendor<NonEmpty<Knock>>({
  id: 'service-base-urls/knocks',
  from: ['service-base-urls/knock at the addresses it names', ...collecting],
  read: async evidence => {
    const metadata = byBase(evidence, labels.metadata, '/metadata');
    const smart = byBase(evidence, labels.smartConfiguration, '/.well-known/smart-configuration');
    const all: Knock[] = [];
    for (const address of new Set([...metadata.keys(), ...smart.keys()])) {
      const answers = [metadata.get(address), smart.get(address)].filter(answer => answer !== undefined);
      all.push(await knockRead(evidence, address, answers as unknown as NonEmpty<AddressAnswer>));
    }
    return all.length > 0 ? (all as unknown as NonEmpty<Knock>) : undefined;
  },
});

const byBase = (evidence: Evidence, label: string, ending: string): ReadonlyMap<string, AddressAnswer> =>
  new Map(answersAt(evidence, { label }).map(answer => [answer.asked.slice(0, -ending.length), answer]));

async function knockRead(evidence: Evidence, address: string, answers: NonEmpty<AddressAnswer>): Promise<Knock> {
  const each = await Promise.all(answers.map(async answer => ({ answer, found: await foundIn(evidence, answer) })));
  // The better of the two answers speaks for the address.
  const [best] = each.sort((a, b) => order.indexOf(a.found) - order.indexOf(b.found));
  return {
    address,
    found: best?.found ?? 'nothing',
    says: best ? saysWhat(best.answer) : '',
    exhibits: answers.flatMap(({ exhibits }) => exhibits) as unknown as NonEmpty<ExhibitId>,
  };
}

const order: readonly Found[] = ['fhir', 'guarded', 'trouble', 'other', 'nothing', 'unreachable', 'no-host'];

async function foundIn(evidence: Evidence, answer: AddressAnswer): Promise<Found> {
  if (answer.kind === 'unreachable') return answer.code === 'ENOTFOUND' ? 'no-host' : 'unreachable';
  const { status, body } = answer;
  if (status >= 200 && status < 300) return body && (await isFhirDocument(evidence, body)) ? 'fhir' : 'other';
  if (status === 401 || status === 407 || refusesRobots(answer)) return 'guarded';
  return status >= 500 ? 'trouble' : 'nothing';
}

/** A CapabilityStatement (Conformance before STU3) in JSON or XML, or a SMART configuration. */
async function isFhirDocument(evidence: Evidence, body: Body): Promise<boolean> {
  const telling =
    /"resourceType"\s*:\s*"(CapabilityStatement|Conformance)"|<(CapabilityStatement|Conformance)\b|"(authorization|token)_endpoint"/;
  const beginning = Buffer.from(await beginningOf(evidence, body)).toString();
  return telling.test(beginning) || (body.size > beginning.length && telling.test(await evidence.text(body)));
}
