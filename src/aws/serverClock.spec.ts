import { ServerClock } from './serverClock';

const HOUR = 3_600_000;

describe('ServerClock', () => {
  it('goes by this machine until a server was heard', () => {
    expect(new ServerClock(() => 1000).now()).toBe(1000);
  });

  it('takes an answer that is some seconds old for no difference', () => {
    const clock = new ServerClock(() => HOUR);
    clock.heard(HOUR - ServerClock.TOLERANCE);
    expect(clock.now()).toBe(HOUR);
  });

  it.each([HOUR, -HOUR])('goes by the server, %d ms off', off => {
    let local = 10 * HOUR;
    const clock = new ServerClock(() => local);
    clock.heard(local + off);
    local += 1234;
    expect(clock.now()).toBe(local + off);
  });

  it('follows when this machine’s clock is set right after a sleep', () => {
    let local = 10 * HOUR;
    const clock = new ServerClock(() => local);
    clock.heard(12 * HOUR);
    local = 12 * HOUR + 500;
    clock.heard(12 * HOUR);
    expect(clock.now()).toBe(local);
  });

  it.each([NaN, Infinity, Date.parse('yesterday')])(
    'keeps what it knows when told %d',
    date => {
      const clock = new ServerClock(() => 0);
      clock.heard(HOUR);
      clock.heard(date);
      expect(clock.now()).toBe(HOUR);
    }
  );
});
