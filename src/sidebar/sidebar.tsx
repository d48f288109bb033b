import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { Message } from '@lumino/messaging';
import React from 'react';
import { Guard } from '../components/guard';
import { offloadIcon } from '../icon';
import type { IConfigModel, IJobs } from '../tokens';

/** The list of jobs at the side; its content comes when it is first shown. */
export class Sidebar extends ReactWidget {
  constructor(private readonly _options: Sidebar.IOptions) {
    super();
    const { trans } = _options;
    this.addClass('jp-Offload-sidebar');
    this.title.icon = offloadIcon;
    this.title.caption = trans.__('Offload: jobs');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Offload: jobs'));
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    if (this._body === null) {
      void this._load();
    }
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    this.node.querySelector<HTMLElement>('input, button')?.focus();
  }

  protected override render(): React.ReactElement {
    return this._body ?? <></>;
  }

  private async _load(): Promise<void> {
    const { jobs, ...others } = this._options;
    const [{ SidebarBody }, store] = await Promise.all([
      import('./body'),
      jobs.load()
    ]);
    this._body = (
      <Guard trans={others.trans}>
        <SidebarBody {...others} store={store} />
      </Guard>
    );
    this.update();
  }

  private _body: React.ReactElement | null = null;
}

export namespace Sidebar {
  export interface IOptions {
    readonly commands: CommandRegistry;
    readonly config: IConfigModel;
    readonly jobs: IJobs;
    /** Missing in an application without notebooks. */
    readonly tracker: INotebookTracker | null;
    readonly trans: TranslationBundle;
  }
}
