import type { INotebookTracker } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { Message } from '@lumino/messaging';
import React from 'react';
import { Guard } from '../components/guard';
import { NotLoaded } from '../components/notLoaded';
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
    this._focus();
  }

  protected override render(): React.ReactElement {
    return this._body ?? <></>;
  }

  private async _load(): Promise<void> {
    const { jobs, ...others } = this._options;
    try {
      const [{ SidebarBody }, store] = await Promise.all([
        import('./body'),
        jobs.load()
      ]);
      this._body = (
        <Guard trans={others.trans}>
          <SidebarBody {...others} store={store} />
        </Guard>
      );
    } catch {
      // The browser's console has the request that failed.
      const again = () => void this._load();
      this._body = <NotLoaded onAgain={again} trans={others.trans} />;
    }
    this.update();
    await this.renderPromise;
    if (this._isAsked) {
      this._focus();
    }
  }

  private _focus(): void {
    const first = this.node.querySelector<HTMLElement>('input, button');
    this._isAsked = first === null;
    first?.focus();
  }

  /** Whether the focus is to come here as soon as there is something. */
  private _isAsked = false;
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
