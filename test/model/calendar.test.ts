import { describe, expect, test } from 'vitest';
import {
  afterBusinessDays,
  businessDaysBetween,
  clock,
  clockText,
  federalHolidays,
  isDay,
} from '../../src/model/calendar.ts';

const kept = (year: number) => federalHolidays(`${year}-01-01`, `${year}-12-31`).map(({ day }) => day);

describe('federal holidays are kept on the days that the Office of Personnel Management names', () => {
  test.each([
    [2020, '01-01 01-20 02-17 05-25 07-03 09-07 10-12 11-11 11-26 12-25'],
    // Juneteenth was kept for the first time; New Year of 2022 falls on a Saturday.
    [2021, '01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31'],
    [2022, '01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26'],
    [2023, '01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25'],
    [2025, '01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25'],
    [2026, '01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25'],
    [2027, '01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31'],
  ])('in %i', (year, days) => {
    expect(kept(year)).toEqual(days.split(' ').map(day => `${year}-${day}`));
  });

  test('and Inauguration Day is none', () => {
    expect(federalHolidays('2029-01-16', '2029-01-31')).toEqual([]);
  });
});

test('the day of the event is not counted, the last day is', () => {
  expect(businessDaysBetween('2026-11-25', '2026-11-25')).toBe(0);
  expect(businessDaysBetween('2026-11-23', '2026-11-24')).toBe(1);
  expect(businessDaysBetween('2026-11-20', '2026-11-23')).toBe(1);
  // Thanksgiving between them
  expect(businessDaysBetween('2026-11-25', '2026-11-27')).toBe(1);
  expect(businessDaysBetween('2026-11-25', '2026-11-20')).toBe(0);
});

test('counting on and counting between agree, over four years', () => {
  let day = '2024-01-01';
  for (let step = 0; step < 300; step++) {
    for (const days of [1, 5, 10, 15, 30]) expect(businessDaysBetween(day, afterBusinessDays(day, days))).toBe(days);
    day = afterBusinessDays(day, 4);
  }
  expect(day > '2028').toBe(true);
});

test('a clock is late only once its last day is over', () => {
  const of = 'the check of who asks';
  expect(clock(of, '2026-11-11', 10, '2026-11-25')).toMatchObject({ due: '2026-11-25', taken: 10, state: 'running' });
  expect(clock(of, '2026-11-11', 10, '2026-11-27')).toMatchObject({ taken: 11, state: 'late' });
  expect(clock(of, '2026-11-11', 10, '2026-12-24', '2026-11-25')).toMatchObject({ taken: 10, state: 'in-time' });
  // A weekend after the last day makes nothing late in days, but it is past.
  expect(clock(of, '2026-11-06', 10, '2026-11-22')).toMatchObject({ due: '2026-11-23', state: 'running' });
});

test('what is printed names the holidays left out', () => {
  expect(clockText(clock('an answer', '2026-11-24', 5, '2026-12-20', '2026-12-04'))).toBe(
    'From 2026-11-24, an answer was due by 2026-12-02 (5 business days) and came on 2026-12-04, 7 business days later; left out: Thanksgiving Day (2026-11-26).',
  );
});

test('days that there are not are none', () => {
  expect(['2026-02-29', '2026-13-01', '26-01-01', '2026-1-1', ''].filter(isDay)).toEqual([]);
  expect(isDay('2028-02-29')).toBe(true);
});
