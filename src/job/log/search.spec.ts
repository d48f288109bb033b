import { FakeLogTail } from '../../jobs/testing';
import { findLines } from './search';

const pause = () => Promise.resolve();
const stays = () => false;

describe('findLines', () => {
  it('finds words as they are read, whatever their colour and letters', async () => {
    const log = new FakeLogTail();
    log.push('Epoch 1', 'loss', 'e\x1b[31mpoch\x1b[0m 2', 'epoch\rgone');
    expect(await findLines(log, 'EPOCH', stays, { pause })).toEqual([0, 2]);
  });

  it('finds nothing for no words', async () => {
    const log = new FakeLogTail();
    log.push('a');
    expect(await findLines(log, '', stays, { pause })).toEqual([]);
  });

  it('passes over lines that were let go, also while it looks', async () => {
    const log = new FakeLogTail();
    log.push(...Array.from({ length: 25_000 }, () => 'line'));
    log.letGo(5);
    const goes = async () => log.letGo(24_998);
    const found = await findLines(log, 'line', stays, { pause: goes });
    expect([found![0], found!.length]).toEqual([5, 10_000 + 2]);
    expect(found!.slice(-2)).toEqual([24_998, 24_999]);
    expect(await findLines(log, '', stays, { pause: goes })).toEqual([]);
  });

  it('rests between pieces, and ends when nobody wants it any more', async () => {
    const log = new FakeLogTail();
    log.push(...Array.from({ length: 25_000 }, (_, index) => `line ${index}`));
    let pauses = 0;
    const counted = async () => {
      pauses += 1;
    };
    expect(await findLines(log, '24999', stays, { pause: counted })).toEqual([
      24_999
    ]);
    expect(pauses).toBe(3);
    expect(
      await findLines(log, 'line', () => pauses > 3, { pause: counted })
    ).toBeNull();
    expect(pauses).toBe(4);
  });
});
