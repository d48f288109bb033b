import type { IAws } from '../aws/api';
import type { IRates } from './cost';
import type { Lane } from './polling/lane';
import type { Rounds } from './polling/rounds';

/** A backend as jobs use it. */
export interface IBackendLink {
  readonly name: string;
  readonly aws: IAws;
  /** Whether a job there costs money. */
  readonly paid: boolean;
  /** USD per hour; null: not known (yet). */
  rates(instanceType: string): IRates | null;
}

/** What a job needs of its surroundings. */
export interface ISurroundings {
  readonly link: IBackendLink;
  /** The link's, where each request counts against the lane's budget. */
  readonly aws: IAws;
  readonly lane: Lane;
  readonly rounds: Rounds;
  /** Milliseconds that never go back. */
  readonly clock: () => number;
  /** Epoch milliseconds by the server's clock. */
  readonly now: () => number;
}
