import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { IAws } from './api';
import { deferred } from './deferred';
import { ProblemError } from './problem';

/**
 * A backend through the signing proxy of this Jupyter server.
 *
 * The SDK is fetched with the first question, not before. `heard` is told the
 * server's clock.
 */
export function connect(options: connect.IOptions): IAws {
  const { backend, region, settings, heard } = options;
  let made: Promise<IAws> | null = null;
  const load = async (): Promise<IAws> => {
    const module = await import(/* webpackChunkName: "aws" */ './aws');
    const base = URLExt.join(
      settings.baseUrl,
      'offload/aws',
      encodeURIComponent(backend)
    );
    return new module.Aws({
      base,
      region,
      send: (url, init) => ServerConnection.makeRequest(url, init, settings),
      heard
    });
  };
  return deferred(async () => {
    try {
      return await (made ??= load());
    } catch {
      // A chunk that did not come is asked for again the next time.
      made = null;
      throw new ProblemError(
        'offline',
        'A part of the extension did not load.'
      );
    }
  });
}

export namespace connect {
  export interface IOptions {
    readonly backend: string;
    readonly region: string;
    readonly settings: ServerConnection.ISettings;
    readonly heard?: (date: number) => void;
  }
}
