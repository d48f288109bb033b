import { Signal } from '@lumino/signaling';
import type { ISignal } from '@lumino/signaling';
import type { IConfig } from '../generated/config';
import type { ConfigState, IConfigModel } from '../tokens';
import type { IReply } from './request';

/**
 * Holds the last answer of `offload/config`. Without DOM; the request comes in
 * through the options.
 */
export class ConfigModel implements IConfigModel {
  constructor(private readonly _options: ConfigModel.IOptions) {}

  get state(): ConfigState {
    return this._state;
  }

  get changed(): ISignal<IConfigModel, void> {
    return this._changed;
  }

  refresh(): Promise<void> {
    this._pending ??= this._ask().finally(() => {
      this._pending = null;
    });
    return this._pending;
  }

  refreshSoon(): void {
    if (this._isDue) {
      return;
    }
    this._isDue = true;
    const { clock = () => performance.now(), later = setTimeout } =
      this._options;
    const wait = Math.max(0, this._asked + ConfigModel.REST - clock());
    later(() => {
      this._isDue = false;
      this._asked = clock();
      void this.refresh();
    }, wait);
  }

  private async _ask(): Promise<void> {
    try {
      this._state = Private.read(await this._options.request());
    } catch (error) {
      this._state = { phase: 'failed', reason: String(error) };
    }
    this._changed.emit();
  }

  /** When `refreshSoon` has asked last. */
  private _asked = -Infinity;
  private _changed = new Signal<IConfigModel, void>(this);
  private _isDue = false;
  private _pending: Promise<void> | null = null;
  private _state: ConfigState = { phase: 'loading' };
}

export namespace ConfigModel {
  /** Milliseconds between two questions of `refreshSoon` at the least. */
  export const REST = 15_000;

  export interface IOptions {
    /** Sends `GET offload/config`; rejects when no answer arrives. */
    readonly request: () => Promise<IReply>;
    /** Milliseconds that never go back. */
    readonly clock?: () => number;
    readonly later?: (action: () => void, milliseconds: number) => unknown;
  }
}

namespace Private {
  export function read(reply: IReply): ConfigState {
    if (reply.status === 404) {
      return { phase: 'missing' };
    }
    if (reply.status !== 200) {
      return { phase: 'failed', reason: `HTTP ${reply.status}` };
    }
    if (!isConfig(reply.body)) {
      return { phase: 'failed', reason: 'Not a configuration.' };
    }
    return { phase: 'ready', config: reply.body };
  }

  // A server of another version may answer differently: look at what is used
  // before a component trips over it.
  function isConfig(body: unknown): body is IConfig {
    const config = body as Partial<IConfig> | null | undefined;
    return (
      typeof config?.version === 'string' &&
      typeof config.active === 'string' &&
      typeof config.engine?.running === 'boolean' &&
      Array.isArray(config.backends) &&
      config.backends.some(backend => backend?.name === config.active)
    );
  }
}
