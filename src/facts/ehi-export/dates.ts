const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const word = months.map(month => `${month}[a-z]*`).join('|');

/** Ways in which programs write a day, with or without a time after it; years of four digits but for `04-MAR-24`. */
const written =
  `(?:(?<y1>(?:1[89]|2[01])\\d\\d)[-/.](?<m1>\\d{1,2})[-/.](?<d1>\\d{1,2})` +
  `|(?<m2>\\d{1,2})[-/.](?<d2>\\d{1,2})[-/.](?<y2>(?:1[89]|2[01])\\d\\d|\\d\\d(?!\\d))` +
  `|(?<y3>(?:1[89]|2[01])\\d\\d)(?<m3>0[1-9]|1[0-2])(?<d3>0[1-9]|[12]\\d|3[01])` +
  `|(?<d4>\\d{1,2})[- ](?<m4>${word})[-,. ]+(?<y4>(?:1[89]|2[01])\\d\\d|\\d\\d(?!\\d))` +
  `|(?<m5>${word})\\.? +(?<d5>\\d{1,2})(?:st|nd|rd|th)?,? +(?<y5>(?:1[89]|2[01])\\d\\d))` +
  `(?<time>[T ]?\\d{2}:?\\d{2}(?::?\\d{2}(?:\\.\\d+)?)?|[T ]\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?)?` +
  `(?: ?[AP]M\\b)?(?: ?Z\\b|[+-]\\d{2}:?\\d{2}\\b)?`;

const anywhere = new RegExp(`(?<![\\w.])${written}(?![\\w])`, 'gi');
const alone = new RegExp(`^\\s*${written}\\s*$`, 'i');

/** The day that a value names and nothing else, YYYY-MM-DD. Figures that could be read both ways are read as in the United States. */
export function dayIn(value: string): string | undefined {
  const first = value.charCodeAt(0);
  const mayBegin = (first >= 48 && first <= 57) || (first | 32) >= 97 || first === 32;
  if (!mayBegin) return undefined;
  const match = alone.exec(value);
  return match ? dayOf(match.groups!) : undefined;
}

/** Replaces each day within a text by a word that stands for it. */
export function daysMarked(text: string, mark: (day: string) => string): string {
  if (!/\d/.test(text)) return text;
  return text.replace(anywhere, (...all) => {
    const day = dayOf(all.at(-1) as Record<string, string | undefined>);
    return day ? ` ${mark(day)} ` : (all[0] as string);
  });
}

function dayOf(groups: Record<string, string | undefined>): string | undefined {
  const { y1, m1, d1, y2, m2, d2, y3, m3, d3, y4, m4, d4, y5, m5, d5 } = groups;
  if (y1) return checked(y1, Number(m1), Number(d1));
  if (y2) return Number(m2) > 12 ? checked(y2, Number(d2), Number(m2)) : checked(y2, Number(m2), Number(d2));
  if (y3) return checked(y3, Number(m3), Number(d3));
  if (y4) return checked(y4, months.indexOf(m4!.slice(0, 3).toLowerCase()) + 1, Number(d4));
  if (y5) return checked(y5, months.indexOf(m5!.slice(0, 3).toLowerCase()) + 1, Number(d5));
  return undefined;
}

function checked(year: string, month: number, day: number): string | undefined {
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const whole = year.length === 4 ? year : Number(year) < 50 ? `20${year}` : `19${year}`;
  return `${whole}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** A day and its neighbours: a time written in another zone may fall on either. */
export function around(day: string): readonly string[] {
  const at = Date.parse(`${day}T12:00:00Z`);
  return Number.isNaN(at)
    ? [day]
    : [at, at - 86_400_000, at + 86_400_000].map(time => new Date(time).toISOString().slice(0, 10));
}
