import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { ConfigModel } from './model';

/**
 * Send `GET offload/config` below the server's base URL, with its token.
 * Rejects when the server cannot be reached.
 */
export async function requestConfig(
  settings: ServerConnection.ISettings
): Promise<ConfigModel.IReply> {
  const url = URLExt.join(settings.baseUrl, 'offload', 'config');
  const response = await ServerConnection.makeRequest(url, {}, settings);
  const body: unknown = await response.json().catch(() => undefined);
  return { status: response.status, body };
}
