import type { JupyterFrontEnd } from '@jupyterlab/application';
import {
  Clipboard,
  Dialog,
  Notification,
  showDialog
} from '@jupyterlab/apputils';
import type { Cell } from '@jupyterlab/cells';
import { NotebookActions } from '@jupyterlab/notebook';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IJobId } from '../jobs/snapshot';
import { writtenMagic } from '../submit/cellSource';
import { groupAround, partOf } from '../submit/group';
import type { ICellPlace } from './arguments';
import { goToLine, preambleFor, runBelow, showCell, sourceOf } from './cells';
import type { IFoundCell } from './cells';
import { kindOf } from './files/kind';
import { pathBeside } from './files/paths';
import { attachLine, getLine, showLine } from './magics';

/** What leads from a job into notebooks. */
export class CellActions {
  constructor(private readonly _options: CellActions.IOptions) {}

  /**
   * Show a cell, with the cursor at a line of it, from 1, if one is given;
   * whether there is such a cell.
   */
  async goTo(place: ICellPlace, line: number | null): Promise<boolean> {
    const found = await this._show(place);
    if (found && line !== null) {
      goToLine(found, line);
    }
    return found !== null;
  }

  /**
   * Run a cell again, with those that are sent together with it; where a job
   * may cost money, after a question.
   */
  async runAgain(place: ICellPlace): Promise<void> {
    const found = await this._show(place);
    const cells = found && this._groupOf(found);
    if (!cells || !(await this._mayRun(cells.length))) {
      return;
    }
    const { content, sessionContext } = found.panel;
    const preamble = await preambleFor(found.panel);
    if (preamble !== '') {
      // A kernel that was restarted has no magics: it takes cells in order.
      sessionContext.session?.kernel?.requestExecute({
        code: preamble.trim(),
        store_history: false
      });
    }
    await NotebookActions.runCells(content, cells, sessionContext);
  }

  /** Take a variable or a file of a job; null: bring all of the job's. */
  async getResults(
    place: ICellPlace,
    job: IJobId,
    name: string | null
  ): Promise<void> {
    await this._runBelow(place, getLine(job, name));
  }

  /** Show what a job showed, interactive outputs as such. */
  async showOutputs(place: ICellPlace, job: IJobId): Promise<void> {
    await this._runBelow(place, showLine(job));
  }

  /**
   * Open a text or a picture that a job has written: in a folder below that of
   * the notebook, and nowhere else.
   */
  async openFile(
    { notebook }: ICellPlace,
    folder: string,
    path: string
  ): Promise<void> {
    const { app, trans } = this._options;
    const { contents } = app.serviceManager;
    const local = pathBeside(contents.localPath(notebook), folder, path);
    if (local === null || kindOf(local) === null) {
      return;
    }
    const drive = contents.driveName(notebook);
    const args = { path: drive === '' ? local : `${drive}:${local}` };
    // A job's HTML is read, not rendered.
    const factory = /\.html$/i.test(local) ? { factory: 'Editor' } : {};
    try {
      await app.commands.execute('docmanager:open', { ...args, ...factory });
    } catch {
      Notification.warning(trans.__('%1 is not there any more.', path), {
        autoClose: 5000
      });
    }
  }

  /** Bring a job's results into the current notebook. */
  async attach(job: IJobId): Promise<void> {
    const { app, tracker } = this._options;
    const panel = tracker.currentWidget;
    if (panel) {
      app.shell.activateById(panel.id);
      await runBelow(panel, (await preambleFor(panel)) + attachLine(job));
    }
  }

  /** Copy the line that sent a job, else the one that attaches to it. */
  async copyMagic(job: IJobId, place: ICellPlace | null): Promise<void> {
    const { app, tracker, trans } = this._options;
    const { contents } = app.serviceManager;
    const source = place && (await sourceOf(place, tracker, contents));
    const line = writtenMagic(source ?? '') ?? attachLine(job);
    Clipboard.copyToSystem(line);
    // JupyterLab shows no more of a notification.
    const shown = line.length > 100 ? `${line.slice(0, 99)}…` : line;
    Notification.info(trans.__('Copied: %1', shown), { autoClose: 4000 });
  }

  private async _runBelow(place: ICellPlace, line: string): Promise<void> {
    const found = await this._show(place);
    if (found) {
      await runBelow(found.panel, (await preambleFor(found.panel)) + line);
    }
  }

  /** The cells to run; null where some are missing, which is said. */
  private _groupOf({ panel, cell }: IFoundCell): Cell[] | null {
    const { trans } = this._options;
    const { widgets } = panel.content;
    const sources = widgets.map(({ model }) =>
      model.type === 'code' ? model.sharedModel.getSource() : ''
    );
    const at = widgets.findIndex(one => one === cell);
    const group = groupAround(sources, at);
    if (group) {
      return group.map(index => widgets[index]);
    }
    const count = partOf(sources[at])?.count ?? 1;
    Notification.warning(
      trans.__(
        'Alone it sends nothing: run --part 1/%1 to --part %1/%1, which are not all here in order.',
        count
      ),
      { autoClose: 10_000 }
    );
    return null;
  }

  private async _mayRun(cells: number): Promise<boolean> {
    const { mayCost, trans } = this._options;
    if (!mayCost()) {
      return true;
    }
    const answer = await showDialog({
      title: trans._n(
        'Run this cell again?',
        'Run the %1 cells of this job again?',
        cells,
        cells
      ),
      body: trans.__('It sends a new job, which may cost money.'),
      buttons: [
        Dialog.cancelButton(),
        Dialog.okButton({ label: trans.__('Run Again') })
      ]
    });
    return answer.button.accept;
  }

  private async _show(place: ICellPlace): Promise<IFoundCell | null> {
    const { app, tracker, trans } = this._options;
    const found = await showCell(place, tracker, {
      open: path => app.commands.execute('docmanager:open', { path }),
      activate: id => app.shell.activateById(id)
    });
    if (found?.cell) {
      return found;
    }
    Notification.warning(
      found
        ? trans.__('The notebook has no such cell any more.')
        : trans.__('The notebook cannot be found.'),
      { autoClose: 5000 }
    );
    return null;
  }
}

export namespace CellActions {
  export interface IOptions {
    readonly app: JupyterFrontEnd;
    readonly tracker: INotebookTracker;
    /** Whether a job that is sent now may cost money. */
    readonly mayCost: () => boolean;
    readonly trans: TranslationBundle;
  }
}
