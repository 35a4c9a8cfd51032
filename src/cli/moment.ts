import { isDay } from '../model/calendar.ts';
import { UsageError } from './command.ts';

const two = (number: number): string => String(number).padStart(2, '0');

/** A moment in ISO 8601 with the offset of this machine: the day stays the one on the wall calendar. */
export function localMoment(date: Date): string {
  const offset = -date.getTimezoneOffset();
  const zone =
    offset === 0
      ? 'Z'
      : `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  return `${localDay(date)}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}${zone}`;
}

const localDay = (date: Date): string => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

/**
 * When something happened, as people say it: `today`, `yesterday`, a day, a day and an hour, or ISO 8601.
 * @throws {UsageError} when it is none of these, or lies in the future
 */
export function momentOf(said: string, now: Date): string {
  const words = said.trim().toLowerCase();
  const written =
    words === 'today' || words === 'now'
      ? localMoment(now)
      : words === 'yesterday'
        ? localDay(new Date(now.getTime() - 86_400_000))
        : readable(said.trim());
  if (!written)
    throw new UsageError(
      `"${said}" is no moment. Write 2026-11-20, "2026-11-20 14:30", 2026-11-20T14:30:00-05:00, today or yesterday.`,
    );
  // A day alone is over somewhere on Earth half a day later than here.
  const latest = written.length === 10 ? Date.parse(`${written}T00:00:00Z`) - 14 * 3_600_000 : Date.parse(written);
  if (latest > now.getTime() + 60_000)
    throw new UsageError(`"${said}" lies in the future: the journal holds what happened.`);
  return written;
}

function readable(said: string): string | undefined {
  if (isDay(said)) return said;
  const found = /^(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2})(:\d{2})?(Z|[+-]\d{2}:\d{2})?$/.exec(said);
  if (!found || !isDay(found[1] as string)) return undefined;
  const [, day, hour = '', second = ':00', zone] = found;
  const time = `${day}T${hour.padStart(5, '0')}${second}`;
  if (Number.isNaN(Date.parse(`${time}Z`))) return undefined;
  return zone ? `${time}${zone}` : localMoment(new Date(time));
}
