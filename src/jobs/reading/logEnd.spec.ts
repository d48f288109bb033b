import { LOCAL } from '../polling/pace';
import { FakeAws, Simulation } from '../simulation';
import { LogEnd } from './logEnd';
import { LogTail } from './logTail';

const STREAM = 'cell-1/algo-1-1';
const LATE = 3000;

function setUp(given: { isTerminal?: boolean; sinceEnd?: number } = {}) {
  const simulation = new Simulation();
  const aws = new FakeAws();
  aws.pageSize = 100;
  const lane = simulation.rounds.lane(LOCAL);
  const job = { isTerminal: true, sinceEnd: LATE, ...given };
  const options = {
    name: 'cell-1',
    aws,
    clock: simulation.clock,
    isTerminal: () => job.isTerminal,
    late: LATE,
    look: (look: () => Promise<boolean>) =>
      simulation.rounds.add(lane, 'logs', look)
  };
  const tail = new LogTail({ ...options, hosts: () => 1 });
  const end = new LogEnd({ ...options, tail, sinceEnd: () => job.sinceEnd });
  const texts = () => end.lines.map(line => line.text);
  return { aws, end, job, simulation, tail, texts };
}

const numbered = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `line ${from + index}`);

describe('LogEnd', () => {
  it('shows the last lines of a long log at once, by few requests', async () => {
    const { aws, end, simulation, texts } = setUp();
    aws.log(STREAM, ...numbered(100_000));
    end.follow();
    await simulation.run(1000);
    expect(texts()).toEqual(numbered(LogEnd.LINES, 100_000 - LogEnd.LINES));
    expect(end.before).toBeNull();
    expect(aws.asked.length).toBeLessThanOrEqual(3);
    await simulation.run(60_000);
    expect(aws.asked.length).toBeLessThanOrEqual(3);
  });

  it('has all of a short one, and knows it', async () => {
    const { aws, end, simulation, texts } = setUp();
    aws.log(STREAM, ...numbered(150));
    end.follow();
    await simulation.run(1000);
    expect(texts()).toEqual(numbered(150));
    expect(end.before).toBe(0);
  });

  it('has none where nothing was written', async () => {
    const { aws, end, simulation, texts } = setUp();
    aws.failures.set('logStreams', 'missing');
    end.follow();
    await simulation.run(1000);
    expect([texts(), end.before]).toEqual([[], 0]);
  });

  it('goes past a page that is empty', async () => {
    const { aws, end, simulation, texts } = setUp();
    aws.log(STREAM, 'one', 'two');
    const before = aws.logEventsBefore.bind(aws);
    aws.logEventsBefore = async (stream, token, most) =>
      token === null
        ? { events: [], token: 'b/2' }
        : before(stream, token, most);
    end.follow();
    await simulation.run(1000);
    expect(texts()).toEqual(['one', 'two']);
  });

  it('counts no line twice when all are read', async () => {
    const { aws, end, simulation, tail, texts } = setUp();
    aws.log(STREAM, ...numbered(1000));
    end.follow();
    await simulation.run(1000);
    tail.follow();
    let changes = 0;
    end.changed.connect(() => {
      changes += 1;
      expect(texts()).toEqual(numbered(LogEnd.LINES, 800));
    });
    await simulation.run(20_000);
    expect(tail.state).toBe('ended');
    expect(tail.lines(0, 1000).map(line => line.text)).toEqual(numbered(1000));
    expect(end.before).toBe(800);
    expect(changes).toBeGreaterThan(0);
  });

  it('asks for nothing where all was read', async () => {
    const { aws, end, simulation, tail, texts } = setUp();
    aws.log(STREAM, 'one');
    tail.follow();
    await simulation.run(20_000);
    const before = aws.asked.length;
    end.follow();
    await simulation.run(20_000);
    expect(aws.asked.length).toBe(before);
    expect(texts()).toEqual(['one']);
  });

  it('waits for what arrives late, and no longer', async () => {
    const { aws, end, job, simulation, texts } = setUp({ sinceEnd: 0 });
    aws.log(STREAM, 'one');
    end.follow();
    await simulation.run(1000);
    aws.log(STREAM, 'two');
    await simulation.run(2000);
    expect(texts()).toEqual(['one', 'two']);
    job.sinceEnd = LATE;
    await simulation.run(2000);
    const before = aws.asked.length;
    await simulation.run(60_000);
    expect(aws.asked.length).toBe(before);
  });

  it('is the end of the whole log while the job runs', async () => {
    const { aws, end, job, simulation, texts } = setUp({ isTerminal: false });
    aws.log(STREAM, ...numbered(300));
    const following = end.follow();
    await simulation.run(5000);
    expect(texts()).toEqual(numbered(LogEnd.LINES, 100));
    expect(end.before).toBe(100);
    // And goes on as that when the job ends before one's eyes.
    aws.log(STREAM, 'last');
    job.isTerminal = true;
    await simulation.run(20_000);
    expect(texts().slice(-1)).toEqual(['last']);
    expect(end.before).toBe(101);
    expect(aws.count('logEventsBefore')).toBe(0);
    following.dispose();
  });

  it.each([
    ['runs', false],
    ['is over', true]
  ])(
    'does not count lines for machines in a job that %s',
    async (_, isTerminal) => {
      const { aws, end, job, simulation, texts } = setUp();
      job.isTerminal = isTerminal;
      aws.pageSize = 10_000;
      const metrics = numbered(5000).map(line => `offload-metric ${line}`);
      aws.log(STREAM, 'begin', 'ready', ...metrics, 'offload-result 00 11');
      const following = end.follow();
      await simulation.run(5000);
      expect([texts(), end.before]).toEqual([['begin', 'ready'], 0]);
      following.dispose();
    }
  );

  it('counts before the last lines what is for people', async () => {
    const { aws, end, simulation, texts } = setUp({ isTerminal: false });
    const mixed = numbered(300).flatMap(line => [
      line,
      `offload-metric ${line}`
    ]);
    aws.log(STREAM, ...mixed);
    const following = end.follow();
    await simulation.run(20_000);
    expect(texts()).toEqual(numbered(LogEnd.LINES, 100));
    expect(end.before).toBe(100);
    following.dispose();
  });

  it('asks no second page for a line or two for machines', async () => {
    const { aws, end, simulation, texts } = setUp();
    aws.pageSize = LogEnd.LINES;
    aws.log(STREAM, ...numbered(1000), 'offload-result 00 11');
    end.follow();
    await simulation.run(100);
    expect(texts()).toEqual(numbered(LogEnd.LINES - 1, 801));
    expect(aws.count('logEventsBefore')).toBe(1);
  });

  it('follows a job that only a notebook called over', async () => {
    const { aws, end, job, simulation, texts } = setUp();
    aws.failures.set('logStreams', 'denied');
    const following = end.follow();
    await simulation.run(100);
    aws.failures.clear();
    job.isTerminal = false;
    aws.log(STREAM, 'one');
    await simulation.run(5000);
    aws.log(STREAM, 'two');
    await simulation.run(5000);
    expect(texts()).toEqual(['one', 'two']);
    following.dispose();
    const before = aws.asked.length;
    await simulation.run(60_000);
    expect(aws.asked.length).toBe(before);
  });

  it('joins hosts by time, and of each its newest stream', async () => {
    const { aws, end, simulation, texts } = setUp();
    const at = (timestamp: number, message: string) => ({ timestamp, message });
    aws.streams.set('cell-1/algo-1-1', [at(1, 'reclaimed')]);
    aws.streams.set('cell-1/algo-1-2', [at(5, 'a'), at(7, 'c')]);
    aws.streams.set('cell-1/algo-2-1', [at(6, 'b')]);
    aws.streams.set('cell-10/algo-1-1', [at(6, 'of another job')]);
    end.follow();
    await simulation.run(1000);
    expect(texts()).toEqual(['a', 'b', 'c']);
    expect(end.before).toBeNull();
  });

  it('tries again after a fault', async () => {
    const { aws, end, simulation, texts } = setUp();
    aws.log(STREAM, 'one');
    aws.failures.set('logEventsBefore', 'throttled');
    end.follow();
    await simulation.run(5000);
    expect(texts()).toEqual([]);
    aws.failures.clear();
    await simulation.run(60_000);
    expect(texts()).toEqual(['one']);
  });
});
