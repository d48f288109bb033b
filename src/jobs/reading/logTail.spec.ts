import type { ILogLine } from '../interfaces';
import { LOCAL } from '../polling/pace';
import { FakeAws, Simulation } from '../simulation';
import type { LogBuffer } from './logBuffer';
import { LogTail } from './logTail';

const STREAM = 'cell-1/algo-1-1';

function setUp(hosts = 1, most?: LogBuffer.IMost) {
  const simulation = new Simulation();
  const aws = new FakeAws();
  const lane = simulation.rounds.lane(LOCAL);
  const job = { isTerminal: false };
  const tail = new LogTail({
    name: 'cell-1',
    aws,
    clock: simulation.clock,
    hosts: () => hosts,
    isTerminal: () => job.isTerminal,
    late: 3000,
    most,
    look: look => simulation.rounds.add(lane, 'logs', look)
  });
  const texts = () =>
    tail.lines(0, tail.length).map((line: ILogLine) => line.text);
  return { aws, job, simulation, tail, texts };
}

const numbered = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `line ${from + index}`);

describe('LogTail', () => {
  it('asks for nothing before somebody follows, and nothing after', async () => {
    const { aws, simulation, tail } = setUp();
    await simulation.run(10_000);
    expect(aws.asked).toEqual([]);
    const following = tail.follow();
    await simulation.run(1000);
    expect(aws.count('logStreams')).toBeGreaterThan(0);
    following.dispose();
    const before = aws.asked.length;
    await simulation.run(10_000);
    expect(aws.asked.length).toBe(before);
  });

  it('waits for a log that is not there yet', async () => {
    const { aws, simulation, tail, texts } = setUp();
    aws.failures.set('logStreams', 'missing');
    tail.follow();
    await simulation.run(3000);
    expect(tail).toMatchObject({ state: 'waiting', problem: null });
    aws.failures.clear();
    aws.log(STREAM, 'hello');
    await simulation.run(1000);
    expect(texts()).toEqual(['hello']);
    expect(tail.state).toBe('following');
  });

  it('reads the whole backlog and goes on', async () => {
    const { aws, simulation, tail, texts } = setUp();
    aws.log(STREAM, ...numbered(100));
    tail.follow();
    await simulation.run(5000);
    expect(texts()).toEqual(numbered(100));
    aws.log(STREAM, ...numbered(5, 100));
    await simulation.run(1000);
    expect(texts()).toEqual(numbered(105));
  });

  it('loses no line and shows none twice through minutes of faults', async () => {
    const { aws, simulation, tail, texts } = setUp();
    tail.follow();
    let written = 0;
    const kinds = ['throttled', 'unreachable', 'garbled', 'failed', 'refused'];
    for (let minute = 0; minute < 10; minute++) {
      aws.log(STREAM, ...numbered(7, written));
      written += 7;
      await simulation.run(700);
      aws.failures.set('logEvents', kinds[minute % 5] as 'failed');
      await simulation.run(30_000);
      aws.failures.clear();
    }
    await simulation.run(120_000);
    expect(texts()).toEqual(numbered(written));
    expect(tail.problem).toBeNull();
  });

  it('says what is wrong while it is, with the lines that are known', async () => {
    const { aws, simulation, tail, texts } = setUp();
    aws.log(STREAM, 'one');
    tail.follow();
    await simulation.run(1000);
    aws.failures.set('*', 'unreachable');
    await simulation.run(10_000);
    expect(tail.problem?.kind).toBe('unreachable');
    expect(texts()).toEqual(['one']);
  });

  it('asks seldom while nothing but failures comes', async () => {
    const { aws, simulation, tail } = setUp();
    aws.failures.set('*', 'throttled');
    tail.follow();
    await simulation.run(600_000);
    expect(aws.asked.length).toBeLessThan(20);
  });

  it('shows no line twice after somebody let go while a page was under way', async () => {
    const { aws, simulation, tail, texts } = setUp();
    aws.log(STREAM, ...numbered(3));
    const logEvents = aws.logEvents.bind(aws);
    let send = () => {};
    const sent = new Promise<void>(done => (send = done));
    aws.logEvents = async (stream, token) => {
      const page = await logEvents(stream, token);
      await sent;
      return page;
    };
    const following = tail.follow();
    await simulation.run(500);
    following.dispose();
    tail.follow();
    await simulation.run(500);
    send();
    aws.log(STREAM, ...numbered(3, 3));
    await simulation.run(5000);
    expect(texts()).toEqual(numbered(6));
  });

  it('holds the newest lines of a log without end, each once', async () => {
    const { aws, simulation, tail } = setUp(1, {
      bytes: Infinity,
      lines: 5000
    });
    aws.pageSize = 1000;
    const all = numbered(20_500);
    const added: string[] = [];
    tail.added.connect((_, { from, count }) =>
      added.push(...tail.lines(from, from + count).map(({ text }) => text))
    );
    aws.log(STREAM, ...all);
    tail.follow();
    await simulation.run(20_000);
    expect(added).toEqual(all);
    expect(tail.length).toBe(all.length);
    expect(tail.first).toBeGreaterThan(10_000);
    const held = tail.lines(tail.first, tail.length);
    expect(held.map(({ text }) => text)).toEqual(all.slice(tail.first));
  });

  it('takes no event from a page whose token stands still', async () => {
    const { aws, simulation, tail, texts } = setUp();
    aws.log(STREAM, 'one', 'two');
    const logEvents = aws.logEvents.bind(aws);
    aws.logEvents = async (stream, token) => {
      const page = await logEvents(stream, token);
      return token === page.token
        ? { events: [{ message: 'two' }], token }
        : page;
    };
    tail.follow();
    await simulation.run(20_000);
    expect(texts()).toEqual(['one', 'two']);
  });

  it('goes on after an empty page that is not the end', async () => {
    const { aws, simulation, tail, texts } = setUp();
    aws.logEvents = async (_, token) =>
      token === null
        ? { events: [], token: 'a' }
        : token === 'a'
          ? { events: [{ message: 'late' }], token: 'b' }
          : { events: [], token: 'b' };
    aws.streams.set(STREAM, []);
    tail.follow();
    await simulation.run(500);
    expect(texts()).toEqual(['late']);
  });

  it('starts again past what it has when its token has ended', async () => {
    const { aws, simulation, tail, texts } = setUp();
    aws.log(STREAM, ...numbered(8));
    tail.follow();
    await simulation.run(2000);
    const logEvents = aws.logEvents.bind(aws);
    let isOver = true;
    aws.logEvents = async (stream, token) => {
      if (isOver && token !== null) {
        isOver = false;
        aws.failures.set('logEvents', 'refused');
      }
      return logEvents(stream, token).finally(() => aws.failures.clear());
    };
    aws.log(STREAM, ...numbered(4, 8));
    await simulation.run(10_000);
    expect(isOver).toBe(false);
    expect(texts()).toEqual(numbered(12));
  });

  it('reads every host’s stream, and those that come late', async () => {
    const { aws, simulation, tail, texts } = setUp(2);
    aws.log(STREAM, 'a');
    tail.follow();
    await simulation.run(2000);
    aws.log('cell-1/algo-2-1', 'b');
    await simulation.run(2000);
    expect(texts()).toEqual(['a', 'b']);
    expect(tail.lines(1, 2)[0].host).toBe(2);
    // The second try of a reclaimed job has streams of its own.
    aws.log('cell-1/algo-1-2', 'c');
    await simulation.run(70_000);
    expect(texts()).toEqual(['a', 'b', 'c']);
  });

  it('never reads another job’s stream', async () => {
    const { aws, simulation, tail, texts } = setUp();
    aws.log('cell-11/algo-1-1', 'foreign');
    tail.follow();
    await simulation.run(2000);
    expect(texts()).toEqual([]);
  });

  it('ends when nothing more came for a while after the job', async () => {
    const { aws, job, simulation, tail, texts } = setUp();
    aws.log(STREAM, 'one');
    tail.follow();
    await simulation.run(2000);
    job.isTerminal = true;
    await simulation.run(2000);
    aws.log(STREAM, 'late');
    await simulation.run(10_000);
    expect(texts()).toEqual(['one', 'late']);
    expect(tail.state).toBe('ended');
    const before = aws.asked.length;
    tail.follow();
    await simulation.run(60_000);
    expect(aws.asked.length).toBe(before);
  });

  it('keeps long lines, codes and markup as they are', async () => {
    const { aws, simulation, tail, texts } = setUp();
    const lines = [
      'x'.repeat(1 << 20),
      '\u001b[31mred\u001b[0m',
      '<img src=x onerror=alert(1)>',
      ''
    ];
    aws.log(STREAM, ...lines);
    tail.follow();
    await simulation.run(2000);
    expect(texts()).toEqual(lines);
  });

  it('makes lines of an event that has several', async () => {
    const { aws, simulation, tail, texts } = setUp();
    aws.log(STREAM, 'a\nb\r\nc\n');
    tail.follow();
    await simulation.run(1000);
    expect(texts()).toEqual(['a', 'b', 'c']);
  });

  it('passes over events that are none', async () => {
    const { aws, simulation, tail } = setUp();
    const garbage = [
      null,
      7,
      {},
      { message: 3 },
      { message: 'ok', timestamp: NaN }
    ];
    aws.streams.set(STREAM, garbage as { message: string }[]);
    tail.follow();
    await simulation.run(2000);
    expect(tail.lines(0, 9)).toEqual([{ text: 'ok', time: null, host: 1 }]);
  });
});
