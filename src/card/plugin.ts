import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { placeAround, sessionAround } from '../job/place';
import { IConfigModel, IJobs } from '../tokens';
import { cardActions } from './cardActions';
import { keepCards } from './keeper';
import { MIME_TYPE } from './mimeType';
import { CardRenderer } from './renderer';

/** Before text/html, which every other front end shows. */
const RANK = 20;

/** Shows jobs under the cells that sent them. */
export const card: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-offload:card',
  description: 'Shows a job under the cell that sent it.',
  autoStart: true,
  requires: [IRenderMimeRegistry, IConfigModel],
  optional: [IJobs, INotebookTracker, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    rendermime: IRenderMimeRegistry,
    config: IConfigModel,
    jobs: IJobs | null,
    tracker: INotebookTracker | null,
    translator: ITranslator | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_offload');
    if (tracker) {
      keepCards(tracker);
    }
    rendermime.addFactory({
      // Its JSON is treated as hostile: an untrusted notebook may show it.
      safe: true,
      mimeTypes: [MIME_TYPE],
      defaultRank: RANK,
      createRenderer: () =>
        new CardRenderer({
          config,
          jobs,
          actionsFor: (node, { id }) =>
            cardActions(
              id,
              app.commands,
              () => (tracker ? placeAround(node, tracker) : null),
              tracker && sessionAround(node, tracker)
            ),
          trans
        })
    });
  }
};
