const SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400
};

/** How long a job may run on SageMaker, in days; the magic takes no more. */
const LONGEST_DAYS = 28;

/**
 * Minutes of a duration as the magic takes it (`90`, `45s`, `1h30m`), from one
 * second to 28 days; else null.
 */
export function readMinutes(text: string): number | null {
  const seconds = readSeconds(text.trim().toLowerCase());
  return seconds !== null && seconds >= 1 && seconds <= LONGEST_DAYS * SECONDS.d
    ? seconds / 60
    : null;
}

function readSeconds(word: string): number | null {
  if (/^\d+$/.test(word)) {
    return Number(word);
  }
  if (!/^(\d+(\.\d+)?[smhd])+$/.test(word)) {
    return null;
  }
  let seconds = 0;
  for (const [, count, unit] of word.matchAll(/(\d+(?:\.\d+)?)([smhd])/g)) {
    seconds += Number(count) * SECONDS[unit];
  }
  return seconds;
}

/** What people call the magic's units, and what may stand around them. */
const SPOKEN =
  /(\d)\s*(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)(?![a-z])\s*/g;

/**
 * What people write as a duration, as the magic takes it: a number is minutes,
 * `45 min` is `45m`. What is none stays as it is.
 */
export function writeDuration(text: string): string {
  if (/^\d+(\.\d+)?$/.test(text) && Number(text) > 0) {
    return writeMinutes(Number(text));
  }
  const short = text
    .toLowerCase()
    .replace(SPOKEN, (_, digit: string, unit: string) => digit + unit[0]);
  return readMinutes(text) === null && readMinutes(short) !== null
    ? short
    : text;
}

/** Minutes as the magic takes them: `90s`, `10m`, `90m`. */
export function writeMinutes(minutes: number): string {
  return Number.isInteger(minutes)
    ? `${minutes}m`
    : `${Math.max(1, Math.round(minutes * 60))}s`;
}

/** Dollars of `2`, `1.50`, `$1.50`; null for anything that is no price. */
export function readDollars(text: string): number | null {
  const word = text.trim().replace(/^\$/, '');
  const amount = /^\d*\.?\d+$|^\d+\.$/.test(word) ? Number(word) : NaN;
  return amount > 0 ? amount : null;
}

/** A price per hour for people: as exact as the price list, at least cents. */
export function formatPrice(amount: number): string {
  const exact = String(Number(amount.toFixed(4)));
  const cents = amount.toFixed(2);
  return `$${exact.length > cents.length ? exact : cents}`;
}
