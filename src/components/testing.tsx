import { ReactWidget } from '@jupyterlab/ui-components';
import { Widget } from '@lumino/widgets';
import React, { act } from 'react';

// React asks for this before it lets `act` wait for its rendering.
Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

/** A place in the page for one element, for tests of what is shown. */
export class Stage {
  constructor() {
    act(() => Widget.attach(this._widget, document.body));
  }

  get node(): HTMLElement {
    return this._widget.node;
  }

  /** Show it in place of what was there. */
  async show(element: React.ReactElement): Promise<void> {
    await act(async () => {
      this._widget.shown = element;
      this._widget.update();
      await this._widget.renderPromise;
    });
  }

  /** The button of this text or label. */
  button(name: string): HTMLButtonElement | undefined {
    return Array.from(this.node.querySelectorAll('button')).find(
      one => one.textContent === name || one.getAttribute('aria-label') === name
    );
  }

  dispose(): void {
    act(() => this._widget.dispose());
  }

  private readonly _widget = new Shown();
}

class Shown extends ReactWidget {
  shown: React.ReactElement = (<></>);

  protected override render(): React.ReactElement {
    return this.shown;
  }
}

/** Stands in for the browser's: all that is observed is in sight, or nothing. */
export class Sight {
  static seen = true;

  /** Use it for every observer that is made from now on. */
  static install(): void {
    Sight.seen = true;
    Object.assign(globalThis, { IntersectionObserver: Sight });
  }

  constructor(
    private readonly _tell: (entries: { isIntersecting: boolean }[]) => void
  ) {}

  observe(): void {
    this._tell([{ isIntersecting: Sight.seen }]);
  }

  disconnect(): void {
    // Nothing is told of later.
  }
}
