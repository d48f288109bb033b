import type { ICodeCellModel } from '@jupyterlab/cells';
import { NotebookActions } from '@jupyterlab/notebook';
import { MIME_TYPE } from '../card/mimeType';
import type { IConfigModel, IJobs } from '../tokens';

/**
 * Asks once about each job that a cell of this page has sent: its card may be
 * out of sight, and then nothing else would know that it runs.
 */
export function followSent(jobs: IJobs, config: IConfigModel): void {
  NotebookActions.executed.connect((_, { cell }) => {
    if (cell.model.type === 'code') {
      const { outputs } = cell.model as ICodeCellModel;
      for (let index = 0; index < outputs.length; index++) {
        const { [MIME_TYPE]: data } = outputs.get(index).data;
        if (data !== undefined) {
          void lookAt({ data, cell: cell.model.id }, jobs, config);
        }
      }
    }
  });
}

/** A card that a cell shows. */
export interface IShown {
  readonly data: Parameters<typeof import('../card/cardData').readCard>[0];
  /** The notebook's id of the cell. */
  readonly cell: string;
}

/** Ask about the job of a card, as soon as its backend is known. */
export async function lookAt(
  shown: IShown,
  jobs: IJobs,
  config: IConfigModel
): Promise<void> {
  const { hintOf, readCard } = await import('../card/cardData');
  const card = readCard(shown.data);
  if (!card) {
    return;
  }
  if (!Private.knows(config, card.id.backend)) {
    if (config.state.phase === 'ready') {
      config.refreshSoon();
    }
    await Private.waitFor(config, card.id.backend);
  }
  const job = (await jobs.load()).open(card.id, hintOf(card));
  if (Private.sender(shown.data) === shown.cell) {
    job.claim();
  }
  if (job.snapshot.source === 'name' || job.snapshot.source === 'card') {
    await job.refresh();
  }
}

namespace Private {
  export function knows({ state }: IConfigModel, backend: string): boolean {
    return (
      state.phase === 'ready' &&
      state.config.backends.some(one => one.name === backend)
    );
  }

  export function waitFor(
    config: IConfigModel,
    backend: string
  ): Promise<void> {
    return new Promise(resolve => {
      const look = (): void => {
        if (knows(config, backend)) {
          config.changed.disconnect(look);
          resolve();
        }
      };
      config.changed.connect(look);
    });
  }

  /** The id of the cell that sent the job: `%offload attach` shows any job. */
  export function sender(data: IShown['data']): unknown {
    const cell = Private.member(data, 'cell');
    return Private.member(cell, 'id');
  }

  export function member(value: unknown, name: string): unknown {
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)[name]
      : undefined;
  }
}
