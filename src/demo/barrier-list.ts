import { readdir } from 'node:fs/promises';
import type { BarrierSwitch } from './behaviour.ts';

/** Every switch there is, by topic and in the order of its file: each file of `barriers/` exports an array of them. */
export async function allBarriers(): Promise<readonly BarrierSwitch[]> {
  const folder = new URL('barriers/', import.meta.url);
  const files = (await readdir(folder)).filter(name => /^[a-z-]+\.(ts|js)$/.test(name)).sort();
  const loaded = await Promise.all(
    files.map(async (name): Promise<readonly BarrierSwitch[]> => {
      const exported: object = await import(new URL(name, folder).href);
      const switches = Object.values(exported).filter(Array.isArray).flat();
      if (switches.length === 0) throw new Error(`src/demo/barriers/${name} exports no array of switches.`);
      return switches;
    }),
  );
  return loaded.flat();
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

/** All that can stand beside each other: of those that cannot, the first. */
export function coexisting(all: readonly BarrierSwitch[]): BarrierSwitch[] {
  const standing: BarrierSwitch[] = [];
  for (const barrier of all) {
    const clash = standing.some(other => other.excludes?.includes(barrier.id) || barrier.excludes?.includes(other.id));
    if (!clash) standing.push(barrier);
  }
  return standing;
}
