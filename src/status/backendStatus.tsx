import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import React from 'react';
import { Guard } from '../components/guard';
import type { IConfigModel, IJobs, IJobStore } from '../tokens';
import { spendText, statusText } from './text';

/** The status bar's item: the active backend and what runs, as a button that tells more. */
export class BackendStatus extends ReactWidget {
  constructor(options: BackendStatus.IOptions) {
    super();
    this.addClass('jp-Offload-status');
    this._options = options;
    void options.jobs?.ready.then(store => {
      this._store = store;
      store.changed.connect(this.update, this);
      store.jobChanged.connect(this.update, this);
      this.update();
    });
  }

  protected override render(): React.ReactElement {
    const { model, trans, onClick } = this._options;
    return (
      <Guard trans={trans}>
        <UseSignal signal={model.changed} initialSender={model}>
          {() => {
            const text = statusText(model.state, trans);
            const spend = this._store
              ? spendText(this._store.spend(), trans)
              : '';
            return (
              <button
                type="button"
                className={
                  text.warning
                    ? 'jp-Offload-statusButton jp-mod-warning'
                    : 'jp-Offload-statusButton'
                }
                title={text.caption}
                onClick={onClick}
              >
                {spend ? `${text.label}, ${spend}` : text.label}
              </button>
            );
          }}
        </UseSignal>
      </Guard>
    );
  }

  private _options: BackendStatus.IOptions;
  private _store: IJobStore | null = null;
}

export namespace BackendStatus {
  export interface IOptions {
    readonly model: IConfigModel;
    readonly jobs: IJobs | null;
    readonly trans: TranslationBundle;
    /** Called when the item is activated by pointer or keyboard. */
    readonly onClick: () => void;
  }
}
