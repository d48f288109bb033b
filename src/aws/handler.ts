import { readBody } from './body';
import { ProblemError } from './problem';

/** What an SDK client wants to send; host and protocol do not matter here. */
export interface IRequest {
  readonly method: string;
  /** Encoded, with a leading slash. */
  readonly path: string;
  readonly query?: Record<string, string | string[] | null>;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

export interface IAnswer {
  readonly statusCode: number;
  /** Names in lower case. */
  readonly headers: Record<string, string>;
  readonly body: ReadableStream<Uint8Array> | Uint8Array;
}

/** The headers that mean something to the signing proxy. */
const SENT = [
  'content-type',
  'x-amz-target',
  'range',
  'if-none-match',
  'x-amz-checksum-mode'
];

/** Asks the proxy to say of what is not there so that the console stays clean. */
const QUIETLY = 'x-offload-quietly';

/** With such an answer of 200: the status that AWS gave. */
const STATUS = 'x-offload-status';

/**
 * Takes an SDK client's requests to the signing proxy of the Jupyter server
 * instead of to AWS.
 *
 * An answer is read to its end before it is handed on, so that one that stops
 * half-way, or never ends, is noticed here. Every failure to get a whole answer
 * is a ProblemError.
 */
export class ProxyHandler {
  constructor(options: ProxyHandler.IOptions) {
    this._options = options;
  }

  readonly metadata = { handlerProtocol: 'http/1.1' };

  async handle(request: IRequest): Promise<{ response: IAnswer }> {
    const { base, heard, send } = this._options;
    const abort = new AbortController();
    const patience = new Private.Patience(
      this._options.timeout ?? ProxyHandler.TIMEOUT,
      () => abort.abort()
    );
    try {
      const response = await send(base + Private.target(request), {
        method: request.method,
        headers: Private.headers(request.headers),
        signal: abort.signal,
        // With JupyterLab's own `no-store`, makeRequest adds the time to the
        // address as a query, which the proxy refuses. The proxy's answers say
        // themselves that they must not be stored.
        cache: 'no-cache',
        ...(typeof request.body === 'string' ||
        request.body instanceof Uint8Array
          ? { body: request.body as BodyInit }
          : {})
      });
      const headers = Object.fromEntries(response.headers.entries());
      if (headers.date) {
        heard?.(Date.parse(headers.date));
      }
      patience.renew();
      const bytes = await readBody(response, ProxyHandler.MAX_ANSWER, () =>
        patience.renew()
      );
      return {
        response: {
          statusCode: Private.statusOf(response),
          headers,
          body: this._options.streams ? new Response(bytes).body! : bytes
        }
      };
    } catch (error) {
      throw Private.problem(error, abort.signal.aborted);
    } finally {
      patience.end();
    }
  }

  // What the SDK's configuration asks of a handler; there is nothing to set.
  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }

  destroy(): void {}

  private _options: ProxyHandler.IOptions;
}

export namespace ProxyHandler {
  /**
   * Milliseconds within which something must come: the head of an answer, or
   * more of it. A slow link may take longer for the whole.
   */
  export const TIMEOUT = 30_000;

  /** Bytes; more than this in one answer is nothing that was asked for. */
  export const MAX_ANSWER = 16 * 2 ** 20;

  export interface IOptions {
    /** The proxy's address for one service of one backend, without slash. */
    readonly base: string;
    /** Sends to the Jupyter server, as ServerConnection.makeRequest does. */
    readonly send: (url: string, init: RequestInit) => Promise<Response>;
    /** Is told the server's clock in epoch ms with each answer. */
    readonly heard?: (date: number) => void;
    /** The client expects a stream (S3), not bytes. */
    readonly streams?: boolean;
    readonly timeout?: number;
  }
}

namespace Private {
  export function target(request: IRequest): string {
    const words: string[] = [];
    for (const [key, value] of Object.entries(request.query ?? {})) {
      for (const one of Array.isArray(value) ? value : [value]) {
        const name = encodeURIComponent(key);
        words.push(one === null ? name : `${name}=${encodeURIComponent(one)}`);
      }
    }
    return request.path + (words.length > 0 ? `?${words.join('&')}` : '');
  }

  export function headers(given: Record<string, string>): Headers {
    const found = new Headers({ [QUIETLY]: '1' });
    for (const [name, value] of Object.entries(given)) {
      if (SENT.includes(name.toLowerCase())) {
        found.set(name, value);
      }
    }
    return found;
  }

  /**
   * What AWS said. A browser writes each answer of 400 and above to its console:
   * of what is not there yet the proxy says it in a header.
   */
  export function statusOf(response: Response): number {
    const said = Number(response.headers.get(STATUS));
    return response.ok && said >= 400 && said < 500 ? said : response.status;
  }

  /** Calls for the end when nothing has come for so many milliseconds. */
  export class Patience {
    constructor(
      private _limit: number,
      private _onEnd: () => void
    ) {
      this.renew();
    }

    renew(): void {
      this.end();
      this._timer = setTimeout(this._onEnd, this._limit);
    }

    end(): void {
      clearTimeout(this._timer);
    }

    private _timer: ReturnType<typeof setTimeout> | undefined;
  }

  export function problem(error: unknown, late: boolean): ProblemError {
    if (error instanceof ProblemError) {
      return error;
    }
    return late
      ? new ProblemError('unreachable', 'No answer in time.')
      : new ProblemError('offline', 'The Jupyter server does not answer.');
  }
}
