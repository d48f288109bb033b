import type { IPlan, IPlanType } from '../generated/plan';

/** An instance type as a row of the form. */
export interface ITypeRow extends IPlanType {
  /** The cheapest of those that fit. */
  readonly cheapest: boolean;
  /** Used before; the last used ones stand first. */
  readonly used: boolean;
}

/**
 * The types of a plan: those used before first, then as the plan has them, the
 * cheapest first. `chosen` is there even if the catalog does not have it.
 */
export function typeRows(
  plan: IPlan | null,
  used: readonly string[],
  chosen: string | null
): ITypeRow[] {
  const listed = plan?.types ?? [];
  const named = [...used.filter(Boolean), ...(chosen ? [chosen] : [])];
  const unknown = [...new Set(named)]
    .filter(name => !listed.some(one => isSameType(one.name, name)))
    .map(unlisted);
  const rows = [...listed, ...unknown].map(one => ({
    ...one,
    cheapest: one.name === plan?.cheapest,
    used: rank(one.name) < used.length
  }));
  function rank(name: string): number {
    const at = used.findIndex(one => one !== '' && isSameType(one, name));
    return at === -1 ? used.length : at;
  }
  return rows.sort((a, b) => rank(a.name) - rank(b.name));
}

/** Whether both name one type: the magic takes `m5.large` for `ml.m5.large`. */
export function isSameType(one: string, other: string): boolean {
  return full(one) === full(other);
}

/** The rows in which each word of the text occurs: `g5`, `gpu a10g`. */
export function filterTypes(
  rows: readonly ITypeRow[],
  text: string
): ITypeRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(row => {
    const about = describe(row).toLowerCase();
    return words.every(word => about.includes(word));
  });
}

function full(name: string): string {
  const word = name.trim().toLowerCase();
  return word.startsWith('ml.') ? word : `ml.${word}`;
}

function describe(row: ITypeRow): string {
  const gpu = row.gpus > 0 ? `gpu ${row.gpus} × ${row.gpu}` : '';
  return `${row.name} ${row.cpu} vcpu ${row.memory_gib} gib ${gpu}`;
}

function unlisted(name: string): IPlanType {
  return {
    name,
    cpu: null,
    memory_gib: null,
    gpus: 0,
    gpu: '',
    per_hour: null,
    // Nobody can say that it does not.
    fits: true
  };
}
