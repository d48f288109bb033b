import { ServerConnection } from '@jupyterlab/services';
import { request } from './request';

const settingsOf = (answer: (sent: Request) => Promise<Response>) =>
  ServerConnection.makeSettings({
    baseUrl: 'http://here/user/x/',
    fetch: sent => answer(sent as Request)
  });

describe('request', () => {
  it('asks below the base URL', async () => {
    const urls: string[] = [];
    const settings = settingsOf(async ({ url }) => {
      // JupyterLab adds the time, so that no cache answers.
      urls.push(url.replace(/&\d+$/, ''));
      return new Response('{"a": 1}');
    });
    expect(await request(settings, 'catalog', { backend: 'a&b' })).toEqual({
      status: 200,
      body: { a: 1 }
    });
    expect(urls).toEqual(['http://here/user/x/offload/catalog?backend=a%26b']);
  });

  it('takes what is no JSON for no body', async () => {
    const settings = settingsOf(
      async () => new Response('<html>', { status: 502 })
    );
    expect(await request(settings, 'config')).toEqual({
      status: 502,
      body: undefined
    });
  });

  it('waits no longer than its time for an answer', async () => {
    const settings = settingsOf(
      ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        })
    );
    await expect(request(settings, 'config', {}, 1)).rejects.toThrow();
  });
});
