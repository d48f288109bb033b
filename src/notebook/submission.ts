import { showErrorMessage } from '@jupyterlab/apputils';
import type { ISessionContextDialogs } from '@jupyterlab/apputils';
import type { CodeCell } from '@jupyterlab/cells';
import { NotebookActions } from '@jupyterlab/notebook';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';
import type { IStateDB } from '@jupyterlab/statedb';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import { Debouncer } from '@lumino/polling';
import { mayCost } from '../config/paid';
import {
  firstLine,
  givingWay,
  hasBody,
  writeParts
} from '../submit/cellSource';
import { askToSubmit } from '../submit/dialog';
import { SubmitForm } from '../submit/form';
import type { MagicLine } from '../submit/magicLine';
import { planExpression, readPlan } from '../submit/planQuestion';
import { LineError, lineErrorWords } from '../submit/words';
import type { IConfigModel } from '../tokens';
import { backendOf } from './backendOf';
import { KernelQuestions } from './kernelQuestions';
import { MAGIC, makeReady } from './makeReady';
import { keep, recall } from './memory';
import { patiently } from './patience';
import { patienceWith } from './sayings';
import { codeCells } from './targets';
import type { Scope } from './targets';

/** How long nothing has to be typed before the kernel is asked again, in ms. */
const PAUSE = 300;

/** The way from a command to cells that run with their magic; to be gone once. */
export class Submission {
  constructor(options: Submission.IOptions) {
    this._options = options;
    this._trans = options.translator.load('jupyterlab_offload');
  }

  /**
   * Ask, write the magic, have the cells run. Says by itself what of the cells
   * is in the way. Throws NoAnswerError when the kernel gives none.
   */
  async run(): Promise<void> {
    const { panel, scope } = this._options;
    const cells = Private.withBody(codeCells(panel.content, scope));
    try {
      await this._patiently(panel.sessionContext.ready);
      const kernel = panel.sessionContext.session?.kernel;
      if (cells.length === 0) {
        await this._tell(
          this._trans.__('There is no code in the cell to run.')
        );
      } else if (!kernel) {
        await this._tell(
          this._trans.__('The notebook has no kernel. Choose one first.')
        );
      } else {
        await this._submit(cells, kernel);
      }
    } catch (error) {
      if (!(error instanceof LineError)) {
        throw error;
      }
      await this._tell(
        this._trans.__(
          'The cell’s %1 line cannot be read: %2. Mend or remove it.',
          MAGIC,
          lineErrorWords(error, this._trans)
        )
      );
    } finally {
      this._questions?.dispose();
      this._pause.dispose();
    }
  }

  private async _submit(
    cells: readonly CodeCell[],
    kernel: Kernel.IKernelConnection
  ): Promise<void> {
    const { panel, state } = this._options;
    this._questions = new KernelQuestions(kernel);
    const ready = await makeReady({
      notebook: panel.content,
      questions: this._questions,
      patiently: answer => this._patiently(answer),
      trans: this._trans,
      run: needed => this._runCells(needed)
    });
    if (!ready) {
      return;
    }
    const form = await this._form(cells, this._questions);
    kernel.statusChanged.connect(form.refresh, form);
    const agreed = await askToSubmit(form, this._trans);
    form.dispose();
    if (agreed) {
      await keep(state, form.remembered);
      await this._write(cells, form.line);
    }
  }

  private async _form(
    cells: readonly CodeCell[],
    questions: KernelQuestions
  ): Promise<SubmitForm> {
    const asked = cells.map(({ model }) => ({
      id: model.id,
      source: model.sharedModel.getSource()
    }));
    const sources = asked.map(({ source }) => source);
    const remembered = await recall(this._options.state);
    return new SubmitForm({
      line: firstLine(sources[0], remembered),
      cells: cells.length,
      givingWay: line => givingWay(sources, line),
      remembered,
      ask: async line =>
        readPlan(await questions.ask(planExpression(asked, line))),
      backendOf: name => backendOf(this._options.config.state, name),
      mayCost: () => mayCost(this._options.config.state),
      isBusy: () => questions.mustWait,
      later: callback => void this._pause.invoke(callback)
    });
  }

  /** The form was open for a while: cells may be gone, or other than they were. */
  private async _write(
    cells: readonly CodeCell[],
    line: MagicLine
  ): Promise<void> {
    const here = Private.withBody(cells.filter(cell => !cell.isDisposed));
    if (here.length === 0) {
      return;
    }
    const models = here.map(cell => cell.model.sharedModel);
    const sources = models.map(model => model.getSource());
    writeParts(sources, line).forEach((source, index) => {
      if (source !== sources[index]) {
        models[index].setSource(source);
      }
    });
    // Nobody waits for it: another cell may be offloaded while this one runs.
    // What became of it the cell shows, and JupyterLab of its kernel.
    this._runCells(here).catch(() => undefined);
  }

  private _runCells(cells: readonly CodeCell[]): Promise<boolean> {
    const { panel, dialogs, translator } = this._options;
    return NotebookActions.runCells(
      panel.content,
      cells,
      panel.sessionContext,
      dialogs ?? undefined,
      translator
    );
  }

  private _patiently<T>(answer: Promise<T>): Promise<T> {
    return patiently(answer, patienceWith(this._trans));
  }

  private _tell(message: string): Promise<void> {
    return showErrorMessage(this._trans.__('Offload'), message);
  }

  private _options: Submission.IOptions;
  private _pause = new Debouncer(
    (callback: () => Promise<void>) => callback(),
    PAUSE
  );
  private _questions: KernelQuestions | null = null;
  private _trans: TranslationBundle;
}

export namespace Submission {
  export interface IOptions {
    readonly config: IConfigModel;
    readonly panel: NotebookPanel;
    readonly scope: Scope;
    readonly state: IStateDB | null;
    readonly dialogs: ISessionContextDialogs | null;
    readonly translator: ITranslator;
  }
}

namespace Private {
  /** Cells that have something to run. */
  export function withBody(cells: readonly CodeCell[]): CodeCell[] {
    return cells.filter(cell => hasBody(cell.model.sharedModel.getSource()));
  }
}
