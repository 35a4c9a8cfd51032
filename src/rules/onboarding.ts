import type { Asking } from '../facts/onboarding/asking.ts';
import { type Demand, type DemandKind, demandsIn } from '../facts/onboarding/demand.ts';
import type { Field, FieldKind } from '../facts/onboarding/forms.ts';
import { type Journal, type Matter, saidByThem } from '../facts/onboarding/journal.ts';
import type { Term } from '../facts/onboarding/terms.ts';
import { registrationForms, type WayIn } from '../facts/onboarding/ways-in.ts';
import { calendarAssumptions, clockText } from '../model/calendar.ts';
import type { ExhibitId, JournalEntry } from '../model/exhibit.ts';
import { about, cantTell, failed, inapplicable, passed, type Setting, type Verdict } from '../model/rule.ts';
import type { NonEmpty } from '../model/words.ts';

/** What every clock takes for granted, as one text. */
export const clockAssumptions = calendarAssumptions.join(' ');

/** Judges each request that somebody wrote down; where nobody did, or none is of this kind, the rule does not apply. */
export function eachMatter(
  journal: Journal,
  nothing: string,
  judge: (matter: Matter) => Verdict | undefined,
): readonly Verdict[] {
  const verdicts = journal.matters.flatMap(matter => {
    const verdict = judge(matter);
    return verdict ? [about(matter.about, verdict)] : [];
  });
  if (verdicts.length > 0) return verdicts;
  const nobody = 'Nobody wrote down that they asked to be let in';
  return [
    inapplicable(
      journal.matters.length === 0
        ? `${nobody}: ${nothing}.`
        : `The journal tells of nothing of this kind: ${nothing}.`,
      journal.run,
    ),
  ];
}

/** A clock's verdict. Where the vendor may hold that the time began anew, it is late only if it is late by either count. */
export function byClock({ clock, anew, begin, end, restart, fromMemory }: Term): Verdict {
  const exhibits = [begin.id, ...[restart, end].flatMap(entry => (entry ? [entry.id] : []))] as const;
  const says = clockText(clock);
  if (clock.state === 'in-time') return { ...passed(...exhibits), because: says };
  if (clock.state === 'running') return cantTell(`${says} The time is not over yet.`, ...exhibits);
  if (anew && anew.state !== 'late') {
    return cantTell(
      `${says} Counted anew from what was sent later, it is not late: ${clockText(anew)} Whether the request was complete at first is for a person to say.`,
      ...exhibits,
    );
  }
  const both = anew ? ' Counted anew from what was sent later, it is late as well.' : '';
  const memory = fromMemory ? ' Its dates were written down long after, from memory.' : '';
  return {
    ...failed(`${says}${both}${memory}`, ...exhibits),
    ...(fromMemory ? { confidence: 'needs-person' as const } : {}),
  };
}

export const quoted = (text: string, length = 200): string => {
  const plain = text.replace(/\s+/g, ' ').trim();
  return `"${plain.length > length ? `${plain.slice(0, length).replace(/\s\S*$/, '')} ...` : plain}"`;
};

const forProvidersAlone = (way: WayIn): boolean =>
  /\b(provider|clinician)[- ](facing )?apps?\b/i.test(`${way.title} ${way.url.replace(/[-_/]/g, ' ')}`) &&
  !/patient/i.test(way.title);

interface Asked {
  readonly kind: DemandKind;
  readonly fields: readonly FieldKind[];
  /** What is asked for, as the object of a sentence. */
  readonly what: string;
  /** Whether words on the page that describes registration count; else only where apps are registered, and what people wrote. */
  readonly onDescribingPages: boolean;
}

/** Whether pages and forms, and those who answered a request, ask for something that may not be asked for. */
export function demanded(
  asked: Asked,
  { ways, journal }: Asking,
  { vendor }: Pick<Setting, 'vendor'>,
): readonly Verdict[] {
  const forPatients = vendor.audience.includes('patient');
  const ofPages = ways ? [onPages(asked, ways, forPatients)] : [];
  const ofPeople = journal.matters.flatMap(matter => {
    const verdict = inAnswers(asked, matter, forPatients);
    return verdict ? [about(matter.about, verdict)] : [];
  });
  const all = [...ofPages, ...ofPeople];
  return all.length > 0
    ? all
    : [inapplicable('No page about registration was read, and no answer asks for it.', journal.run)];
}

