import { readInputs } from './inputs';

const read = (manifest: unknown) => readInputs(JSON.stringify(manifest));

describe('readInputs', () => {
  it('names variables, files and modules with their sizes', () => {
    expect(
      read({
        inputs: [
          { names: ['X'], format: 'npy', size: 80_128, meta: {}, sha256: '' },
          { names: ['model', 'best'], format: 'pickle', size: 12 },
          { names: ['@numpy.random'], format: 'pickle', size: 5 },
          { names: ['__offload_0__'], format: 'json', size: 5 }
        ],
        files: [{ path: 'data/a.csv', size: 7 }],
        modules: [{ path: 'tools.py', size: 8 }],
        data: [{ path: 'train/b.csv', size: 9 }]
      })
    ).toEqual([
      { name: 'X', kind: 'npy', size: 80_128 },
      { name: 'model, best', kind: 'pickle', size: 12 },
      { name: 'data/a.csv', kind: 'file', size: 7 },
      { name: 'tools.py', kind: 'module', size: 8 },
      { name: 'train/b.csv', kind: 'data', size: 9 }
    ]);
  });

  it('takes no harm from a manifest that is none', () => {
    for (const forged of [
      null,
      [],
      'text',
      { inputs: 7, files: {}, modules: [null, 1, 'x', []], data: [{}] },
      { inputs: [{ names: { length: 9 } }, { names: [7, {}] }] }
    ]) {
      expect(read(forged)).toEqual([]);
    }
    expect(readInputs('{"inputs": [')).toEqual([]);
  });

  it('says nothing of a size that is none, and cuts what is too long', () => {
    const inputs = [-1, 0.5, '7', null].map(size => ({
      names: ['x'.repeat(9999)],
      format: 'npy',
      size
    }));
    const found = read({ inputs });
    expect(found.map(one => one.size)).toEqual([null, null, null, null]);
    expect(found[0].name).toHaveLength(200);
    const many = Array.from({ length: 9999 }, () => inputs[0]);
    expect(read({ inputs: many }).length).toBeLessThan(1000);
  });
});
