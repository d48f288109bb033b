import type { TranslationBundle } from '@jupyterlab/translation';

/** Less is written as less than this: it is not nothing. */
const LEAST = 0.001;

/** An amount of US dollars for people; fractions of a cent are not rounded away. */
export function formatDollars(amount: number): string {
  if (amount > 0 && amount < LEAST) {
    return `<$${LEAST}`;
  }
  const digits = amount > 0 && amount < 0.1 ? 3 : 2;
  return `$${amount.toFixed(digits)}`;
}

/** `4 s`, `2 min 5 s`, `1 h 02 min`. */
export function formatDuration(
  seconds: number,
  trans: TranslationBundle
): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) {
    return trans.__('%1 s', whole);
  }
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) {
    return trans.__('%1 min %2 s', minutes, whole % 60);
  }
  const rest = String(minutes % 60).padStart(2, '0');
  return trans.__('%1 h %2 min', Math.floor(minutes / 60), rest);
}

/** Bytes for people, as the kernel writes them: 1 kB is 1000 bytes. */
export function formatSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let amount = bytes;
  let unit = 0;
  while (amount >= 1000 && unit < units.length - 1) {
    amount /= 1000;
    unit += 1;
  }
  return `${amount.toFixed(unit === 0 ? 0 : 1)} ${units[unit]}`;
}

/** The time of day, with the date when that is not today's. */
export function formatTime(time: number, now: number): string {
  const date = new Date(time);
  const clock = date.toLocaleTimeString([], {
    hour: '2-digit',
    minute: '2-digit'
  });
  return date.toDateString() === new Date(now).toDateString()
    ? clock
    : `${date.toLocaleDateString([], { day: 'numeric', month: 'short' })}, ${clock}`;
}
