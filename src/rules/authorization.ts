/** What the rules of this topic say alike: a verdict for each app, and whether what must be refused was refused. */

import type { Connection } from '../facts/authorization/connections.ts';
import {
  type AuthorizationSeen,
  gaveToken,
  type RecordSeen,
  saysWhatCameBack,
  type TokenSeen,
  textOf,
} from '../facts/authorization/seen.ts';
import type { ExhibitId } from '../model/exhibit.ts';
import { about, cantTell, failed, passed, type Verdict } from '../model/rule.ts';
import type { NonEmpty } from '../model/words.ts';

interface OfAnApp {
  readonly client: string;
  readonly exhibits: NonEmpty<ExhibitId>;
}

/** One verdict for each app; where an app was seen several times, its worst. */
export function eachApp<T extends OfAnApp>(all: NonEmpty<T>, judge: (one: T) => Verdict): readonly Verdict[] {
  const worst = new Map<string, Verdict>();
  for (const one of all) {
    const verdict = judge(one);
    const before = worst.get(one.client);
    if (!before || rank(verdict) < rank(before)) worst.set(one.client, verdict);
  }
  return [...worst].map(([client, verdict]) => about(client, verdict));
}

const order: readonly Verdict['outcome'][] = ['failed', 'cant-tell', 'passed', 'inapplicable'];
const rank = ({ outcome }: Verdict): number => order.indexOf(outcome);

/** What must bring no token, brought none. A server that fails has not refused: tomorrow it may answer. */
export const noToken = (trials: NonEmpty<TokenSeen>, taken: string): readonly Verdict[] =>
  eachApp(trials, trial => {
    if (gaveToken(trial)) return failed(`${taken}: the token endpoint gave a token.`, ...trial.exhibits);
    return refusedOrUnclear(trial);
  });

/** What must open no record, opened none. */
export const noRecord = (trials: NonEmpty<RecordSeen>, taken: string): readonly Verdict[] =>
  eachApp(trials, trial => {
    const opened = trial.status === 200 && (trial.same === true || (trial.count ?? 0) > 0);
    if (opened) return failed(`${taken}: ${trial.what} came with status 200.`, ...trial.exhibits);
    return refusedOrUnclear(trial);
  });

function refusedOrUnclear(trial: (TokenSeen | RecordSeen) & OfAnApp): Verdict {
  const { status } = trial;
  const came =
    'says' in trial ? saysWhatCameBack(trial) : status === undefined ? 'gave no answer' : `answered ${status}`;
  if (status === undefined || status >= 500 || status === 429)
    return cantTell(`The server ${came}, which is no refusal.`, ...trial.exhibits);
  return passed(...trial.exhibits);
}

/** What must bring no code, brought none; a page that says so, and an error sent back to the app, are both refusals. */
export const noCode = (trials: NonEmpty<AuthorizationSeen>, taken: string): readonly Verdict[] =>
  eachApp(trials, trial => {
    const { returned, stopped, exhibits } = trial;
    if (returned?.code) return failed(`${taken}: the app was given a code.`, ...exhibits);
    if (returned || stopped?.why === 'error-page') return passed(...exhibits);
    return cantTell(
      `${stopped?.message ?? 'Nothing came back.'} Whether that refuses, a person must see.`,
      ...exhibits,
    );
  });

/** Why an ordinary authorization brought no code, where that cannot be laid at the server's door. */
export function noCodeBecause({ returned, stopped }: AuthorizationSeen): {
  readonly because: string;
  readonly theirs: boolean;
} {
  if (returned?.error) {
    const said = returned.description ? ` (${returned.description})` : '';
    return {
      because: `The app was called back with ${returned.error}${said}.`,
      theirs: returned.error !== 'access_denied',
    };
  }
  if (returned) return { because: 'The app was called back with neither code nor error.', theirs: true };
  return { because: `${stopped?.message ?? 'Nothing came back.'} The app was not called back.`, theirs: false };
}

/** Whether an app got from its first request to a token. */
export function connected({ authorization, token, exhibits }: Connection): Verdict {
  if (!token) {
    const { because, theirs } = noCodeBecause(authorization);
    return theirs ? failed(because, ...exhibits) : cantTell(because, ...exhibits);
  }
  if (gaveToken(token)) return passed(...exhibits);
  const came = `The code was handed in, and the token endpoint ${saysWhatCameBack(token)}.`;
  const passing = token.status === undefined || token.status >= 500 || token.status === 429;
  return passing ? cantTell(`${came} That may pass.`, ...exhibits) : failed(came, ...exhibits);
}

/** Whether scopes asked for in one spelling were granted, and open the record. */
export function opensTheRecord(connection: Connection, records: readonly RecordSeen[] | undefined): Verdict {
  const { client, token, exhibits } = connection;
  const reached = connected(connection);
  if (reached.outcome !== 'passed' || !token) return about(client, reached);
  const scope = textOf(token, 'scope');
  if (scope !== undefined && !/\b(patient|user)\/\S+/.test(scope))
    return about(client, failed(`All was granted, and no scope for a record came back: ${scope}.`, ...exhibits));
  const [record] = records ?? [];
  if (!record) return about(client, cantTell('No record was read with that token.', ...exhibits));
  if (record.status === 401 || record.status === 403)
    return about(client, failed(`The token was given, and the Patient answered ${record.status}.`, ...record.exhibits));
  return about(
    client,
    record.status === 200 && gaveToken(token)
      ? passed(...record.exhibits, ...exhibits)
      : cantTell(`The Patient answered ${record.status ?? 'nothing'}.`, ...record.exhibits),
  );
}
