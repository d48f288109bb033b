import type { ISignal } from '@lumino/signaling';
import { Token } from '@lumino/coreutils';
import type { IConfig } from './generated/config';
import type { IJobStore } from './jobs/interfaces';

/**
 * What is known of the server extension's configuration.
 *
 * `missing`: the Jupyter server has no route `offload/config`.
 * `failed`: it answered something else, or nothing; `reason` says what.
 */
export type ConfigState =
  | { readonly phase: 'loading' }
  | { readonly phase: 'ready'; readonly config: IConfig }
  | { readonly phase: 'missing' }
  | { readonly phase: 'failed'; readonly reason: string };

/**
 * The server extension's configuration, asked for once at start and again on
 * `refresh`.
 */
export interface IConfigModel {
  readonly state: ConfigState;

  /** Emitted after each change of `state`. */
  readonly changed: ISignal<IConfigModel, void>;

  /**
   * Ask the server again. Never rejects: what goes wrong becomes the state.
   * A call while another is under way shares its answer.
   */
  refresh(): Promise<void>;

  /**
   * Ask the server again, at once if it was not told to in the last seconds:
   * something names what may be new there. May be called as often as one likes.
   */
  refreshSoon(): void;
}

export const IConfigModel = new Token<IConfigModel>(
  'jupyterlab-offload:IConfigModel',
  'The versions, the backends and the active backend of Offload.'
);

export type * from './jobs/interfaces';
export type * from './jobs/snapshot';

/**
 * The way to the jobs. Their store is loaded with the first job that is named
 * or looked for: a page without one does without it.
 */
export interface IJobs {
  /** Resolves when something has had the store loaded. Never rejects. */
  readonly ready: Promise<IJobStore>;

  /**
   * The store, loaded with the first call. Rejects when it cannot be fetched;
   * the next call tries again.
   */
  load(): Promise<IJobStore>;
}

export const IJobs = new Token<IJobs>(
  'jupyterlab-offload:IJobs',
  'The jobs that are known to this page, with their logs, records and costs.'
);
