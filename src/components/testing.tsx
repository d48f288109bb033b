import { nullTranslator } from '@jupyterlab/translation';
import type { TranslationBundle } from '@jupyterlab/translation';
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

/** A language in which these words are known, and no others. */
export function translationOf(
  words: Readonly<Record<string, string>>
): TranslationBundle {
  const trans = nullTranslator.load('jupyterlab_offload');
  return Object.assign(Object.create(trans) as TranslationBundle, {
    __: (text: string, ...values: unknown[]) =>
      // eslint-disable-next-line jupyter/no-dynamic-translation -- it is the language itself
      trans.__(words[text] ?? text, ...values)
  });
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

const BOX = Element.prototype.getBoundingClientRect;

/** Stands in for the browser's: elements have the heights that are said. */
export class Heights {
  /** Use it for every element, and every observer that is made from now on. */
  static install(): void {
    Heights._heights.clear();
    Heights._observers.clear();
    Object.assign(globalThis, { ResizeObserver: Heights });
    Element.prototype.getBoundingClientRect = function () {
      const found = [...Heights._heights].find(([one]) => this.matches(one));
      return { ...BOX.call(this), height: found?.[1] ?? 0 };
    };
  }

  /** Elements that match the selector are this high from now on, in px. */
  static set(selector: string, height: number): void {
    Heights._heights.set(selector, height);
    Heights._observers.forEach(one => one._tell([]));
  }

  constructor(private readonly _tell: (entries: unknown[]) => void) {}

  observe(): void {
    Heights._observers.add(this);
  }

  unobserve(): void {
    Heights._observers.delete(this);
  }

  disconnect(): void {
    Heights._observers.delete(this);
  }

  private static readonly _heights = new Map<string, number>();
  private static readonly _observers = new Set<Heights>();
}
