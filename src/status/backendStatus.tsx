import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import React from 'react';
import type { IConfigModel } from '../tokens';
import { statusText } from './text';

/** The status bar's item: the active backend, as a button that tells more. */
export class BackendStatus extends ReactWidget {
  constructor(options: BackendStatus.IOptions) {
    super();
    this.addClass('jp-Offload-status');
    this._options = options;
  }

  protected override render(): React.ReactElement {
    const { model, trans, onClick } = this._options;
    return (
      <UseSignal signal={model.changed} initialSender={model}>
        {() => {
          const text = statusText(model.state, trans);
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
              {text.label}
            </button>
          );
        }}
      </UseSignal>
    );
  }

  private _options: BackendStatus.IOptions;
}

export namespace BackendStatus {
  export interface IOptions {
    readonly model: IConfigModel;
    readonly trans: TranslationBundle;
    /** Called when the item is activated by pointer or keyboard. */
    readonly onClick: () => void;
  }
}
