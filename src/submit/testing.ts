import type { IPlan, IPlanType } from '../generated/plan';

/** A type of the catalog, for tests. */
export function typeOf(name: string, more: Partial<IPlanType> = {}): IPlanType {
  return {
    name,
    cpu: 2,
    memory_gib: 8,
    gpus: 0,
    gpu: '',
    per_hour: 0.115,
    fits: true,
    ...more
  };
}

/** A plan as a kernel gives it for a small cell, for tests. */
export function planOf(more: Partial<IPlan> = {}): IPlan {
  return {
    version: 1,
    sendable: true,
    problems: [],
    inputs: [],
    outputs: { names: ['total'], others: false },
    pending: [],
    remarks: [],
    size: 0,
    new_size: 0,
    backend: {
      name: 'local',
      region: 'us-east-1',
      account: '000000000000',
      paid: false
    },
    instance: 'ml.m5.large',
    image: 'local/python',
    limits: { seconds: 3600, by_cost: false, enough: null },
    cost: {
      per_hour: 0.115,
      price_date: '2026-09-01',
      expected: null,
      worst_case: 0.12
    },
    needs_gib: 1,
    cheapest: 'ml.t3.medium',
    types: [
      typeOf('ml.t3.medium', { memory_gib: 4, per_hour: 0.05 }),
      typeOf('ml.m5.large'),
      typeOf('ml.g5.xlarge', {
        cpu: 4,
        memory_gib: 16,
        gpus: 1,
        gpu: 'A10G 24 GB',
        per_hour: 1.408
      })
    ],
    request: null,
    ...more
  };
}
