import { appendFileSync } from 'node:fs';
import { expect } from '@playwright/test';

/** One finding, which should stay at or below its limit; see bench/report.py. */
export interface IFinding {
  readonly what: string;
  readonly value: number;
  readonly limit: number;
  readonly unit: string;
  /** What else was seen in the same run. */
  readonly beside?: string;
}

/** Hand a finding to `python -m bench front-end`. */
export function report(finding: IFinding): void {
  const file = process.env.OFFLOAD_BENCH_ROWS;
  expect(file, 'run by python -m bench front-end').toBeDefined();
  appendFileSync(file!, `${JSON.stringify(finding)}\n`);
}

/** The value that so many of a hundred do not exceed; 50: the median. */
export function percentile(values: readonly number[], of100: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const index = Math.ceil((of100 / 100) * sorted.length) - 1;
  expect(sorted.length).toBeGreaterThan(0);
  return sorted[Math.max(0, index)];
}
