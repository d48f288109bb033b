import type { JupyterFrontEnd } from '@jupyterlab/application';
import {
  Clipboard,
  Dialog,
  Notification,
  showDialog
} from '@jupyterlab/apputils';
import { NotebookActions } from '@jupyterlab/notebook';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { isJobName } from '../jobs/names';
import type { ICellPlace } from './arguments';
import { goToLine, preambleFor, runBelow, showCell, sourceOf } from './cells';
import type { IFoundCell } from './cells';

/** What leads from a job into notebooks. */
export class CellActions {
  constructor(private readonly _options: CellActions.IOptions) {}

  /** Show a cell, with the cursor at a line of it, from 1, if one is given. */
  async goTo(place: ICellPlace, line: number | null): Promise<void> {
    const found = await this._show(place);
    if (found && line !== null) {
      goToLine(found, line);
    }
  }

  /** Run a cell again; where a job costs money, after a question. */
  async runAgain(place: ICellPlace, paid: boolean): Promise<void> {
    const { trans } = this._options;
    const found = await this._show(place);
    if (!found) {
      return;
    }
    if (paid) {
      const answer = await showDialog({
        title: trans.__('Run this cell again?'),
        body: trans.__('It sends a new job, which costs money.'),
        buttons: [
          Dialog.cancelButton(),
          Dialog.okButton({ label: trans.__('Run Again') })
        ]
      });
      if (!answer.button.accept) {
        return;
      }
    }
    const { content, sessionContext } = found.panel;
    await NotebookActions.run(content, sessionContext);
  }

  /** Bring a variable of the kernel's own jobs; null: all of the job's. */
  async getResults(
    place: ICellPlace,
    name: string,
    variable: string | null
  ): Promise<void> {
    const found = await this._show(place);
    if (found) {
      const line =
        variable !== null && IDENTIFIER.test(variable)
          ? `%offload get ${variable}`
          : attachLine(name);
      await runBelow(found.panel, (await preambleFor(found.panel)) + line);
    }
  }

  /** Bring a job's results into the current notebook. */
  async attach(name: string): Promise<void> {
    const { app, tracker } = this._options;
    const panel = tracker.currentWidget;
    if (panel) {
      app.shell.activateById(panel.id);
      await runBelow(panel, (await preambleFor(panel)) + attachLine(name));
    }
  }

  /** Copy the line that sent a job, else the one that attaches to it. */
  async copyMagic(name: string, place: ICellPlace | null): Promise<void> {
    const { app, tracker, trans } = this._options;
    const { contents } = app.serviceManager;
    const source = place && (await sourceOf(place, tracker, contents));
    const line = /^%%offload\b.*/.exec(source ?? '')?.[0] ?? attachLine(name);
    Clipboard.copyToSystem(line);
    // JupyterLab shows no more of a notification.
    const shown = line.length > 100 ? `${line.slice(0, 99)}…` : line;
    Notification.info(trans.__('Copied: %1', shown), { autoClose: 4000 });
  }

  private async _show(place: ICellPlace): Promise<IFoundCell | null> {
    const { app, tracker, trans } = this._options;
    const found = await showCell(place, tracker, path =>
      app.commands.execute('docmanager:open', { path })
    );
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
    readonly trans: TranslationBundle;
  }
}

/** A name of Python, as it is written into a cell. */
const IDENTIFIER = /^[\p{L}_][\p{L}\p{N}_]{0,100}$/u;

/** The magic that brings a job's results. Names come from hostile places. */
function attachLine(name: string): string {
  if (!isJobName(name)) {
    throw new Error('That is no name of a job.');
  }
  return `%offload attach ${name}`;
}
