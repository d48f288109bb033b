import type { OutputEvent } from '../interfaces';
import { LOCAL } from '../polling/pace';
import { FakeAws, Simulation } from '../simulation';
import { Metrics } from './metrics';
import { LiveRecord } from './record';

const LIVE = 'jobs/cell-1/checkpoints/offload/outputs.jsonl';
const FINAL = 'jobs/cell-1/output/model/outputs.jsonl';

function setUp() {
  const simulation = new Simulation();
  const aws = new FakeAws();
  const lane = simulation.rounds.lane(LOCAL);
  const job = { isTerminal: false };
  const record = new LiveRecord({
    aws,
    places: () => ({
      live: { bucket: 'b', key: LIVE },
      final: { bucket: 'b', key: FINAL }
    }),
    clock: simulation.clock,
    isTerminal: () => job.isTerminal,
    late: 3000,
    look: look => simulation.rounds.add(lane, 'objects', look)
  });
  const metrics = new Metrics();
  record.measured.connect((_, measured) => metrics.take(measured));
  return { aws, job, metrics, record, simulation };
}

const stream = (text: string): string =>
  JSON.stringify({ part: 0, type: 'stream', name: 'stdout', text }) + '\n';

const textOf = (outputs: readonly OutputEvent[]): string =>
  outputs.map(one => (one.type === 'stream' ? one.text : one.type)).join('|');

describe('LiveRecord', () => {
  it('reads what is added, half lines when they are whole', async () => {
    const { aws, record, simulation } = setUp();
    record.follow();
    await simulation.run(2000);
    expect(record.isFound).toBe(false);
    const all = stream('one') + stream('zwölf');
    aws.put(LIVE, all.slice(0, 30));
    await simulation.run(2000);
    aws.put(LIVE, all);
    await simulation.run(2000);
    expect(textOf(record.outputs)).toBe('one|zwölf');
    expect(record.isFound).toBe(true);
    expect(record.problem).toBeNull();
  });

  it('shows as text what an object raised that should show itself', async () => {
    const { aws, record, simulation } = setUp();
    record.follow();
    const told = { type: 'display_error', traceback: ['ValueError', 'r', 7] };
    aws.put(LIVE, JSON.stringify({ part: 0, ...told }) + '\n' + stream('on'));
    await simulation.run(2000);
    expect(textOf(record.outputs)).toBe('ValueError\nr\n\n|on');
  });

  it('begins anew when the job has', async () => {
    const { aws, record, simulation } = setUp();
    aws.put(LIVE, stream('first try') + stream('more'));
    record.follow();
    await simulation.run(2000);
    const restarts: boolean[] = [];
    record.added.connect((_, change) => restarts.push(change.restarted));
    aws.put(LIVE, stream('again'));
    await simulation.run(2000);
    expect(textOf(record.outputs)).toBe('again');
    aws.put(LIVE, stream('a third try, longer than that before'));
    await simulation.run(2000);
    expect(textOf(record.outputs)).toBe('a third try, longer than that before');
    expect(restarts).toEqual([true, true]);
  });

  it('says that there is none where it was removed', async () => {
    const { job, record, simulation } = setUp();
    job.isTerminal = true;
    record.follow();
    await simulation.run(20_000);
    expect([record.ended, record.isFound]).toEqual([true, false]);
  });

  it('loses nothing through minutes of faults', async () => {
    const { aws, record, simulation } = setUp();
    aws.put(LIVE, stream('a'));
    record.follow();
    await simulation.run(2000);
    aws.failures.set('read', 'throttled');
    aws.put(LIVE, stream('a') + stream('b'));
    await simulation.run(300_000);
    expect(record.problem?.kind).toBe('throttled');
    aws.failures.clear();
    await simulation.run(120_000);
    expect(textOf(record.outputs)).toBe('a|b');
    expect(record.problem).toBeNull();
  });

  it('shows nothing twice after somebody let go while bytes were under way', async () => {
    const { aws, record, simulation } = setUp();
    aws.put(LIVE, stream('a'));
    const read = aws.read.bind(aws);
    let send = () => {};
    const sent = new Promise<void>(done => (send = done));
    aws.read = async (...asked) => {
      const part = await read(...asked);
      await sent;
      return part;
    };
    const shown: string[] = [];
    record.added.connect(() => shown.push(textOf(record.outputs)));
    const following = record.follow();
    await simulation.run(500);
    following.dispose();
    record.follow();
    await simulation.run(500);
    send();
    aws.put(LIVE, stream('a') + stream('b'));
    await simulation.run(5000);
    expect(shown).toEqual(['a', 'a|b']);
  });

  it('passes over what makes no sense', async () => {
    const { aws, record, simulation } = setUp();
    const garbage = ['{', '7', 'null', '[]', '{"type":"evil"}', '\u0000'];
    aws.put(
      LIVE,
      garbage.join('\n') +
        '\n{"type":"display_data","data":3,"transient":[1]}\n' +
        stream('ok')
    );
    record.follow();
    await simulation.run(2000);
    expect(textOf(record.outputs)).toBe('display_data|ok');
  });

  it('keeps progress and numbers apart from outputs', async () => {
    const { aws, metrics, record, simulation } = setUp();
    const label = 'epoch';
    const lines = [
      { type: 'progress', done: 1, total: 9, label },
      { type: 'metrics', values: { loss: 0.5, bad: 'x' }, step: null, time: 2 },
      { type: 'progress', done: 2, total: 9, label },
      { type: 'metrics', values: { loss: 0.25 }, step: null, time: 3 }
    ];
    aws.put(LIVE, lines.map(one => JSON.stringify(one) + '\n').join(''));
    record.follow();
    await simulation.run(2000);
    expect(record.outputs).toEqual([]);
    expect(record.progress).toEqual([{ part: null, done: 2, total: 9, label }]);
    expect(metrics.names).toEqual(['loss']);
    expect(metrics.series('loss')).toEqual([
      { step: 0, time: 2000, value: 0.5 },
      { step: 1, time: 3000, value: 0.25 }
    ]);
  });

  it('keeps a step in which one number is not finite, as older jobs wrote it too', async () => {
    const { aws, metrics, record, simulation } = setUp();
    const begun = '{"part": 0, "type": "metrics", "step": null, "time": 1, ';
    aws.put(
      LIVE,
      `${begun}"values": {"loss": null, "acc": 1}}\n` +
        `${begun}"values": {"loss": NaN, "acc": 2, "\\"NaN": -Infinity}}\n` +
        `${begun}"values": {"loss": 5, "acc": Infinity, "NaN": 6}}\n`
    );
    record.follow();
    await simulation.run(2000);
    const found = metrics.names.map(name => [
      name,
      metrics.series(name).map(({ step, value }) => [step, value])
    ]);
    expect(Object.fromEntries(found)).toEqual({
      loss: [[2, 5]],
      acc: [
        [0, 1],
        [1, 2]
      ],
      NaN: [[0, 6]]
    });
  });

  it('finds the uploaded record of a job that is over, and ends', async () => {
    const { aws, job, record, simulation } = setUp();
    job.isTerminal = true;
    aws.put(FINAL, stream('done'));
    record.follow();
    await simulation.run(10_000);
    expect(textOf(record.outputs)).toBe('done');
    expect(record.ended).toBe(true);
    const before = aws.asked.length;
    await simulation.run(60_000);
    expect(aws.asked.length).toBe(before);
  });
});
