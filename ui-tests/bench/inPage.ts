// Runs in the page: functions that stand alone, because their text is sent there.

/** Do something; resolves with the ms until `isThere`, looked at before each painting. */
export interface IWatch {
  until(isThere: () => boolean, act: () => unknown): Promise<number>;
  /** Type into a field as a person would, at once. */
  type(selector: string, text: string): void;
}

declare global {
  var offloadWatch: IWatch;
}

/** For `page.evaluate`: puts `offloadWatch` there. */
export function addWatch(): void {
  globalThis.offloadWatch = {
    until: async (isThere, act) => {
      const begun = performance.now();
      void act();
      for (;;) {
        await new Promise(requestAnimationFrame);
        if (isThere()) {
          return performance.now() - begun;
        }
        if (performance.now() - begun > 60_000) {
          throw new Error(`Not there after a minute: ${isThere}`);
        }
      }
    },
    type: (selector, text) => {
      const field = document.querySelector<HTMLInputElement>(selector)!;
      // React hears of what is set by the prototype's own setter alone.
      const own = Object.getOwnPropertyDescriptor(
        HTMLInputElement.prototype,
        'value'
      )!;
      own.set!.call(field, text);
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
  };
}
