import { planOf } from './testing';
import { filterTypes, isSameType, typeRows } from './types';

const names = (rows: readonly { name: string }[]) => rows.map(row => row.name);

describe('typeRows', () => {
  it('is in the order of the plan, with the cheapest marked', () => {
    const rows = typeRows(planOf(), [], null);
    expect(names(rows)).toEqual([
      'ml.t3.medium',
      'ml.m5.large',
      'ml.g5.xlarge'
    ]);
    expect(rows.filter(row => row.cheapest)).toHaveLength(1);
    expect(rows[0].cheapest).toBe(true);
  });

  it('puts those used before first, the last one first', () => {
    const rows = typeRows(planOf(), ['ml.g5.xlarge', '', 'm5.large'], null);
    expect(names(rows)).toEqual([
      'ml.g5.xlarge',
      'ml.m5.large',
      'ml.t3.medium'
    ]);
    expect(rows.map(row => row.used)).toEqual([true, true, false]);
  });

  it('has a chosen type that the catalog does not know, once', () => {
    const rows = typeRows(planOf(), ['ml.x9.huge'], 'ml.x9.huge');
    expect(names(rows).filter(name => name === 'ml.x9.huge')).toHaveLength(1);
    expect(rows[0]).toMatchObject({ name: 'ml.x9.huge', per_hour: null });
  });

  it('knows a chosen type without its ml.', () => {
    expect(typeRows(planOf(), [], 'm5.large')).toHaveLength(3);
  });

  it('has what was used before while there is no plan', () => {
    expect(names(typeRows(null, ['ml.m5.large'], null))).toEqual([
      'ml.m5.large'
    ]);
  });
});

describe('filterTypes', () => {
  it.each<[string, string[]]>([
    ['', ['ml.t3.medium', 'ml.m5.large', 'ml.g5.xlarge']],
    ['m5', ['ml.m5.large']],
    ['GPU', ['ml.g5.xlarge']],
    ['a10g 16 gib', ['ml.g5.xlarge']],
    ['16gb', ['ml.g5.xlarge']],
    ['16 GB', ['ml.g5.xlarge']],
    ['16gi', ['ml.g5.xlarge']],
    ['24gib', ['ml.g5.xlarge']],
    ['6gb', []],
    ['4GiB', ['ml.t3.medium']],
    ['4cpu', ['ml.g5.xlarge']],
    ['2 vcpus 8gb', ['ml.m5.large']],
    [' large  ', ['ml.m5.large', 'ml.g5.xlarge']],
    ['nothing', []]
  ])('with %j', (text, expected) => {
    const rows = typeRows(planOf(), [], null);
    expect(names(filterTypes(rows, text))).toEqual(expected);
  });
});

describe('isSameType', () => {
  it('takes ml. for granted', () => {
    expect(isSameType('M5.large', 'ml.m5.large ')).toBe(true);
    expect(isSameType('m5.large', 'm5.xlarge')).toBe(false);
  });
});
