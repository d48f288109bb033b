import type { ICodeCellModel } from '@jupyterlab/cells';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel, KernelMessage } from '@jupyterlab/services';
import type { IMimeBundle } from '@jupyterlab/nbformat';
import { MIME_TYPE } from './mimeType';

/** Milliseconds after which an update must have come into the notebook. */
const PATIENCE = 1000;
/** So many more at most, by chance: who shares the notebook waits too. */
const SPREAD = 2000;

/**
 * Keeps in notebooks what their kernels say of jobs.
 *
 * JupyterLab finds the output that a kernel updates by what this page has seen
 * of it: after a reload, or when the cell was moved, it finds none, and the
 * notebook would keep for good that the job has only begun. A card names its
 * job: by that the output is found. Nothing is written that the kernel did not
 * just send, and nothing where JupyterLab has written it.
 */
export function keepCards(
  tracker: INotebookTracker,
  later: (callback: () => void) => void = callback =>
    void setTimeout(callback, PATIENCE + Math.random() * SPREAD)
): void {
  const keep = (panel: NotebookPanel): void => {
    const newest = new Map<string, IMimeBundle>();
    const heed = (_: unknown, { direction, msg }: Kernel.IAnyMessageArgs) => {
      const data = direction === 'recv' ? Private.updateIn(msg) : null;
      const name = data && Private.nameOf(data);
      if (data && name !== null) {
        newest.set(name, data);
        later(() => {
          if (newest.get(name) === data) {
            newest.delete(name);
            Private.write(panel, name, data);
          }
        });
      }
    };
    const { sessionContext } = panel;
    sessionContext.session?.kernel?.anyMessage.connect(heed);
    sessionContext.kernelChanged.connect((_, { newValue }) => {
      newValue?.anyMessage.connect(heed);
    });
  };
  tracker.forEach(keep);
  tracker.widgetAdded.connect((_, panel) => keep(panel));
}

namespace Private {
  /** What a kernel wants to stand in an output from now on. */
  export function updateIn(msg: KernelMessage.IMessage): IMimeBundle | null {
    if (msg.header.msg_type !== 'update_display_data') {
      return null;
    }
    return (msg as KernelMessage.IUpdateDisplayDataMsg).content.data;
  }

  /** What tells one card from another: the job, its backend, its part. */
  export function nameOf(
    data: Readonly<Record<string, unknown>>
  ): string | null {
    const card = data[MIME_TYPE] as Readonly<Record<string, unknown>> | null;
    const { backend, job, part } = card ?? {};
    if (typeof backend !== 'string' || typeof job !== 'string') {
      return null;
    }
    const index = (part as { index?: unknown } | null | undefined)?.index;
    return JSON.stringify([backend, job, index ?? null]);
  }

  export function write(
    panel: NotebookPanel,
    name: string,
    data: IMimeBundle
  ): void {
    for (const cell of panel.isDisposed ? [] : (panel.model?.cells ?? [])) {
      const outputs =
        cell.type === 'code' ? (cell as ICodeCellModel).outputs : null;
      for (let index = 0; index < (outputs?.length ?? 0); index++) {
        const output = outputs!.get(index);
        if (
          nameOf(output.data) === name &&
          JSON.stringify(output.data) !== JSON.stringify(data)
        ) {
          const written = { ...output.toJSON(), data };
          outputs!.set(index, { ...written, output_type: 'display_data' });
        }
      }
    }
  }
}
