import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';
import { Guard } from '../components/guard';
import { NotLoaded } from '../components/notLoaded';
import type { IConfigModel, IJobs, IJobStore } from '../tokens';
import type { ICardActions } from './actions';
import type { ICard } from './cardData';
import { MIME_TYPE } from './mimeType';

/** Shows the card of a job where a notebook has one. It never writes there. */
export class CardRenderer extends ReactWidget implements IRenderMime.IRenderer {
  constructor(options: CardRenderer.IOptions) {
    super();
    this.addClass('jp-Offload-cardOutput');
    this._options = options;
  }

  /** Take what an output holds now; resolves when it is about to be shown. */
  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const { jobs } = this._options;
    try {
      const [loaded, store] = await Promise.all([
        import('./host'),
        jobs?.load() ?? null
      ]);
      this._loaded = { ...loaded, store };
      const { [MIME_TYPE]: card, 'text/html': html } = model.data;
      this._card = loaded.readCard(card, html);
    } catch {
      // The browser's console has the request that failed.
      this._again = () => void this.renderModel(model);
    }
    this.update();
  }

  protected override render(): React.ReactElement {
    const { actionsFor, config, trans } = this._options;
    if (!this._loaded) {
      return this._again ? (
        <NotLoaded onAgain={this._again} trans={trans} />
      ) : (
        <></>
      );
    }
    const { CardHost, store } = this._loaded;
    return this._card ? (
      <Guard about={this._card} trans={trans}>
        <CardHost
          card={this._card}
          config={config}
          store={store}
          actions={actionsFor(this.node, this._card)}
          trans={trans}
        />
      </Guard>
    ) : (
      <p>{trans.__('This output should show a job, but names none.')}</p>
    );
  }

  private readonly _options: CardRenderer.IOptions;
  /** Tries once more what has failed. */
  private _again: (() => void) | null = null;
  private _card: ICard | null = null;
  private _loaded: Private.ILoaded | null = null;
}

export namespace CardRenderer {
  export interface IOptions {
    readonly config: IConfigModel;
    readonly jobs: IJobs | null;
    /** What a card may do, by where it stands now and what it shows. */
    readonly actionsFor: (node: HTMLElement, card: ICard) => ICardActions;
    readonly trans: TranslationBundle;
  }
}

namespace Private {
  /** What comes with the first card of a page. */
  export interface ILoaded extends Pick<
    typeof import('./host'),
    'CardHost' | 'readCard'
  > {
    readonly store: IJobStore | null;
  }
}
