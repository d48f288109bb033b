const MAX_ROWS = 200;
const MAX_COLUMNS = 50;

/** The first rows of comma- or tab-separated values, quotes as in RFC 4180. */
export function readCsv(text: string): string[][] {
  const firstLine = text.slice(0, text.indexOf('\n') >>> 0);
  const separator = firstLine.includes('\t') ? '\t' : ',';
  const rows: string[][] = [[]];
  let value = '';
  let quoted = false;
  const endValue = () => {
    const row = rows[rows.length - 1];
    if (row.length < MAX_COLUMNS) {
      row.push(value);
    }
    value = '';
  };
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (quoted) {
      if (character !== '"') {
        value += character;
      } else if (text[index + 1] === '"') {
        value += '"';
        index += 1;
      } else {
        quoted = false;
      }
    } else if (character === '"' && value === '') {
      quoted = true;
    } else if (character === separator) {
      endValue();
    } else if (character === '\n') {
      endValue();
      if (rows.length >= MAX_ROWS) {
        return rows;
      }
      rows.push([]);
    } else if (character !== '\r') {
      value += character;
    }
  }
  endValue();
  const last = rows[rows.length - 1];
  return last.length === 1 && last[0] === '' ? rows.slice(0, -1) : rows;
}
