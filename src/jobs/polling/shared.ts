/**
 * Asks one time after the other: whoever asks while an answer is under way
 * shares it. Who reads on from where he stopped would else read twice, because
 * who stops looking and begins again does not end what is under way.
 */
export function shared<T>(ask: () => Promise<T>): () => Promise<T> {
  let asking: Promise<T> | null = null;
  return () => {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };
}
