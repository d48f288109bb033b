import type { IConfig } from '../generated/config';
import { ConfigModel } from './model';
import type { IReply } from './request';

const answer: IConfig = {
  version: '0.1.0',
  active: 'local',
  backends: [
    {
      name: 'local',
      region: 'us-east-1',
      account: '000000000000',
      paid: false
    }
  ],
  engine: { running: false, version: null, problem: null }
};

function modelThatGets(...replies: IReply[]): ConfigModel {
  return new ConfigModel({
    request: async () => {
      const next = replies.shift();
      if (!next) {
        throw new TypeError('Failed to fetch');
      }
      return next;
    }
  });
}

describe('ConfigModel', () => {
  it('is loading until it was asked to refresh', () => {
    expect(modelThatGets().state).toEqual({ phase: 'loading' });
  });

  it('holds the answer and says that it changed', async () => {
    const model = modelThatGets({ status: 200, body: answer });
    const seen: string[] = [];
    model.changed.connect(sender => {
      seen.push(sender.state.phase);
    });
    await model.refresh();
    expect(model.state).toEqual({ phase: 'ready', config: answer });
    expect(seen).toEqual(['ready']);
  });

  it('takes 404 for a server extension that is not there', async () => {
    const model = modelThatGets({ status: 404, body: undefined });
    await model.refresh();
    expect(model.state).toEqual({ phase: 'missing' });
  });

  it('names any other status', async () => {
    const model = modelThatGets({ status: 403, body: {} });
    await model.refresh();
    expect(model.state).toEqual({ phase: 'failed', reason: 'HTTP 403' });
  });

  it('never rejects when no answer arrives', async () => {
    const model = modelThatGets();
    await model.refresh();
    expect(model.state).toEqual({
      phase: 'failed',
      reason: 'TypeError: Failed to fetch'
    });
  });

  it.each([
    undefined,
    null,
    'text',
    [],
    {},
    { ...answer, version: 1 },
    { ...answer, engine: null },
    { ...answer, backends: 'local' },
    { ...answer, backends: [null] },
    { ...answer, active: 'another' }
  ])('refuses a body that is not a configuration: %j', async body => {
    const model = modelThatGets({ status: 200, body });
    await model.refresh();
    expect(model.state.phase).toBe('failed');
  });

  it('recovers when a later answer is right', async () => {
    const model = modelThatGets(
      { status: 500, body: undefined },
      { status: 200, body: answer }
    );
    await model.refresh();
    await model.refresh();
    expect(model.state.phase).toBe('ready');
  });

  it('shares one request among calls at the same time', async () => {
    const request = jest.fn(async () => ({ status: 200, body: answer }));
    const model = new ConfigModel({ request });
    await Promise.all([model.refresh(), model.refresh()]);
    expect(request).toHaveBeenCalledTimes(1);
    await model.refresh();
    expect(request).toHaveBeenCalledTimes(2);
  });
});

describe('refreshSoon', () => {
  function setUp() {
    const request = jest.fn(async () => ({ status: 404, body: null }));
    const due: [() => void, number][] = [];
    const time = { now: 0 };
    const model = new ConfigModel({
      request,
      clock: () => time.now,
      later: (action, wait) => due.push([action, wait])
    });
    return { due, model, request, time };
  }

  it('asks at once, and for many only once', () => {
    const { due, model, request } = setUp();
    model.refreshSoon();
    model.refreshSoon();
    expect(due.map(([, wait]) => wait)).toEqual([0]);
    due[0][0]();
    expect(request).toHaveBeenCalledTimes(1);
  });

  it('rests between two questions, and forgets none', () => {
    const { due, model, time } = setUp();
    model.refreshSoon();
    due[0][0]();
    time.now = 5000;
    model.refreshSoon();
    expect(due[1][1]).toBe(ConfigModel.REST - 5000);
  });
});
