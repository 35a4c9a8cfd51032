import { allBarriers } from '../demo/barrier-list.ts';
import { orDidYouMean, UsageError } from './command.ts';

/** Checks the ids given to `--barrier`. */
export async function barrierIds(ids: readonly string[]): Promise<readonly string[]> {
  const known = (await allBarriers()).map(({ id }) => id);
  const unknown = ids.find(id => !known.includes(id));
  if (unknown !== undefined)
    throw new UsageError(
      `There is no barrier "${unknown}".${orDidYouMean(unknown, known)} "special-effort vendor --list-barriers --json" lists them.`,
    );
  return ids;
}
