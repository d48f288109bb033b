import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { query } from '../jobs/query';
import { FakeJob } from '../jobs/testing';
import { hereOf } from './here';

const ONE = '3f2b9c1e';
const OTHER = '1c9d2a4e-8b0f-4c56-9d1e-0a2b3c4d5e6f';

function panel(path: string, cells: readonly string[]): NotebookPanel {
  const context = {
    localPath: path,
    model: { sharedModel: { cells: cells.map(id => ({ getId: () => id })) } }
  };
  return { context } as unknown as NotebookPanel;
}

function here(current: NotebookPanel, ...others: NotebookPanel[]) {
  const tracker = {
    forEach: (visit: (one: NotebookPanel) => void) =>
      [current, ...others].forEach(visit)
  };
  return hereOf(current, tracker as unknown as INotebookTracker);
}

/** The names of jobs that are of a notebook, of those of these cells. */
function found(
  filter: ReturnType<typeof hereOf>,
  ...jobs: (readonly [notebook: string, cell: string])[]
): string[] {
  const all = jobs.map(
    ([notebook, cell]) =>
      new FakeJob({ backend: 'local', name: notebook, notebook, cell })
  );
  return query(all, filter).map(job => job.id.name);
}

describe('hereOf', () => {
  it('knows the jobs that a notebook had sent before it was renamed', () => {
    const filter = here(panel('new.ipynb', [ONE, OTHER]));
    expect(
      found(filter, ['old.ipynb', ONE], ['new.ipynb', ''], ['x.ipynb', 'y'])
    ).toEqual(['old.ipynb', 'new.ipynb']);
  });

  it('does not go by numbers and names, which many notebooks have', () => {
    const filter = here(panel('a.ipynb', ['3', 'cell-1']));
    expect(
      found(filter, ['b.ipynb', '3'], ['b.ipynb', 'cell-1'], ['a.ipynb', '3'])
    ).toEqual(['a.ipynb']);
  });

  it('leaves the jobs of a copy that is open to it', () => {
    const current = panel('a-Copy1.ipynb', [ONE, OTHER]);
    const filter = here(current, panel('a.ipynb', [ONE]));
    expect(found(filter, ['a.ipynb', ONE], ['was-copy.ipynb', OTHER])).toEqual([
      'was-copy.ipynb'
    ]);
  });

  it('is not at odds with another view of the same notebook', () => {
    const current = panel('a.ipynb', [ONE]);
    const second = { context: current.context } as NotebookPanel;
    expect([...here(current, second).cells]).toEqual([ONE]);
  });
});
