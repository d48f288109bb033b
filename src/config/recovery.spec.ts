import type { IPoll } from '@lumino/polling';
import { ConfigModel } from './model';
import { recover } from './recovery';

const config = {
  version: '0.1.0',
  active: 'local',
  backends: [{ name: 'local' }],
  engine: { running: false, version: null, problem: null }
};

type Next = Partial<
  Pick<IPoll.State<void, void, string>, 'interval' | 'phase'>
>;

function setUp() {
  let status = 500;
  const scheduled: Next[] = [];
  const model = new ConfigModel({
    request: async () => ({ status, body: config })
  });
  let ask: () => Promise<void> = async () => {};
  recover(model, given => {
    ask = given;
    return {
      schedule: async (next: Next = {}) => {
        scheduled.push(next);
      }
    };
  });
  return {
    model,
    scheduled,
    ask: () => ask(),
    answer: (next: number) => {
      status = next;
    }
  };
}

describe('recover', () => {
  it('asks for nothing while all is well', async () => {
    const { answer, model, scheduled } = setUp();
    answer(200);
    await model.refresh();
    expect(scheduled).toEqual([]);
  });

  it('asks again, later, until a configuration has come', async () => {
    const { answer, ask, model, scheduled } = setUp();
    await model.refresh();
    expect(scheduled).toEqual([{ phase: 'started', interval: 2000 }]);
    // The poll backs off at what is rejected.
    await expect(ask()).rejects.toThrow('HTTP 500');
    expect(scheduled).toHaveLength(1);
    answer(200);
    await ask();
    expect(model.state.phase).toBe('ready');
    expect(scheduled.slice(1)).toEqual([
      { phase: 'stopped', interval: Infinity }
    ]);
  });

  it('leaves a server alone that has answered that it lacks the extension', async () => {
    const { answer, model, scheduled } = setUp();
    answer(404);
    await model.refresh();
    expect(scheduled).toEqual([]);
  });

  it('begins anew when the server goes away a second time', async () => {
    const { answer, model, scheduled } = setUp();
    for (const status of [500, 200, 503]) {
      answer(status);
      await model.refresh();
    }
    expect(scheduled.map(({ phase }) => phase)).toEqual([
      'started',
      'stopped',
      'started'
    ]);
  });
});
