import { Simulation } from '../simulation';
import { AWS, LOCAL } from './pace';
import { Rounds } from './rounds';

/** Something to look at that notes when, and does what a test says. */
function looker(simulation: Simulation) {
  const times: number[] = [];
  const found = {
    times,
    news: true,
    fails: false,
    look: async () => {
      times.push(simulation.time);
      if (found.fails) {
        throw new Error('no answer');
      }
      return found.news;
    }
  };
  return found;
}

const gaps = (times: readonly number[]) =>
  times.slice(1).map((time, index) => time - times[index]);

describe('Rounds', () => {
  it('looks at once, often while there is news, and seldom without', async () => {
    const simulation = new Simulation();
    const log = looker(simulation);
    simulation.rounds.add(simulation.rounds.lane(AWS), 'logs', log.look);
    await simulation.run(10_000);
    expect(log.times[0]).toBe(Rounds.SHORTEST_SLEEP);
    expect(new Set(gaps(log.times))).toEqual(new Set([3000]));
    log.news = false;
    await simulation.run(120_000);
    const seldom = gaps(log.times).slice(-3);
    expect(seldom).toEqual([10_000, 10_000, 10_000]);
  });

  it('looks no more after it was disposed', async () => {
    const simulation = new Simulation();
    const one = looker(simulation);
    const lane = simulation.rounds.lane(LOCAL);
    const looking = simulation.rounds.add(lane, 'logs', one.look);
    await simulation.run(1000);
    looking.dispose();
    expect(looking.isDisposed).toBe(true);
    const before = one.times.length;
    await simulation.run(60_000);
    expect(one.times.length).toBe(before);
  });

  it('backs off from what fails, and never for more than a minute', async () => {
    const simulation = new Simulation();
    const one = looker(simulation);
    one.fails = true;
    simulation.rounds.add(simulation.rounds.lane(LOCAL), 'logs', one.look);
    await simulation.run(600_000);
    const waited = gaps(one.times);
    expect(waited.slice(0, 5)).toEqual([1000, 2000, 4000, 8000, 16_000]);
    expect(Math.max(...waited)).toBe(Rounds.MOST_AFTER_FAILURE);
  });

  it('goes on with everything as soon as one thing is answered again', async () => {
    const simulation = new Simulation();
    const lane = simulation.rounds.lane(LOCAL);
    const [status, log] = [looker(simulation), looker(simulation)];
    status.fails = log.fails = true;
    simulation.rounds.add(lane, 'describe', status.look);
    await simulation.run(45_000);
    simulation.rounds.add(lane, 'logs', log.look);
    await simulation.run(600_000);
    status.fails = log.fails = false;
    const was = log.times.length;
    await simulation.run(Rounds.MOST_AFTER_FAILURE);
    const heard = Math.min(
      status.times.find(time => time > 645_000)!,
      log.times.find(time => time > 645_000)!
    );
    expect(status.times.filter(time => time >= heard)[0] - heard).toBeLessThan(
      500
    );
    expect(log.times[was] - heard).toBeLessThan(500);
  });

  it('does not let one backend that is back hurry another', async () => {
    const simulation = new Simulation();
    const [here, away] = [looker(simulation), looker(simulation)];
    here.fails = away.fails = true;
    simulation.rounds.add(simulation.rounds.lane(LOCAL), 'list', here.look);
    simulation.rounds.add(simulation.rounds.lane(AWS), 'logs', away.look);
    await simulation.run(300_000);
    here.fails = false;
    const before = away.times.length;
    await simulation.run(60_000);
    expect(away.times.length - before).toBeLessThanOrEqual(1);
  });

  it('looks at once when somebody is in a hurry, also while it looks', async () => {
    const simulation = new Simulation();
    const answers: (() => void)[] = [];
    const looking = simulation.rounds.add(
      simulation.rounds.lane(AWS),
      'logs',
      () => new Promise<boolean>(done => answers.push(() => done(false)))
    );
    await simulation.run(100);
    expect(answers).toHaveLength(1);
    looking.hurry();
    await simulation.run(500);
    // Never twice at the same time.
    expect(answers).toHaveLength(1);
    answers[0]();
    await simulation.run(500);
    expect(answers).toHaveLength(2);
  });

  it('leaves out a look whose answer is known from elsewhere', async () => {
    const simulation = new Simulation();
    const one = looker(simulation);
    const looking = simulation.rounds.add(
      simulation.rounds.lane(AWS),
      'describe',
      one.look
    );
    await simulation.run(80_000);
    looking.skip();
    await simulation.run(80_000);
    expect(one.times).toHaveLength(1);
    await simulation.run(20_000);
    expect(one.times).toHaveLength(2);
  });

  it('has a few requests under way at most, the list’s first', async () => {
    const simulation = new Simulation();
    const lane = simulation.rounds.lane(LOCAL);
    const begun: string[] = [];
    const never = (name: string) => () => {
      begun.push(name);
      return new Promise<boolean>(() => {});
    };
    for (let index = 0; index < 9; index++) {
      simulation.rounds.add(lane, 'logs', never('log'));
    }
    simulation.rounds.add(lane, 'list', never('list'));
    await simulation.run(60_000);
    expect(begun[0]).toBe('list');
    expect(begun).toHaveLength(Rounds.MOST_AT_ONCE);
  });

  it('looks once, not for every time that was missed, after a sleep', async () => {
    const simulation = new Simulation();
    const one = looker(simulation);
    simulation.rounds.add(simulation.rounds.lane(LOCAL), 'logs', one.look);
    await simulation.run(2000);
    const before = one.times.length;
    // The laptop was closed: the clock has gone on, and nothing has run.
    simulation.time += 8 * 3_600_000;
    await simulation.run(300);
    expect(one.times.length - before).toBe(1);
  });

  it('stops for good when it is disposed of', () => {
    const dispose = jest.fn();
    const rounds = new Rounds({
      clock: () => 0,
      random: () => 0,
      makePoll: () => ({
        frequency: { interval: 0, backoff: false, max: 0 },
        isDisposed: false,
        dispose,
        schedule: async () => {}
      })
    });
    rounds.dispose();
    expect(dispose).toHaveBeenCalledTimes(1);
  });
});
