/** What our tags begin with; after it stands owner, kind, notebook or cell. */
export const TAG = 'offload:';

/**
 * The text that a tag's value stands for: a character that tags lack is its
 * code in hexadecimal between two `=`. Anything else comes back as it is.
 */
export function tagText(value: string): string {
  return value.replace(/=([0-9a-f]{1,6})=/g, (whole, code: string) => {
    const point = parseInt(code, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
