import { NotebookActions } from '@jupyterlab/notebook';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { runBelow, showCell } from './cells';
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
    lab.panels.push(new FakePanel('renamed.ipynb', ['1'], ['3f2b9c1e']));
    const found = await show(lab, 'Untitled.ipynb', '3f2b9c1e');
    expect(found?.panel.context.path).toBe('renamed.ipynb');
    expect(lab.opened).toEqual([]);
  });

  it.each(['1', 'cell-1'])(
    'does not know a notebook by the id %s, which many have',
    async id => {
      const lab = new FakeLab([new FakePanel('closed.ipynb', ['1'], [id])]);
      lab.panels.push(new FakePanel('open.ipynb', ['1'], [id]));
      const found = await show(lab, 'closed.ipynb', id);
      expect(found?.panel.context.path).toBe('closed.ipynb');
    }
  );

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

describe('runBelow', () => {
  /** A notebook whose first cell is active and all of whose cells are selected. */
  function setUp(sources: string[], cellType = 'code') {
    const cells = sources.map(source => makeCell(source, 'code'));
    const notebook = {
      widgets: cells,
      activeCellIndex: 0,
      selected: sources.length,
      get activeCell() {
        return this.widgets[this.activeCellIndex];
      },
      deselectAll() {
        this.selected = 0;
      }
    };
    const ran: unknown[] = [];
    const of = (given: unknown) => given as typeof notebook;
    jest.spyOn(NotebookActions, 'insertBelow').mockImplementation(given => {
      of(given).activeCellIndex += 1;
      const { activeCellIndex, widgets } = of(given);
      widgets.splice(activeCellIndex, 0, makeCell('', cellType));
    });
    jest
      .spyOn(NotebookActions, 'changeCellType')
      .mockImplementation((given, type) => {
        of(given).activeCell.model.type = type;
      });
    jest.spyOn(NotebookActions, 'run').mockImplementation(async given => {
      const { selected, activeCell } = of(given);
      ran.push([activeCell.model.type, activeCell.source, selected]);
      return true;
    });
    const panel = { content: notebook } as unknown as NotebookPanel;
    return { notebook, panel, ran };
  }

  function makeCell(source: string, type: string) {
    const cell = {
      source,
      model: {
        type,
        sharedModel: {
          getSource: () => cell.source,
          setSource: (given: string) => void (cell.source = given)
        }
      }
    };
    return cell;
  }

  afterEach(() => jest.restoreAllMocks());

  it('runs a new code cell, though new cells are Markdown', async () => {
    const { notebook, panel, ran } = setUp(['1', '2'], 'markdown');
    await runBelow(panel, '%offload get x');
    expect(ran).toEqual([['code', '%offload get x', 0]]);
    expect(notebook.widgets.length).toBe(3);
  });

  it('runs the cell that stands there already, and no other that is selected', async () => {
    const { notebook, panel, ran } = setUp(['%%offload\n1', '%offload get x']);
    await runBelow(panel, '%offload get x');
    expect(ran).toEqual([['code', '%offload get x', 0]]);
    expect(notebook.widgets.length).toBe(2);
  });
});
