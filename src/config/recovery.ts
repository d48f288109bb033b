import type { IPoll, Poll } from '@lumino/polling';
import type { IConfigModel } from '../tokens';

/**
 * Asks for a configuration that did not come, again and again and ever more
 * seldom, until there is one: a server may be restarting. A server without the
 * extension has answered, and is not asked again.
 */
export function recover(model: IConfigModel, makePoll: recover.MakePoll): void {
  const poll = makePoll(async () => {
    await model.refresh();
    if (model.state.phase === 'failed') {
      // What a poll backs off at.
      throw new Error(model.state.reason);
    }
  });
  let isAsking = false;
  model.changed.connect(() => {
    const isFailed = model.state.phase === 'failed';
    if (isFailed === isAsking) {
      return;
    }
    isAsking = isFailed;
    const next = isFailed
      ? { phase: 'started' as const, interval: recover.FREQUENCY.interval }
      : { phase: 'stopped' as const, interval: Infinity };
    void poll.schedule(next);
  });
}

export namespace recover {
  export const FREQUENCY: IPoll.Frequency = {
    interval: 2000,
    backoff: true,
    max: 60_000
  };

  /** A poll of that frequency that calls `ask`, and does not begin by itself. */
  export type MakePoll = (ask: () => Promise<void>) => Pick<Poll, 'schedule'>;
}
