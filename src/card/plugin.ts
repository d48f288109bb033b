import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { Again } from '../config/again';
import { placeAround } from '../job/place';
import { CommandIDs } from '../job/commandIds';
import { IConfigModel, IJobs } from '../tokens';
import type { ICardActions } from './actions';
import type { ICard } from './cardData';
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
    const again = new Again({ config });
    const actionsFor = (
      widget: CardRenderer,
      shown: () => ICard | null
    ): ICardActions => {
      const run = (command: string, args: Record<string, string | number>) => {
        void app.commands.execute(command, args);
      };
      const atCell = (
        command: string,
        args: Record<string, string | number> = {}
      ) => {
        const place = tracker && placeAround(widget.node, tracker);
        const id = shown()?.id;
        if (place && id) {
          run(command, { ...place, backend: id.backend, ...args });
        }
      };
      return {
        open: app.commands.hasCommand(CommandIDs.open)
          ? (id, tab) => run(CommandIDs.open, { ...id, tab })
          : null,
        stop: id => run(CommandIDs.stop, { ...id }),
        getResults: variable =>
          atCell(CommandIDs.getResults, {
            name: shown()?.id.name ?? '',
            ...(variable === null ? {} : { variable })
          }),
        runAgain: () => atCell(CommandIDs.runAgain),
        goToLine: line => atCell(CommandIDs.goToCell, { line })
      };
    };
    rendermime.addFactory({
      // Its JSON is treated as hostile: an untrusted notebook may show it.
      safe: true,
      mimeTypes: [MIME_TYPE],
      defaultRank: RANK,
      createRenderer: () =>
        new CardRenderer({
          config,
          again: () => again.ask(),
          jobs,
          actionsFor,
          trans
        })
    });
  }
};
