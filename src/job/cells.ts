import type { Cell } from '@jupyterlab/cells';
import { NotebookActions } from '@jupyterlab/notebook';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import { isFrom, isTellingId, pathOf } from '../jobs/notebooks';
import type { ICellPlace } from './arguments';

/** How documents come into sight. */
export interface IDocuments {
  /** Open the one at a path; rejects when there is none. */
  open(path: string): Promise<unknown>;
  /** Show one that is open, by its widget's id. */
  activate(id: string): void;
}

/** A notebook that is open, with one of its cells. */
export interface IFoundCell {
  readonly panel: NotebookPanel;
  /** Null when the notebook has no such cell any more. */
  readonly cell: Cell | null;
}

/**
 * Bring a cell into sight, its notebook opened if need be; null when that
 * cannot be opened: it may have been moved or deleted since.
 */
export async function showCell(
  place: ICellPlace,
  tracker: INotebookTracker,
  documents: IDocuments
): Promise<IFoundCell | null> {
  const panel = await showPanel(place, tracker, documents);
  if (!panel) {
    return null;
  }
  await panel.context.ready;
  await panel.revealed;
  const notebook = panel.content;
  const index = notebook.widgets.findIndex(one => one.model.id === place.cell);
  if (index < 0) {
    return { panel, cell: null };
  }
  notebook.deselectAll();
  notebook.activeCellIndex = index;
  const cell = notebook.widgets[index];
  await notebook.scrollToCell(cell);
  return { panel, cell };
}

async function showPanel(
  place: ICellPlace,
  tracker: INotebookTracker,
  documents: IDocuments
): Promise<NotebookPanel | null> {
  const path = openPath(place, tracker);
  // The empty path would be that of the root folder.
  if (path === '') {
    return null;
  }
  const find = () => tracker.find(one => one.context.path === path) ?? null;
  const open = find();
  if (open) {
    documents.activate(open.id);
    return open;
  }
  try {
    await documents.open(path);
  } catch {
    return null;
  }
  return find();
}

/** As much of nbformat's cell as is read here. */
interface ISavedCell {
  readonly id?: string;
  readonly source?: string | readonly string[];
}

const WHOLE = { type: 'notebook', content: true } as const;

/**
 * The source of a cell as its notebook has it now, open or saved; null if it
 * cannot be read, or has no such cell.
 */
export async function sourceOf(
  place: ICellPlace,
  tracker: INotebookTracker,
  contents: Contents.IManager
): Promise<string | null> {
  const path = openPath(place, tracker);
  const open = tracker.find(one => one.context.path === path);
  try {
    const notebook: unknown = open
      ? open.context.model.toJSON()
      : (await contents.get(path, WHOLE)).content;
    const { cells } = notebook as { cells: readonly ISavedCell[] };
    const source = cells.find(one => one.id === place.cell)?.source ?? null;
    return typeof source === 'string' ? source : (source?.join('') ?? null);
  } catch {
    return null;
  }
}

/**
 * The path of an open notebook, else the one under which it can be opened. A
 * job tells the path of when it was sent: a notebook that has been renamed
 * since is known by the cell.
 */
function openPath(place: ICellPlace, tracker: INotebookTracker): string {
  const { notebook, cell } = place;
  const isAt = ({ context }: NotebookPanel) =>
    context.path === notebook || isFrom(notebook, context.localPath);
  const has = ({ content }: NotebookPanel) =>
    content.widgets.some(one => one.model.id === cell);
  const found =
    // A copy of the notebook has the same cells.
    tracker.find(panel => isAt(panel) && has(panel)) ??
    (isTellingId(cell) ? tracker.find(has) : undefined) ??
    tracker.find(isAt);
  return found?.context.path ?? pathOf(notebook) ?? notebook;
}

/** Put the cursor at a line of the active cell, from 1. */
export function goToLine(found: IFoundCell, line: number): void {
  const { panel, cell } = found;
  const editor = cell?.editor;
  if (!editor) {
    return;
  }
  panel.content.mode = 'edit';
  const shown = Math.min(line - 1, Math.max(0, editor.lineCount - 1));
  // Where its text begins: people read and repair from there.
  const column = Math.max(0, (editor.getLine(shown) ?? '').search(/\S/));
  editor.focus();
  editor.setCursorPosition({ line: shown, column });
  editor.revealPosition({ line: shown, column });
}

/**
 * Run a new cell below the active one, so that the notebook says what was done;
 * the one that stands there if it says just that.
 */
export async function runBelow(
  panel: NotebookPanel,
  source: string
): Promise<void> {
  const notebook = panel.content;
  const next = notebook.widgets[notebook.activeCellIndex + 1];
  if (next?.model.sharedModel.getSource() === source) {
    notebook.activeCellIndex += 1;
  } else {
    NotebookActions.insertBelow(notebook);
    if (notebook.activeCell?.model.type !== 'code') {
      // New cells may be Markdown, by the user's own setting.
      NotebookActions.changeCellType(notebook, 'code');
    }
    notebook.activeCell?.model.sharedModel.setSource(source);
  }
  // What is selected would run instead, and might send jobs.
  notebook.deselectAll();
  await NotebookActions.run(notebook, panel.sessionContext);
}

const LOADED = "'jupyterlab_offload' in get_ipython().extension_manager.loaded";
const LOAD = '%load_ext jupyterlab_offload\n';
/** A kernel that computes does not answer. */
const PATIENCE = 2000;

/** What has to stand before a line of ours in this notebook's kernel. */
export async function preambleFor(panel: NotebookPanel): Promise<string> {
  const kernel = panel.sessionContext.session?.kernel;
  if (!kernel) {
    return LOAD;
  }
  const request = kernel.requestExecute({
    code: '',
    silent: true,
    store_history: false,
    user_expressions: { loaded: LOADED }
  });
  const late = new Promise<null>(resolve =>
    setTimeout(() => resolve(null), PATIENCE)
  );
  const reply = await Promise.race([request.done, late]);
  const content = reply?.content;
  const answer =
    content?.status === 'ok' ? JSON.stringify(content.user_expressions) : '';
  return answer.includes('True') ? '' : LOAD;
}
