import { readdir } from 'node:fs/promises';
import type { BarrierSwitch } from './behaviour.ts';

/** Every switch there is, by topic and in the order of its file: each file of `barriers/` exports them as `barriers`. */
export async function allBarriers(): Promise<readonly BarrierSwitch[]> {
  const folder = new URL('barriers/', import.meta.url);
  const files = (await readdir(folder)).filter(name => /^[a-z-]+\.(ts|js)$/.test(name)).sort();
  const loaded: { barriers: readonly BarrierSwitch[] }[] = await Promise.all(
    files.map(name => import(new URL(name, folder).href)),
  );
  return loaded.flatMap(({ barriers }) => barriers);
}

/**
 * The switches named.
 * @throws naming the ids that exist, when one does not
 */
export function barriersNamed(ids: readonly string[], all: readonly BarrierSwitch[]): BarrierSwitch[] {
  return ids.map(id => {
    const found = all.find(barrier => barrier.id === id);
    if (!found) throw new Error(`There is no barrier "${id}". There are: ${all.map(barrier => barrier.id).join(', ')}`);
    return found;
  });
}

/** All that can stand beside each other and be seen: of those that cannot, the first. */
export function coexisting(all: readonly BarrierSwitch[]): BarrierSwitch[] {
  const standing: BarrierSwitch[] = [];
  for (const barrier of all) {
    if (barrier.hides) continue;
    const clash = standing.some(other => other.excludes?.includes(barrier.id) || barrier.excludes?.includes(other.id));
    if (!clash) standing.push(barrier);
  }
  return standing;
}
