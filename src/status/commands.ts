import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IConfigModel } from '../tokens';

export namespace CommandIDs {
  export const showBackend = 'offload:show-backend';
}

/** Registers the command that asks the server again and shows its answer. */
export function addShowBackend(
  app: JupyterFrontEnd,
  model: IConfigModel,
  trans: TranslationBundle
): void {
  app.commands.addCommand(CommandIDs.showBackend, {
    label: trans.__('Show Active Backend'),
    caption: trans.__('Show where jobs run, and the versions in use'),
    describedBy: {
      args: { type: 'object', properties: {}, additionalProperties: false }
    },
    execute: async () => {
      const [{ details }] = await Promise.all([
        import('./details'),
        model.refresh()
      ]);
      await showDialog({
        title: trans.__('Offload'),
        body: details(model.state, trans),
        buttons: [Dialog.okButton({ label: trans.__('Close') })]
      });
    }
  });
}
