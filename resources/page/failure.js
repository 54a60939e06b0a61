// What goes wrong, as the one sentence that the user reads, and how long is waited before it does.

export class Failure extends Error {}

export class WrongKey extends Failure {}

export function passed(milliseconds) {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Waits, but not for ever: `sentence` then says what to do. */
export function inTime(milliseconds, sentence, promise) {
  const late = passed(milliseconds).then(() => {
    throw new Failure(sentence);
  });
  return Promise.race([promise, late]);
}
