const SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400
};

/** Minutes of a duration as the magic takes it (`90`, `45s`, `1h30m`), else null. */
export function readMinutes(text: string): number | null {
  const word = text.trim().toLowerCase();
  if (/^\d+$/.test(word)) {
    return Number(word) / 60;
  }
  if (!/^(\d+(\.\d+)?[smhd])+$/.test(word)) {
    return null;
  }
  let seconds = 0;
  for (const [, count, unit] of word.matchAll(/(\d+(?:\.\d+)?)([smhd])/g)) {
    seconds += Number(count) * SECONDS[unit];
  }
  return seconds / 60;
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

/** An amount of dollars for people; fractions of a cent are not rounded away. */
export function formatDollars(amount: number): string {
  const digits = amount > 0 && amount < 0.1 ? 3 : 2;
  return `$${amount.toFixed(digits)}`;
}

/** A price per hour for people: as exact as the price list, at least cents. */
export function formatPrice(amount: number): string {
  const exact = String(Number(amount.toFixed(4)));
  const cents = amount.toFixed(2);
  return `$${exact.length > cents.length ? exact : cents}`;
}

/** Bytes for people, as the kernel's plan writes them: 1 kB is 1000 bytes. */
export function formatBytes(size: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let amount = size;
  let unit = 0;
  while (amount >= 1000 && unit < units.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  return `${amount.toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`;
}
