import type { IPlan } from '../generated/plan';
import type { Limit } from './form';
import { SubmitForm } from './form';
import { MagicLine } from './magicLine';
import { NOTHING_REMEMBERED } from './memory';
import { planOf } from './testing';

/** Answers when it is told to, as a kernel does. */
class Kernel {
  readonly asked: string[] = [];

  ask = (line: MagicLine): Promise<IPlan> => {
    this.asked.push(`${line}`);
    return new Promise((resolve, reject) => {
      this.answer = async (plan = planOf()) => {
        resolve(plan);
        await settled();
      };
      this.fail = async message => {
        reject(new Error(message));
        await settled();
      };
    });
  };

  answer: (plan?: IPlan) => Promise<void> = () => Promise.resolve();
  fail: (message: string) => Promise<void> = () => Promise.resolve();
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) {
    await Promise.resolve();
  }
}

describe('SubmitForm', () => {
  let kernel: Kernel;
  let busy: boolean;
  const served = null;
  let pause: () => void;

  function form(line = '', cells = 1): SubmitForm {
    kernel = new Kernel();
    busy = false;
    pause = () => undefined;
    return new SubmitForm({
      line: MagicLine.parse(line),
      cells,
      givingWay: () => [],
      remembered: NOTHING_REMEMBERED,
      ask: kernel.ask,
      backendOf: () => served,
      mayCost: () => false,
      isBusy: () => busy,
      later: callback => {
        pause = () => void callback();
      }
    });
  }

  it('begins with what the cell says', () => {
    const one = form('ml.g5.xlarge --max-cost 1.50 --max-runtime 1h30m');
    expect(one.type).toBe('ml.g5.xlarge');
    expect(one.limit('--max-cost')).toBe('1.50');
    expect(one.limit('--max-runtime')).toBe('90');
    expect(`${one.line}`).toBe(
      'ml.g5.xlarge --max-cost 1.50 --max-runtime 1h30m'
    );
  });

  it('writes what is chosen, and leaves the rest of the line', () => {
    const one = form('--tag "a=b c" # mine');
    one.setType('ml.m5.large');
    one.setLimit('--max-cost', ' 2 ');
    one.setLimit('--max-runtime', '90');
    expect(`${one.line}`).toBe(
      'ml.m5.large --tag "a=b c" --max-cost 2 --max-runtime 90m # mine'
    );
    one.setType(null);
    one.setLimit('--max-cost', '');
    one.setLimit('--max-runtime', '');
    expect(`${one.line}`).toBe('--tag "a=b c" # mine');
  });

  it('shows what the cell needs where no type is named', () => {
    const one = form('--gpu 1 --wait --memory 32');
    expect(one.needs).toBe('--gpu 1 --memory 32');
    one.setType('ml.g5.xlarge');
    expect(one.needs).toBe('');
  });

  it.each<[Limit, string]>([
    ['--max-cost', '2,50'],
    ['--max-cost', '0'],
    ['--max-runtime', '1:30'],
    ['--max-runtime', '1 hh'],
    ['--max-runtime', '100000']
  ])('asks for the plan without a %s of %s', async (limit, text) => {
    const one = form('ml.c5.xlarge');
    void one.ask();
    await kernel.answer();
    one.setLimit(limit, text);
    expect(one.invalid).toEqual([limit]);
    pause();
    await kernel.answer();
    expect(kernel.asked).toEqual(['ml.c5.xlarge', 'ml.c5.xlarge']);
    one.setLimit(limit, '2');
    expect(one.invalid).toEqual([]);
    pause();
    expect(kernel.asked[2]).toContain(limit);
  });

  it.each(['two', '0', '-1', '1,50'])(
    'does not lose a limit that cannot be read: %s',
    text => {
      const one = form();
      one.setLimit('--max-cost', text);
      one.setLimit('--max-runtime', text);
      expect(`${one.line}`).toBe(`--max-cost ${text} --max-runtime ${text}`);
      expect(one.isInvalid('--max-cost')).toBe(true);
      expect(one.isInvalid('--max-runtime')).toBe(true);
      expect(one.limit('--max-runtime')).toBe(text);
    }
  );

  it('takes a duration as the magic does, too', () => {
    const one = form();
    one.setLimit('--max-runtime', '1h30m');
    expect(`${one.line}`).toBe('--max-runtime 1h30m');
    expect(one.isInvalid('--max-runtime')).toBe(false);
  });

  it('takes a duration as people write it, and shows it so', () => {
    const one = form();
    one.setLimit('--max-runtime', '45 min');
    expect(`${one.line}`).toBe('--max-runtime 45m');
    expect(one.limit('--max-runtime')).toBe('45 min');
    expect(one.isInvalid('--max-runtime')).toBe(false);
  });

  it('several cells become parts, a single one does not', () => {
    expect(`${form('m5.large --part 2/2', 3).line}`).toBe(
      'm5.large --part 1/3'
    );
    expect(`${form('m5.large --part 2/2', 1).line}`).toBe('m5.large');
  });

  it('asks for a plan, and again a moment after a change', async () => {
    const one = form('m5.large');
    void one.ask();
    expect(one.phase).toBe('asking');
    await kernel.answer();
    expect(one.phase).toBe('ready');
    one.setType('ml.c5.xlarge');
    expect(one.phase).toBe('asking');
    pause();
    await kernel.answer();
    expect(one.phase).toBe('ready');
    expect(kernel.asked).toEqual(['m5.large', 'ml.c5.xlarge']);
  });

  it('asks one question at a time, and skips what is out of date', async () => {
    const one = form('a.b');
    void one.ask();
    for (const type of ['a.c', 'a.d', 'a.e']) {
      one.setType(type);
      pause();
    }
    expect(kernel.asked).toEqual(['a.b']);
    await kernel.answer();
    expect(one.phase).toBe('asking');
    await kernel.answer(planOf({ size: 7 }));
    expect(kernel.asked).toEqual(['a.b', 'a.e']);
    expect(one.phase).toBe('ready');
    expect(one.plan?.size).toBe(7);
  });

  it('a plan that comes while somebody types is not the last word', async () => {
    const one = form('a.b');
    void one.ask();
    one.setType('a.c');
    await kernel.answer();
    expect(one.phase).toBe('asking');
    expect(one.plan).not.toBeNull();
    pause();
    await kernel.answer();
    expect(one.phase).toBe('ready');
  });

  it('says that a cell keeps the kernel busy', async () => {
    const one = form();
    void one.ask();
    busy = true;
    expect(one.phase).toBe('waiting');
    await kernel.answer();
    expect(one.phase).toBe('ready');
  });

  it('says why there is no plan, and asks again', async () => {
    const one = form();
    void one.ask();
    await kernel.fail('The kernel died.');
    expect([one.phase, one.failure?.message]).toEqual([
      'failed',
      'The kernel died.'
    ]);
    void one.ask();
    await kernel.answer();
    expect([one.phase, one.failure]).toEqual(['ready', null]);
  });

  it('asks nothing more once it is gone', async () => {
    const one = form();
    void one.ask();
    one.setType('a.c');
    pause();
    one.dispose();
    await kernel.answer();
    expect(kernel.asked).toHaveLength(1);
  });

  it('remembers what was chosen', () => {
    const one = form('ml.m5.large --max-cost 2');
    expect(one.remembered).toEqual({
      types: ['ml.m5.large'],
      maxCost: '2',
      maxRuntime: ''
    });
  });
});
