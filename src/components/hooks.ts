import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { useEffect, useLayoutEffect, useReducer, useState } from 'react';
import type { RefObject } from 'react';
import { everySecond } from './ticker';

/** Render again whenever the signal is emitted; counts how often it was. */
export function useSignal<S, A>(signal: ISignal<S, A> | null): number {
  const [revision, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const slot = () => again();
    signal?.connect(slot);
    // What was emitted between rendering and this is seen, too.
    again();
    return () => {
      signal?.disconnect(slot);
    };
  }, [signal]);
  return revision;
}

/** Render again every second while `running`, and the page is seen. */
export function useTick(running: boolean): void {
  const [, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => (running ? everySecond(again) : undefined), [running]);
}

/**
 * Hold what `make` gives while `wanted`: a log that is followed, a job that is
 * watched. `thing` says what it is about, and with it whether to begin anew.
 */
export function useHeld(
  wanted: boolean,
  make: () => IDisposable,
  thing: unknown
): void {
  useEffect(() => {
    if (!wanted) {
      return;
    }
    const held = make();
    return () => held.dispose();
    // `make` is made anew at each rendering; `thing` says what it is about.
  }, [wanted, thing]);
}

/** Whether some of the element is in sight. */
export function useOnScreen(element: RefObject<Element | null>): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!element.current) {
      return;
    }
    const observer = new IntersectionObserver(entries => {
      setSeen(entries[entries.length - 1].isIntersecting);
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return seen;
}

/**
 * The height of an element in whole px, rounded up: what is put at multiples of
 * it has room. `before` until it has one. It is followed, for it changes with
 * the theme, and with the font sizes that JupyterLab's settings set over that.
 */
export function useHeight(
  element: RefObject<HTMLElement | null>,
  before: number
): number {
  const [height, setHeight] = useState(before);
  useLayoutEffect(() => {
    const measured = element.current;
    if (!measured) {
      return;
    }
    const read = () => {
      const now = Math.ceil(measured.getBoundingClientRect().height);
      // It has none while its panel is hidden.
      setHeight(last => now || last);
    };
    read();
    const resized = new ResizeObserver(read);
    resized.observe(measured);
    return () => resized.disconnect();
  }, [element]);
  return height;
}
