import type { IPlan, IPlanType } from '../generated/plan';
import { folded, foldedWords } from '../jobs/words';

/** An instance type as a row of the form. */
export interface ITypeRow extends IPlanType {
  /** The cheapest of those that fit. */
  readonly cheapest: boolean;
  /** Used before; the last used ones stand first. */
  readonly used: boolean;
}

/** An amount with its unit, as `joined` and `folded` write it. */
const AMOUNT = /^\d+(\.\d+)?(GIB|VCPU)$/;

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

/**
 * The rows in which each word of the text occurs: `g5`, `gpu a10g`. An amount
 * is a word however it is written: `64 gib`, `64gb`.
 */
export function filterTypes(
  rows: readonly ITypeRow[],
  text: string
): ITypeRow[] {
  const words = foldedWords(joined(text));
  return rows.filter(row => {
    const about = ` ${folded(joined(describe(row)))}`;
    // 4 GiB are not among 64 GiB.
    return words.every(word =>
      about.includes(AMOUNT.test(word) ? ` ${word}` : word)
    );
  });
}

function full(name: string): string {
  const word = name.trim().toLowerCase();
  return word.startsWith('ml.') ? word : `ml.${word}`;
}

/** With each amount and its unit as one word, and one word for each unit. */
function joined(text: string): string {
  return text
    .replace(/(\d)\s*gi?b(?![a-z])/gi, '$1gib')
    .replace(/(\d)\s*v?cpus?(?![a-z])/gi, '$1vcpu');
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
