import type { IAws } from './api';

/** A backend that is got when it is first asked; `get` says how. */
export function deferred(get: () => Promise<IAws>): IAws {
  return {
    describe: async name => (await get()).describe(name),
    search: async (filters, next) => (await get()).search(filters, next),
    list: async next => (await get()).list(next),
    tags: async arn => (await get()).tags(arn),
    stop: async name => (await get()).stop(name),
    logStreams: async name => (await get()).logStreams(name),
    logEvents: async (stream, token) => (await get()).logEvents(stream, token),
    logEventsBefore: async (stream, token, most) =>
      (await get()).logEventsBefore(stream, token, most),
    read: async (bucket, key, range) => (await get()).read(bucket, key, range),
    listObjects: async (bucket, prefix, next) =>
      (await get()).listObjects(bucket, prefix, next)
  };
}
