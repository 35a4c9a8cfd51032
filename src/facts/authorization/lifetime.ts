import type { TokenSeen } from './seen.ts';

const day = 24 * 3600;

/** The shortest three months of a year, in days. */
export const threeMonths = 89;

/** How long a refresh token is good for, in days, by what the server says of it; `never` ends counts as for ever. */
export function lifeOf(
  answers: readonly TokenSeen[],
): { readonly days: number; readonly by: string; readonly seen: TokenSeen } | undefined {
  for (const seen of answers) {
    const number = (name: string) => {
      const value = seen.says?.[name]?.value;
      return typeof value === 'number' ? value : undefined;
    };
    for (const name of ['refresh_expires_in', 'refresh_token_expires_in']) {
      const seconds = number(name);
      if (seconds !== undefined)
        return { days: seconds === 0 ? Number.POSITIVE_INFINITY : seconds / day, by: name, seen };
    }
    const end = number('exp');
    if (end !== undefined && seen.says?.active?.value === true)
      return { days: (end - Date.parse(seen.at) / 1000) / day, by: 'introspection', seen };
  }
  return undefined;
}
