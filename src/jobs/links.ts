import type { ServerConnection } from '@jupyterlab/services';
import type { IAws } from '../aws/api';
import { connect } from '../aws/connect';
import { deferred } from '../aws/deferred';
import { ProblemError } from '../aws/problem';
import { request } from '../config/request';
import type { IBackend } from '../generated/config';
import type { ICatalog } from '../generated/catalog';
import type { IConfigModel } from '../tokens';
import type { IRates } from './cost';
import type { IBackendLink } from './link';

/** The backend of a name, as the server's configuration knows it. */
export function linkTo(name: string, options: linkTo.IOptions): IBackendLink {
  const { config, heard, settings } = options;
  const prices = new Private.Prices(name, options);
  let connection: IAws | null = null;
  return {
    name,
    aws: deferred(async () => {
      const backend = await Private.find(name, config);
      const { region } = backend;
      connection ??= connect({ backend: name, region, settings, heard });
      return connection;
    }),
    get paid() {
      // A name that the server does not know is nothing to call free.
      return Private.known(name, config)?.paid ?? true;
    },
    rates: type => prices.of(type)
  };
}

export namespace linkTo {
  export interface IOptions {
    readonly config: IConfigModel;
    readonly settings: ServerConnection.ISettings;
    readonly heard: (date: number) => void;
    /** Prices are known that were not before. */
    readonly priced: () => void;
  }
}

namespace Private {
  /** Milliseconds until a catalog that did not come is asked for again. */
  const ASK_AGAIN = 60_000;

  export function known(
    name: string,
    config: IConfigModel
  ): IBackend | undefined {
    const { state } = config;
    return state.phase === 'ready'
      ? state.config.backends.find(backend => backend.name === name)
      : undefined;
  }

  export async function find(
    name: string,
    config: IConfigModel
  ): Promise<IBackend> {
    if (config.state.phase !== 'ready') {
      await config.refresh();
    }
    if (config.state.phase !== 'ready') {
      throw new ProblemError(
        'unreachable',
        'The server extension is not there.'
      );
    }
    const backend = known(name, config);
    if (!backend) {
      throw new ProblemError(
        'missing',
        'There is no backend of this name here.'
      );
    }
    return backend;
  }

  /** A backend's prices, asked for with the first. */
  export class Prices {
    constructor(
      private _backend: string,
      private _options: linkTo.IOptions
    ) {}

    of(type: string): IRates | null {
      if (type && Date.now() >= this._askAt) {
        this._askAt = Infinity;
        void this._ask();
      }
      return this._rates.get(type) ?? null;
    }

    private async _ask(): Promise<void> {
      const { priced, settings } = this._options;
      try {
        const query = { backend: this._backend };
        const { body } = await request(settings, 'catalog', query);
        const catalog = body as ICatalog;
        for (const { name, nvme, price } of catalog.instances) {
          if (price) {
            this._rates.set(name, {
              instance: price.usd_per_hour,
              volumeGib: nvme ? 0 : catalog.volume_usd_per_gib_hour
            });
          }
        }
      } catch {
        // Prices are unknown, and shown to be, until it is asked again.
        this._askAt = Date.now() + ASK_AGAIN;
        return;
      }
      priced();
    }

    private _askAt = 0;
    private _rates = new Map<string, IRates>();
  }
}
