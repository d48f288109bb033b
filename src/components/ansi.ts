/** A stretch of text with one look. */
export interface IStyledText {
  readonly text: string;
  /** Class names, or an empty string for plain text. */
  readonly look: string;
}

const COLOURS = [
  'black',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'white'
];

// Colours and styles are kept; every other sequence only moves or erases.
const SEQUENCE =
  // eslint-disable-next-line no-control-regex -- escape sequences begin with one
  /\x1b(?:\[([0-9;:]*)[ -/]*([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])/g;

/**
 * A line of a log as a terminal would leave it: a carriage return writes the
 * line anew, colours are styles, other control sequences are left out.
 */
export function styled(line: string): IStyledText[] {
  const look = new Look();
  const pieces: IStyledText[] = [];
  const add = (text: string) => {
    if (text !== '') {
      pieces.push({ text, look: look.classes });
    }
  };
  const last = lastWritten(line);
  let from = 0;
  for (const found of last.matchAll(SEQUENCE)) {
    add(printable(last.slice(from, found.index)));
    if (found[2] === 'm') {
      look.apply(found[1]);
    }
    from = found.index + found[0].length;
  }
  add(printable(last.slice(from)));
  return pieces;
}

/** The line without any styles. */
export function plain(line: string): string {
  return printable(lastWritten(line).replace(SEQUENCE, ''));
}

function lastWritten(line: string): string {
  const end = line.endsWith('\r') ? line.length - 1 : line.length;
  return line.slice(line.lastIndexOf('\r', end - 1) + 1, end);
}

function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- what has no shape is left out
  return text.replace(/[\x00-\x08\x0b-\x1f\x7f]/g, '');
}

/** The state of a terminal's pen. */
class Look {
  get classes(): string {
    const { _colour, _bold, _underlined } = this;
    const names = [
      _colour && `jp-Offload-ansi-${_colour}`,
      _bold && 'jp-Offload-ansi-bold',
      _underlined && 'jp-Offload-ansi-underline'
    ];
    return names.filter(Boolean).join(' ');
  }

  apply(parameters: string): void {
    const codes = parameters.split(/[;:]/).map(Number);
    for (let index = 0; index < codes.length; index += 1) {
      const code = codes[index];
      if (code === 38 || code === 48) {
        // A colour of 256 or of 16 million: its numbers are no codes.
        index += codes[index + 1] === 5 ? 2 : 4;
      } else {
        this._apply(code);
      }
    }
  }

  private _apply(code: number): void {
    if (code === 0) {
      this._colour = '';
      this._bold = this._underlined = false;
    } else if (code === 1 || code === 22) {
      this._bold = code === 1;
    } else if (code === 4 || code === 24) {
      this._underlined = code === 4;
    } else if (code === 39) {
      this._colour = '';
    } else if ((code >= 30 && code < 38) || (code >= 90 && code < 98)) {
      this._colour = COLOURS[code % 10];
    }
  }

  private _colour = '';
  private _bold = false;
  private _underlined = false;
}
