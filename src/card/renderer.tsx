import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';
import type { IConfigModel, IJobStore } from '../tokens';
import type { ICardActions } from './actions';
import { MIME_TYPE, readCard } from './cardData';
import type { ICard } from './cardData';

/** Shows the card of a job where a notebook has one. It never writes there. */
export class CardRenderer extends ReactWidget implements IRenderMime.IRenderer {
  constructor(options: CardRenderer.IOptions) {
    super();
    this.addClass('jp-Offload-cardOutput');
    this._options = options;
    this._actions = options.actionsFor(this, () => this._card);
  }

  /** Take what an output holds now; resolves when it is about to be shown. */
  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this._card = readCard(model.data[MIME_TYPE]);
    this._host ??= (await import('./host')).CardHost;
    this.update();
  }

  protected override render(): React.ReactElement {
    const { config, store, trans } = this._options;
    const Host = this._host;
    if (!this._card) {
      return (
        <p>{trans.__('This output should show a job, but names none.')}</p>
      );
    }
    return Host ? (
      <Host
        card={this._card}
        config={config}
        store={store}
        actions={this._actions}
        trans={trans}
      />
    ) : (
      <p>{trans.__('Job %1', this._card.id.name)}</p>
    );
  }

  private readonly _options: CardRenderer.IOptions;
  private readonly _actions: ICardActions;
  private _card: ICard | null = null;
  private _host: typeof import('./host').CardHost | null = null;
}

export namespace CardRenderer {
  export interface IOptions {
    readonly config: IConfigModel;
    readonly store: IJobStore | null;
    /** What a card may do, from where it stands and what it shows. */
    readonly actionsFor: (
      widget: CardRenderer,
      card: () => ICard | null
    ) => ICardActions;
    readonly trans: TranslationBundle;
  }
}
