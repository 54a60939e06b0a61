// Errors that the page shows, each one sentence that says what to do, and timeouts.

export class Failure extends Error {}

export class WrongKey extends Failure {}

/** Resolves after a delay. */
export function delay(milliseconds) {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Resolves as `promise` does, or fails with `sentence` after a timeout. */
export function withTimeout(milliseconds, sentence, promise) {
  const late = delay(milliseconds).then(() => {
    throw new Failure(sentence);
  });
  return Promise.race([promise, late]);
}
