import { Dialog, showDialog, showErrorMessage } from '@jupyterlab/apputils';
import type { CodeCell } from '@jupyterlab/cells';
import type { Notebook } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import {
  findLoadCell,
  INSTALL_LINE,
  LOAD_LINE,
  readReadiness,
  READINESS_EXPRESSION
} from '../submit/setup';
import type { Readiness } from '../submit/setup';
import type { KernelQuestions } from './kernelQuestions';

/** Not within the words: there `%%` would be read as an escaped `%`. */
export const MAGIC = '%%offload';

export interface IMakeReadyOptions {
  readonly notebook: Notebook;
  readonly questions: KernelQuestions;
  /** Waits for an answer, up to a point. */
  readonly patiently: <T>(answer: Promise<T>) => Promise<T>;
  readonly trans: TranslationBundle;
  /** Resolves with whether the cells ran without an error. */
  readonly run: (cells: readonly CodeCell[]) => Promise<boolean>;
}

/**
 * Resolves with whether the kernel knows the magic. If it does not, says so,
 * and puts into the notebook what is missing, so that the notebook has it
 * tomorrow and without this front end, too. Throws NoAnswerError.
 */
export async function makeReady(options: IMakeReadyOptions): Promise<boolean> {
  const { trans } = options;
  switch (await readinessOf(options)) {
    case 'ready':
      return true;
    case 'not-loaded':
      return load(options);
    case 'not-installed':
      await install(options);
      return false;
    case 'foreign':
      await showErrorMessage(
        trans.__('Offload'),
        trans.__('Only cells of Python notebooks can be offloaded.')
      );
      return false;
  }
}

async function readinessOf(options: IMakeReadyOptions): Promise<Readiness> {
  const { patiently, questions } = options;
  try {
    if (!questions.mustWait) {
      const answer = questions.ask(READINESS_EXPRESSION);
      return readReadiness(await patiently(answer));
    }
  } catch (error) {
    // A cell may have begun just then.
    if (!questions.mustWait) {
      throw error;
    }
  }
  // A busy kernel would keep the form from opening; the magic itself tells.
  return 'ready';
}

async function load(options: IMakeReadyOptions): Promise<boolean> {
  const { notebook, trans, run } = options;
  const sources = notebook.widgets.map(cell =>
    cell.model.type === 'code' ? cell.model.sharedModel.getSource() : ''
  );
  const at = findLoadCell(sources);
  const agreed = await confirm(
    trans.__('Load Offload into the Kernel?'),
    at === -1
      ? trans.__(
          'This kernel does not know %2 yet. A cell with “%1” is put at the top and run.',
          LOAD_LINE,
          MAGIC
        )
      : trans.__(
          'This kernel does not know %2 yet. The cell with “%1” is run.',
          LOAD_LINE,
          MAGIC
        ),
    at === -1 ? trans.__('Insert and Run') : trans.__('Run the Cell'),
    trans
  );
  if (!agreed) {
    return false;
  }
  return run([
    at === -1 ? insert(notebook, 0, LOAD_LINE) : codeAt(notebook, at)
  ]);
}

async function install({ notebook, trans }: IMakeReadyOptions): Promise<void> {
  const agreed = await confirm(
    trans.__('Install Offload for the Kernel?'),
    trans.__(
      'The kernel’s Python does not have jupyterlab-offload. A cell that installs it is put at the top: run it, then offload again.'
    ),
    trans.__('Insert the Cell'),
    trans
  );
  if (agreed) {
    const cell = insert(notebook, 0, `${INSTALL_LINE}\n${LOAD_LINE}`);
    notebook.deselectAll();
    notebook.activeCellIndex = notebook.widgets.indexOf(cell);
    await notebook.scrollToCell(cell);
  }
}

async function confirm(
  title: string,
  body: string,
  label: string,
  trans: TranslationBundle
): Promise<boolean> {
  const result = await showDialog({
    title,
    body,
    buttons: [
      Dialog.cancelButton({ label: trans.__('Cancel') }),
      Dialog.okButton({ label })
    ]
  });
  return result.button.accept;
}

function insert(notebook: Notebook, index: number, source: string): CodeCell {
  notebook.model!.sharedModel.insertCell(index, {
    cell_type: 'code',
    source,
    // The user has just agreed to it.
    metadata: { trusted: true }
  });
  return codeAt(notebook, index);
}

function codeAt(notebook: Notebook, index: number): CodeCell {
  return notebook.widgets[index] as CodeCell;
}
