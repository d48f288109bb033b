import { ReadableStream } from 'node:stream/web';
import { ProxyHandler } from './handler';

/** A handler whose answer's body is what `feed` puts there. */
function handlerThatGets(
  start: (body: ReadableStreamDefaultController<Uint8Array>) => void
) {
  let aborted = false;
  let cancelled = false;
  const handler = new ProxyHandler({
    base: 'http://here/aws',
    send: async (_, init) => {
      const body = new ReadableStream<Uint8Array>({
        start: given => {
          const controller =
            given as ReadableStreamDefaultController<Uint8Array>;
          // As fetch does with the body of a request that is given up.
          init.signal?.addEventListener('abort', () => {
            aborted = true;
            controller.error(new Error('aborted'));
          });
          start(controller);
        },
        cancel: () => {
          cancelled = true;
        }
      });
      return new Response(body as unknown as BodyInit);
    }
  });
  const asked = handler
    .handle({ method: 'GET', path: '/', headers: {} })
    .then(({ response }) => (response.body as Uint8Array).length);
  return {
    asked,
    get aborted() {
      return aborted;
    },
    get cancelled() {
      return cancelled;
    }
  };
}

describe('ProxyHandler', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('waits for an answer as long as more of it comes', async () => {
    const pause = ProxyHandler.TIMEOUT - 1;
    const got = handlerThatGets(body => {
      for (let piece = 1; piece <= 10; piece++) {
        setTimeout(() => body.enqueue(new Uint8Array(7)), piece * pause);
      }
      setTimeout(() => body.close(), 11 * pause);
    });
    await jest.advanceTimersByTimeAsync(11 * pause);
    expect(await got.asked).toBe(70);
    // Nothing is left that would give it up later.
    await jest.advanceTimersByTimeAsync(10 * pause);
    expect(got.aborted).toBe(false);
  });

  it('gives up an answer of which nothing more comes', async () => {
    const got = handlerThatGets(body => {
      setTimeout(() => body.enqueue(new Uint8Array(7)), 20_000);
    });
    const failed = expect(got.asked).rejects.toMatchObject({
      kind: 'unreachable'
    });
    await jest.advanceTimersByTimeAsync(20_000 + ProxyHandler.TIMEOUT);
    await failed;
    expect(got.aborted).toBe(true);
  });

  it('gives up an answer that does not end, at its largest', async () => {
    const piece = new Uint8Array(2 ** 20);
    const most = ProxyHandler.MAX_ANSWER / piece.length;
    const got = handlerThatGets(body => {
      for (let second = 1; second <= most + 1; second++) {
        setTimeout(() => body.enqueue(piece), second * 1000);
      }
    });
    const failed = expect(got.asked).rejects.toMatchObject({
      kind: 'garbled',
      message: 'The answer is too large.'
    });
    await jest.advanceTimersByTimeAsync((most + 1) * 1000);
    await failed;
    expect(got.cancelled).toBe(true);
  });
});
