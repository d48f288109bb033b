/** How high an element of Chrome is at most, in pixels of the screen. */
const HIGHEST = 33_554_428;
/** Lines go out of reach so many at a time: each time all of them move. */
const AT_ONCE = 16_384;

/**
 * The first line of a log that can be scrolled to, so that its last ones can.
 *
 * In large letters, or on a screen whose pixels are small, an element has room
 * for fewer lines than a page holds. `first` is the first that is there, of
 * `length` in all; a line has `height` px, each of `ratio` pixels of the screen.
 */
export function firstInReach(
  first: number,
  length: number,
  height: number,
  ratio: number
): number {
  const room = Math.floor(HIGHEST / (height * ratio));
  const over = length - first - room;
  const step = Math.max(1, Math.min(AT_ONCE, room >> 1));
  return over <= 0 ? first : first + Math.ceil(over / step) * step;
}