function onPages(
  { kind, fields, what, onDescribingPages }: Asked,
  ways: NonEmpty<WayIn>,
  forPatients: boolean,
): Verdict {
  const [first, ...others] = ways.flatMap(({ exhibits }) => exhibits) as [ExhibitId, ...ExhibitId[]];
  const everything = [first, ...others] as const;
  if (!forPatients)
    return inapplicable(
      `The vendor serves apps of providers alone, whose own customers may ask for ${what}.`,
      ...everything,
    );
  const asking = registrationForms(ways).flatMap(({ way, form }) =>
    form.fields.filter(field => fields.includes(field.kind) && field.required).map(field => ({ way, field })),
  );
  const forAll = asking.find(({ way }) => !forProvidersAlone(way));
  if (forAll) {
    return {
      ...failed(
        `The form at ${forAll.way.url} cannot be sent without ${fieldText(forAll.field)}.`,
        ...forAll.way.exhibits,
      ),
      confidence: 'certain',
    };
  }
  const told = ways
    .filter(({ found }) => onDescribingPages || found === 'linked')
    .flatMap(way =>
      way.demands.filter(demand => demand.kind === kind && !demand.ofProviderApps).map(demand => ({ way, demand })),
    );
  const condition = told.find(({ demand }) => demand.strength === 'demanded');
  if (condition)
    return failed(`${condition.demand.place} says: ${quoted(condition.demand.sentence)}`, ...condition.way.exhibits);
  const [mention] = told;
  if (mention) {
    return cantTell(
      `${mention.demand.place} speaks of ${quoted(mention.demand.words)}, and does not make clear whether it is a condition: ${quoted(mention.demand.sentence)}`,
      ...mention.way.exhibits,
    );
  }
  if (ways.every(({ behind }) => behind !== undefined))
    return cantTell('What stands on the pages about registration could not be read.', ...everything);
  return passed(...everything);
}

const fieldText = ({ label, name }: Field): string => quoted(label || name, 120);

/** What one answer asks for; that it asks to be paid may be told by its kind alone. */
function askedIn(
  kind: DemandKind,
  entry: JournalEntry,
): readonly Pick<Demand, 'sentence' | 'strength' | 'ofProviderApps'>[] {
  const inWords = demandsIn(entry.text).filter(demand => demand.kind === kind);
  const isBill = kind === 'payment' && (entry.means === 'payment' || entry.what === 'invoice');
  if (!isBill || inWords.length > 0) return inWords;
  const sentence = [entry.text, entry.money].filter(Boolean).join(' ');
  return [{ sentence: sentence || 'a request to be paid', strength: 'demanded', ofProviderApps: false }];
}

function inAnswers({ kind, what }: Asked, matter: Matter, forPatients: boolean): Verdict | undefined {
  const asking = saidByThem(matter).flatMap(entry => askedIn(kind, entry).map(demand => ({ entry, demand })));
  if (asking.length === 0) return undefined;
  const { entry, demand } =
    asking.find(one => one.demand.strength === 'demanded') ?? (asking[0] as (typeof asking)[number]);
  const says = `On ${entry.happenedAt.slice(0, 10)} the answer was: ${quoted(demand.sentence)}`;
  if (matter.app === 'provider' || demand.ofProviderApps || !forPatients) {
    return inapplicable(`${says} This is about an app of providers, for which ${what} may be asked.`, entry.id);
  }
  if (matter.app === undefined)
    return cantTell(`${says} The journal does not say who chooses the app; write it down with --app.`, entry.id);
  return demand.strength === 'demanded'
    ? failed(says, entry.id)
    : cantTell(`${says} Whether that is a condition is not clear.`, entry.id);
}
