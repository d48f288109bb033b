import { ServerConnection } from '@jupyterlab/services';
import { ConfigModel } from '../config/model';
import { linkTo } from './links';

const ready = {
  version: '0.1.0',
  active: 'local',
  backends: [
    { name: 'local', region: 'us-east-1', account: '0', paid: false },
    { name: 'team', region: 'eu-west-1', account: '1', paid: true }
  ],
  engine: { running: false, version: null, problem: null }
};

const catalog = {
  volume_usd_per_gib_hour: 0.0002,
  instances: [
    { name: 'ml.m5.large', nvme: false, price: { usd_per_hour: 0.115 } },
    { name: 'ml.g5.xlarge', nvme: true, price: { usd_per_hour: 1.408 } },
    { name: 'ml.new.large', nvme: false, price: null }
  ]
};

function setUp(
  name: string,
  options: { config?: object; catalog?: () => Response } = {}
) {
  const urls: string[] = [];
  const told = { priced: 0 };
  const settings = ServerConnection.makeSettings({
    baseUrl: 'http://here/user/x/',
    fetch: async request => {
      // JupyterLab adds the time, so that no cache answers.
      urls.push((request as Request).url.replace(/&\d+$/, ''));
      return options.catalog?.() ?? new Response(JSON.stringify(catalog));
    }
  });
  const config = new ConfigModel({
    request: async () => ({ status: 200, body: options.config ?? ready })
  });
  const link = linkTo(name, {
    config,
    settings,
    heard: () => {},
    priced: () => (told.priced += 1)
  });
  return { config, link, told, urls };
}

/** Let what was asked be answered. */
const settle = async () => {
  for (let turn = 0; turn < 40; turn++) {
    await Promise.resolve();
  }
};

describe('linkTo', () => {
  afterEach(() => jest.restoreAllMocks());

  it('asks nothing of a backend that only a notebook names', async () => {
    const { link, urls } = setUp('../../api/shutdown?');
    await expect(link.aws.describe('job')).rejects.toMatchObject({
      kind: 'missing'
    });
    expect(urls).toEqual([]);
  });

  it('says so while the server has no configuration to give', async () => {
    const { link, urls } = setUp('local', { config: { garbage: true } });
    await expect(link.aws.describe('job')).rejects.toMatchObject({
      kind: 'unreachable'
    });
    expect(urls).toEqual([]);
  });

  it('calls nothing free that the server has not called so', async () => {
    const { config, link } = setUp('local');
    expect(link.paid).toBe(true);
    await config.refresh();
    expect(link.paid).toBe(false);
    expect(setUp('unheard-of').link.paid).toBe(true);
  });

  it('asks for prices once, with the first type', async () => {
    const { link, told, urls } = setUp('team');
    expect(link.rates('')).toBeNull();
    expect(urls).toEqual([]);
    expect(link.rates('ml.m5.large')).toBeNull();
    expect(link.rates('ml.g5.xlarge')).toBeNull();
    await settle();
    expect(urls).toEqual(['http://here/user/x/offload/catalog?backend=team']);
    expect(told.priced).toBe(1);
    expect(link.rates('ml.m5.large')).toEqual({
      instance: 0.115,
      volumeGib: 0.0002
    });
    expect(link.rates('ml.g5.xlarge')).toEqual({
      instance: 1.408,
      volumeGib: 0
    });
  });

  it('leaves an unknown price unknown', async () => {
    const { link } = setUp('team');
    link.rates('ml.new.large');
    await settle();
    expect(link.rates('ml.new.large')).toBeNull();
    expect(link.rates('ml.made.up')).toBeNull();
  });

  it.each([
    ['HTTP 500', () => new Response('{}', { status: 500 })],
    ['garbage', () => new Response('<html>')],
    [
      'no answer',
      () => {
        throw new TypeError('Failed to fetch');
      }
    ]
  ])('asks again a minute after %s', async (_, answer) => {
    let now = 1e9;
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    let isBad = true;
    const { link, told, urls } = setUp('team', {
      catalog: () => (isBad ? answer() : new Response(JSON.stringify(catalog)))
    });
    link.rates('ml.m5.large');
    await settle();
    expect(told.priced).toBe(0);
    isBad = false;
    now += 59_000;
    link.rates('ml.m5.large');
    await settle();
    expect(urls).toHaveLength(1);
    now += 1000;
    link.rates('ml.m5.large');
    await settle();
    expect(link.rates('ml.m5.large')?.instance).toBe(0.115);
  });
});
