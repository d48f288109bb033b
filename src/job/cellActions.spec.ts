import { Notification } from '@jupyterlab/apputils';
import { NotebookActions } from '@jupyterlab/notebook';
import { nullTranslator } from '@jupyterlab/translation';
import { CellActions } from './cellActions';
import { FakeLab, FakePanel } from './testing';

describe('CellActions', () => {
  const panel = new FakePanel('a.ipynb', [
    '%%offload\nx = 1',
    '%%offload --part 1/2\nx = 1',
    'print(x)',
    '%%offload --part 2/2\nx = 1',
    '%%offload --part 1/3\nx = 1'
  ]);
  let mayCost: boolean;
  let ran: string[][];
  let told: string[];
  let actions: CellActions;
  let lab: FakeLab;

  beforeEach(() => {
    mayCost = false;
    ran = [];
    told = [];
    jest.spyOn(NotebookActions, 'runCells').mockImplementation((_, cells) => {
      ran.push(cells.map(({ model }) => model.id));
      return Promise.resolve(true);
    });
    jest.spyOn(Notification, 'warning').mockImplementation(message => {
      told.push(message);
      return '';
    });
    lab = new FakeLab([panel, new FakePanel('x/out/a.csv', [])]);
    actions = new CellActions({
      app: lab.app,
      tracker: lab.tracker,
      mayCost: () => mayCost,
      trans: nullTranslator.load('jupyterlab_offload')
    });
  });

  afterEach(() => jest.restoreAllMocks());

  const runAgain = (cell: string, notebook = 'a.ipynb') =>
    actions.runAgain({ notebook, cell });

  /** Answer the question that stands there, with a button's class. */
  async function answer(button: string): Promise<string> {
    let dialog: Element | null = null;
    while (!dialog) {
      await new Promise(resolve => setTimeout(resolve, 0));
      dialog = document.querySelector('.jp-Dialog');
    }
    const words = dialog.textContent ?? '';
    dialog.querySelector<HTMLElement>(`.jp-Dialog-footer .${button}`)!.click();
    return words;
  }

  it('loads the magics first where a kernel has none, as after a restart', async () => {
    const asked: string[] = [];
    const kernel = {
      requestExecute: ({ code }: { code: string }) => {
        asked.push(code);
        return { done: Promise.resolve({ content: { status: 'error' } }) };
      }
    };
    Object.assign(panel.sessionContext, { session: { kernel } });
    await runAgain('c0');
    expect(asked).toEqual(['', '%load_ext jupyterlab_offload']);
    expect(ran).toEqual([['c0']]);
    Object.assign(panel.sessionContext, { session: null });
  });

  it('runs a cell again, without a question where nothing costs money', async () => {
    await runAgain('c0');
    expect(ran).toEqual([['c0']]);
  });

  it('asks before a job that may cost money, wherever the last one ran', async () => {
    mayCost = true;
    const done = runAgain('c0');
    await expect(answer('jp-mod-accept')).resolves.toContain('cost money');
    await done;
    expect(ran).toEqual([['c0']]);
  });

  it('runs nothing where the answer is no', async () => {
    mayCost = true;
    const done = runAgain('c0');
    await answer('jp-mod-reject');
    await done;
    expect(ran).toEqual([]);
  });

  it.each(['c1', 'c3'])('runs all parts of a job, from any: %s', async cell => {
    await runAgain(cell);
    expect(ran).toEqual([['c1', 'c3']]);
  });

  it('says how many cells it would run', async () => {
    mayCost = true;
    const done = runAgain('c3');
    await expect(answer('jp-mod-reject')).resolves.toContain('the 2 cells');
    await done;
  });

  it('says what has to be run where parts are missing', async () => {
    await runAgain('c4');
    expect(ran).toEqual([]);
    expect(told.join()).toContain('--part 1/3 to --part 3/3');
  });

  it('says that a notebook cannot be found', async () => {
    await runAgain('c0', 'gone.ipynb');
    expect(told).toEqual(['The notebook cannot be found.']);
  });

  it('says that a notebook has no such cell any more', async () => {
    await runAgain('c9');
    expect(told).toEqual(['The notebook has no such cell any more.']);
  });

  describe('openFile', () => {
    const open = (path: string, folder = 'out', notebook = 'x/b.ipynb') =>
      actions.openFile({ notebook, cell: 'c0' }, folder, path);

    it('opens a file below the folder of the notebook', async () => {
      await open('a.csv');
      expect(lab.opened).toEqual(['x/out/a.csv']);
      expect(told).toEqual([]);
    });

    it('opens it where the notebook is from', async () => {
      await open('a.csv', '', 'RTC:b.ipynb');
      expect(lab.opened).toEqual(['RTC:a.csv']);
    });

    it('says that it is gone', async () => {
      await open('gone.txt');
      expect(told).toEqual(['gone.txt is not there any more.']);
    });

    it.each(['../../secret.txt', '/etc/hosts.txt', 'model.pt', 'D:a.csv'])(
      'does not open %s',
      async path => {
        await open(path);
        expect(lab.opened).toEqual([]);
      }
    );
  });
});
