import { Again } from './again';
import { ConfigModel } from './model';

function setUp() {
  const request = jest.fn(async () => ({ status: 404, body: null }));
  const due: [() => void, number][] = [];
  const time = { now: 0 };
  const again = new Again({
    config: new ConfigModel({ request }),
    clock: () => time.now,
    later: (action, wait) => due.push([action, wait])
  });
  return { again, due, request, time };
}

describe('Again', () => {
  it('asks at once, and for many only once', async () => {
    const { again, due, request } = setUp();
    again.ask();
    again.ask();
    expect(due.map(([, wait]) => wait)).toEqual([0]);
    due[0][0]();
    expect(request).toHaveBeenCalledTimes(1);
  });

  it('rests between two questions, and forgets none', async () => {
    const { again, due, time } = setUp();
    again.ask();
    due[0][0]();
    time.now = 5000;
    again.ask();
    expect(due[1][1]).toBe(Again.REST - 5000);
  });
});
