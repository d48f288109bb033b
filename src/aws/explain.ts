import { ProblemError } from './problem';
import type { ProblemKind } from './problem';

/** Codes by which AWS and the proxy say the same thing. */
const KINDS: Record<string, ProblemKind> = {
  // The proxy's own: no credentials, those of another account, no such backend.
  BackendNotReady: 'unready',
  NoSuchBackend: 'unready',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  ThrottledException: 'throttled',
  TooManyRequestsException: 'throttled',
  RequestLimitExceeded: 'throttled',
  SlowDown: 'throttled',
  AccessDenied: 'denied',
  AccessDeniedException: 'denied',
  UnauthorizedOperation: 'denied',
  ExpiredToken: 'expired',
  ExpiredTokenException: 'expired',
  UnrecognizedClientException: 'expired',
  ResourceNotFound: 'missing',
  ResourceNotFoundException: 'missing',
  NoSuchKey: 'missing',
  NoSuchBucket: 'missing',
  NotFound: 'missing',
  ValidationException: 'refused',
  InvalidParameterException: 'refused',
  InvalidRange: 'refused'
};

const LONGEST = 500;

/** Any failure of an SDK call as a ProblemError. */
export function explain(error: unknown): ProblemError {
  if (error instanceof ProblemError) {
    return error;
  }
  const found = error as Private.ISdkError;
  const status = found.$metadata?.httpStatusCode;
  return new ProblemError(
    Private.kindOf(found, status),
    String(found.message ?? error).slice(0, LONGEST)
  );
}

namespace Private {
  export interface ISdkError {
    readonly name?: string;
    readonly message?: string;
    readonly $metadata?: { readonly httpStatusCode?: number };
  }

  export function kindOf(error: ISdkError, status?: number): ProblemKind {
    const named = KINDS[error.name ?? ''];
    if (named) {
      // DescribeTrainingJob has no error of its own for a job that is not there.
      return named === 'refused' &&
        /not found|does not exist/i.test(error.message ?? '')
        ? 'missing'
        : named;
    }
    switch (status) {
      case undefined:
        return 'garbled';
      case 401:
      case 403:
        return 'denied';
      case 404:
        return 'missing';
      case 429:
      case 503:
        return 'throttled';
      case 502:
      case 504:
        return 'unreachable';
      default:
        return status < 400 ? 'garbled' : 'failed';
    }
  }
}
