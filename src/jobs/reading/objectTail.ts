import type { IAws } from '../../aws/api';
import type { ProblemError } from '../../aws/problem';

/** Where an object is. */
export interface IPlace {
  readonly bucket: string;
  readonly key: string;
}

/** New bytes of an object that grows. */
export interface IGrowth {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** It is another object than before: this is its beginning. */
  readonly restarted: boolean;
  /** Whether more is there already. */
  readonly more: boolean;
}

/**
 * Reads an object that grows, from where it stopped.
 *
 * A job that starts again writes it anew. So the last bytes that were read are
 * asked for once more: if they have changed, all is read again.
 */
export class ObjectTail {
  constructor(
    private _aws: IAws,
    readonly place: IPlace
  ) {}

  /** Bytes that have been read. */
  get position(): number {
    return this._position;
  }

  /** Null if there is no such object. Rejects with ProblemError. */
  async read(): Promise<IGrowth | null> {
    const known = this._last.length;
    const start = this._position - known;
    const end = start + ObjectTail.CHUNK;
    const { bucket, key } = this.place;
    let bytes: Uint8Array<ArrayBuffer>;
    let total: number | null;
    try {
      ({ bytes, total } = await this._aws.read(bucket, key, { start, end }));
    } catch (error) {
      switch ((error as ProblemError).kind) {
        case 'missing':
          return null;
        case 'refused':
          // Nothing from there on: it is empty, or shorter than it was.
          return known > 0 ? this._again() : Private.NOTHING;
        default:
          throw error;
      }
    }
    if (!Private.startsWith(bytes, this._last)) {
      return this._again();
    }
    const fresh = bytes.slice(known);
    this._position += fresh.length;
    this._last = bytes.slice(-ObjectTail.OVERLAP);
    const restarted = this._restarted;
    this._restarted = false;
    return { bytes: fresh, restarted, more: (total ?? 0) > this._position };
  }

  private _again(): Promise<IGrowth | null> {
    this._position = 0;
    this._last = new Uint8Array();
    this._restarted = true;
    return this.read();
  }

  private _last: Uint8Array<ArrayBuffer> = new Uint8Array();
  private _position = 0;
  private _restarted = false;
}

export namespace ObjectTail {
  /** Bytes at a time. */
  export const CHUNK = 4 * 2 ** 20;

  /** Bytes by which an object is recognised. */
  export const OVERLAP = 64;
}

namespace Private {
  export const NOTHING: IGrowth = {
    bytes: new Uint8Array(),
    restarted: false,
    more: false
  };

  export function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
    return start.every((byte, index) => bytes[index] === byte);
  }
}
