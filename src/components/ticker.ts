const callbacks = new Set<() => void>();
let timer: number | undefined;

/** Call it every second, one timer for all; returns what ends that. */
export function everySecond(callback: () => void): () => void {
  // A function of its own, so that one callback may be given twice.
  const entry = () => callback();
  callbacks.add(entry);
  timer ??= window.setInterval(tick, 1000);
  return () => {
    callbacks.delete(entry);
    if (callbacks.size === 0) {
      window.clearInterval(timer);
      timer = undefined;
    }
  };
}

function tick(): void {
  if (!document.hidden) {
    callbacks.forEach(callback => callback());
  }
}
