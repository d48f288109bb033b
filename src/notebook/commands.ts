import type { CommandRegistry } from '@lumino/commands';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { offloadIcon } from '../icon';
import { codeCells } from './targets';
import type { Scope } from './targets';

export namespace CommandIDs {
  export const offloadCell = 'offload:cell';
  export const offloadSelected = 'offload:selected-cells';
}

const NO_ARGUMENTS = {
  args: { type: 'object', properties: {}, additionalProperties: false }
} as const;

/** Registers the commands that open the form for cells of the current notebook. */
export function addSubmitCommands(
  commands: CommandRegistry,
  options: {
    readonly tracker: INotebookTracker;
    readonly trans: TranslationBundle;
    readonly offload: (panel: NotebookPanel, scope: Scope) => Promise<void>;
  }
): void {
  const { tracker, trans, offload } = options;
  const cells = (scope: Scope) => {
    const notebook = tracker.currentWidget?.content;
    return notebook ? codeCells(notebook, scope) : [];
  };
  const execute = async (scope: Scope) => {
    if (tracker.currentWidget) {
      await offload(tracker.currentWidget, scope);
    }
  };

  commands.addCommand(CommandIDs.offloadCell, {
    label: trans.__('Offload This Cell…'),
    caption: trans.__('Offload this cell to another machine'),
    icon: offloadIcon,
    isEnabled: () => cells('active').length === 1,
    isVisible: () => cells('active').length === 1,
    describedBy: NO_ARGUMENTS,
    execute: () => execute('active')
  });
  commands.addCommand(CommandIDs.offloadSelected, {
    label: () => {
      const count = cells('selected').length;
      return count > 1
        ? trans._n(
            'Offload the %1 Selected Cell…',
            'Offload the %1 Selected Cells…',
            count
          )
        : trans.__('Offload the Selected Cells…');
    },
    caption: trans.__('Offload the selected cells as one job'),
    icon: offloadIcon,
    isEnabled: () => cells('selected').length > 0,
    describedBy: NO_ARGUMENTS,
    execute: () => execute('selected')
  });

  const changed = () => {
    commands.notifyCommandChanged(CommandIDs.offloadCell);
    commands.notifyCommandChanged(CommandIDs.offloadSelected);
  };
  tracker.currentChanged.connect(changed);
  tracker.activeCellChanged.connect(changed);
  tracker.selectionChanged.connect(changed);
}
