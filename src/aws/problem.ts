/**
 * Why something could not be asked.
 *
 * `throttled`: too many requests, tried again later; `expired`: the server's
 * credentials ended; `denied`: the credentials may not; `missing`: there is no
 * such thing (any more, or yet); `changed`: it is not what it was when one
 * began to read it; `unreachable`: no answer, or none within its time;
 * `unready`: the server cannot ask, and its message says what to do; `offline`:
 * nor does the Jupyter server answer; `garbled`: an answer that makes no sense;
 * `refused`: the request itself was wrong; `failed`: anything else.
 */
export type ProblemKind =
  | 'throttled'
  | 'expired'
  | 'denied'
  | 'missing'
  | 'changed'
  | 'unreachable'
  | 'offline'
  | 'unready'
  | 'garbled'
  | 'refused'
  | 'failed';

export interface IProblem {
  readonly kind: ProblemKind;
  /** The backend's own words, shortened; text of unknown origin. */
  readonly message: string;
}

/** What a request to a backend rejects with. */
export class ProblemError extends Error implements IProblem {
  constructor(
    readonly kind: ProblemKind,
    message: string
  ) {
    super(message);
    this.name = 'ProblemError';
  }
}
