import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

/** What came of a question; `body` is undefined where no JSON came. */
export interface IReply {
  readonly status: number;
  readonly body: unknown;
}

/** Milliseconds: AWS may be asked for the account meanwhile. */
const TIMEOUT = 30_000;

/**
 * Get `offload/<name>` below the server's base URL, with its token. Rejects
 * when the server cannot be reached, or has not answered in time.
 */
export async function request(
  settings: ServerConnection.ISettings,
  name: string,
  query: Readonly<Record<string, string>> = {},
  timeout: number = TIMEOUT
): Promise<IReply> {
  const url =
    URLExt.join(settings.baseUrl, 'offload', name) +
    URLExt.objectToQueryString(query);
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeout);
  try {
    const response = await ServerConnection.makeRequest(
      url,
      { signal: abort.signal },
      settings
    );
    const body: unknown = await response.json().catch(() => undefined);
    if (abort.signal.aborted) {
      throw new Error('No answer in time.');
    }
    return { status: response.status, body };
  } finally {
    clearTimeout(timer);
  }
}
