/** The word that was probably meant: the same but for case and joints, else the nearest within a third of its length. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > 60) return undefined;
  const plain = joined(word);
  const same = plain && known.find(candidate => joined(candidate) === plain);
  if (same) return same;
  const [best] = known
    .map(candidate => ({ candidate, distance: distance(plain, joined(candidate)) }))
    .filter(({ candidate, distance }) => distance <= Math.floor(Math.min(word.length, candidate.length) / 3))
    .sort((a, b) => a.distance - b.distance);
  return best?.candidate;
}

/** `usCore`, `us_core` and `US Core` are one word. */
const joined = (word: string): string => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Letters to insert, drop, change or swap with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const change = (last[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      let least = Math.min(change, (last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        least = Math.min(least, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(least);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? a.length;
}
