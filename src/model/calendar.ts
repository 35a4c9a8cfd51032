/** A day, YYYY-MM-DD. */
export type Day = string;

export interface Holiday {
  /** The day on which federal offices are closed. */
  readonly day: Day;
  readonly name: string;
}

/** What counting business days takes for granted; whoever counts otherwise comes to other days. */
export const calendarAssumptions = [
  'A business day is Monday to Friday without the federal holidays of 5 U.S.C. 6103; 45 CFR 170.404 and Part 171 do not say what one is.',
  'A holiday on a Saturday is kept on the Friday before it, one on a Sunday on the Monday after it.',
  'Inauguration Day, which is kept in and around Washington alone, and days off by executive order count as business days.',
  'The day on which something happens is not counted; the first business day after it is day one.',
  'A day is the one written in the message itself, in the time zone of whoever wrote it.',
] as const;

const dayLength = 24 * 60 * 60 * 1000;
const at = (day: Day): Date => new Date(`${day}T00:00:00Z`);
const dayOf = (date: Date): Day => date.toISOString().slice(0, 10);
const plus = (day: Day, days: number): Day => dayOf(new Date(at(day).getTime() + days * dayLength));
/** 0 is Sunday. */
const weekday = (day: Day): number => at(day).getUTCDay();

export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at(text).getTime()) && dayOf(at(text)) === text;

/** The day that a moment bears as it is written, whatever its offset from UTC. */
export const dayWritten = (moment: string): Day => moment.slice(0, 10);

/** @param month 1 to 12 */
function nth(year: number, month: number, which: number, day: number): Day {
  const first = `${year}-${String(month).padStart(2, '0')}-01`;
  return plus(first, ((day - weekday(first) + 7) % 7) + (which - 1) * 7);
}

function lastMonday(year: number, month: number): Day {
  const fourth = nth(year, month, 4, 1);
  const fifth = plus(fourth, 7);
  return fifth.slice(5, 7) === fourth.slice(5, 7) ? fifth : fourth;
}

function observed(day: Day): Day {
  const shift = { 6: -1, 0: 1 }[weekday(day)] ?? 0;
  return plus(day, shift);
}

/** The federal holidays named after a year, on the days they are kept: that of New Year may lie in the year before. */
function holidaysNamedAfter(year: number): readonly Holiday[] {
  const fixed = (month: string, name: string) => ({ day: observed(`${year}-${month}`), name });
  return [
    fixed('01-01', "New Year's Day"),
    { day: nth(year, 1, 3, 1), name: 'Birthday of Martin Luther King, Jr.' },
    { day: nth(year, 2, 3, 1), name: "Washington's Birthday" },
    { day: lastMonday(year, 5), name: 'Memorial Day' },
    // Public Law 117-17 made it one on 17 June 2021, two days before.
    ...(year >= 2021 ? [fixed('06-19', 'Juneteenth National Independence Day')] : []),
    fixed('07-04', 'Independence Day'),
    { day: nth(year, 9, 1, 1), name: 'Labor Day' },
    { day: nth(year, 10, 2, 1), name: 'Columbus Day' },
    fixed('11-11', 'Veterans Day'),
    { day: nth(year, 11, 4, 4), name: 'Thanksgiving Day' },
    fixed('12-25', 'Christmas Day'),
  ];
}

/** The federal holidays that are kept from the first day to the last, both included, in order. */
export function federalHolidays(from: Day, to: Day): readonly Holiday[] {
  const found: Holiday[] = [];
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)) + 1; year++) {
    found.push(...holidaysNamedAfter(year).filter(({ day }) => from <= day && day <= to));
  }
  return found;
}

/** Business days after the first day up to the last, the last included; 0 where it is no later. */
export function businessDaysBetween(from: Day, to: Day): number {
  if (to <= from) return 0;
  const closed = new Set(federalHolidays(from, to).map(({ day }) => day));
  let count = 0;
  for (let day = plus(from, 1); day <= to; day = plus(day, 1)) {
    if (isWorkday(day) && !closed.has(day)) count++;
  }
  return count;
}

/** The day on which the given number of business days after `from` is full. */
export function afterBusinessDays(from: Day, days: number): Day {
  // Holidays never make a week longer than two.
  const closed = new Set(federalHolidays(from, plus(from, days * 2 + 14)).map(({ day }) => day));
  let day = from;
  for (let left = days; left > 0; ) {
    day = plus(day, 1);
    if (isWorkday(day) && !closed.has(day)) left--;
  }
  return day;
}

const isWorkday = (day: Day): boolean => weekday(day) % 6 !== 0;

/** One duty with a term in business days. */
export interface Clock {
  /** What had to happen, as the end of "... within N business days": `the check of who asks was done`. */
  readonly of: string;
  readonly from: Day;
  readonly days: number;
  /** The last day in time. */
  readonly due: Day;
  /** When it happened; absent while it has not. */
  readonly ended?: Day;
  /** Business days it took, or has taken until the day of looking. */
  readonly taken: number;
  readonly state: 'in-time' | 'late' | 'running';
  /** Federal holidays that were left out between beginning and end. */
  readonly holidays: readonly Holiday[];
}

/** @param today the day of looking: what has not happened by then is late or still running */
export function clock(of: string, from: Day, days: number, today: Day, ended?: Day): Clock {
  const until = ended ?? today;
  const due = afterBusinessDays(from, days);
  const taken = businessDaysBetween(from, until);
  const late = until > due;
  return {
    of,
    from,
    days,
    due,
    ...(ended === undefined ? {} : { ended }),
    taken,
    state: late ? 'late' : ended === undefined ? 'running' : 'in-time',
    holidays: federalHolidays(from, until),
  };
}

/** The clock as a sentence, with its holidays: a reader can count again. */
export function clockText({ of, from, days, due, ended, taken, holidays }: Clock): string {
  const end =
    ended === undefined ? `has not come, ${business(taken)} later` : `came on ${ended}, ${business(taken)} later`;
  const left =
    holidays.length > 0 ? `; left out: ${holidays.map(({ day, name }) => `${name} (${day})`).join(', ')}` : '';
  return `From ${from}, ${of} was due by ${due} (${business(days)}) and ${end}${left}.`;
}

const business = (days: number): string => `${days} business day${days === 1 ? '' : 's'}`;
