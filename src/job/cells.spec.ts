import { showCell } from './cells';
import { FakeLab, FakePanel } from './testing';

describe('showCell', () => {
  const show = (lab: FakeLab, notebook: string, cell = 'c1') =>
    showCell({ notebook, cell }, lab.tracker, {
      open: path => lab.open(path),
      activate: id => void lab.activated.push(id)
    });

  it('opens a notebook that is not open', async () => {
    const lab = new FakeLab([new FakePanel('a.ipynb', ['1', '2'])]);
    const found = await show(lab, 'a.ipynb');
    expect(found?.cell?.model.id).toBe('c1');
    expect(found?.panel.content.activeCellIndex).toBe(1);
    expect(lab.opened).toEqual(['a.ipynb']);
  });

  it('only shows one that is open: its file may be gone', async () => {
    const lab = new FakeLab([]);
    lab.panels.push(new FakePanel('a.ipynb', ['1', '2']));
    expect((await show(lab, 'a.ipynb'))?.cell).not.toBeNull();
    expect(lab.opened).toEqual([]);
    expect(lab.activated).toEqual(['panel-a.ipynb']);
  });

  it('finds a notebook that was renamed, by the cell, if it is open', async () => {
    const lab = new FakeLab([]);
    lab.panels.push(new FakePanel('other.ipynb', []));
    lab.panels.push(new FakePanel('renamed.ipynb', ['1', '2']));
    const found = await show(lab, 'Untitled.ipynb');
    expect(found?.panel.context.path).toBe('renamed.ipynb');
    expect(lab.opened).toEqual([]);
  });

  it('prefers the notebook of that name to a copy of it', async () => {
    const lab = new FakeLab([]);
    lab.panels.push(new FakePanel('a-Copy1.ipynb', ['1', '2']));
    lab.panels.push(new FakePanel('a.ipynb', ['1', '2']));
    const found = await show(lab, 'a.ipynb');
    expect(found?.panel.context.path).toBe('a.ipynb');
  });

  it('is null for a notebook that was moved or deleted', async () => {
    await expect(show(new FakeLab([]), 'gone.ipynb')).resolves.toBeNull();
  });

  it('opens no folder where a job names no notebook', async () => {
    const lab = new FakeLab([]);
    await expect(show(lab, '')).resolves.toBeNull();
    expect(lab.opened).toEqual([]);
  });

  it('has no cell where the notebook has it no more', async () => {
    const lab = new FakeLab([new FakePanel('a.ipynb', ['1'])]);
    expect(await show(lab, 'a.ipynb')).toMatchObject({ cell: null });
  });
});
