import type { ICodeCellModel } from '@jupyterlab/cells';
import { NotebookActions } from '@jupyterlab/notebook';
import { MIME_TYPE } from '../card/mimeType';
import type { IConfigModel, IJobs } from '../tokens';

/**
 * Asks once about each job that a cell of this page has sent: its card may be
 * out of sight, and then nothing else would know that it runs.
 */
export function followSent(
  jobs: IJobs,
  config: IConfigModel,
  again: () => void
): void {
  NotebookActions.executed.connect((_, { cell }) => {
    if (cell.model.type === 'code') {
      const { outputs } = cell.model as ICodeCellModel;
      for (let index = 0; index < outputs.length; index++) {
        const { [MIME_TYPE]: data } = outputs.get(index).data;
        if (data !== undefined) {
          void lookAt(data, jobs, config, again);
        }
      }
    }
  });
}

/** Ask about the job of a card, if its backend is one. */
export async function lookAt(
  data: Parameters<typeof import('../card/cardData').readCard>[0],
  jobs: IJobs,
  config: IConfigModel,
  again: () => void
): Promise<void> {
  const { hintOf, readCard } = await import('../card/cardData');
  const card = readCard(data);
  const { state } = config;
  if (!card || state.phase !== 'ready') {
    return;
  }
  if (!state.config.backends.some(one => one.name === card.id.backend)) {
    again();
    return;
  }
  const job = (await jobs.load()).open(card.id, hintOf(card));
  if (job.snapshot.source === 'name' || job.snapshot.source === 'card') {
    await job.refresh();
  }
}
