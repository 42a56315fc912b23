// Clocks of a runspace. Made of process.hrtime: to name `performance` is to load a module of Node's, a millisecond of every start.

/** Milliseconds since some moment, never going back; finer than a microsecond. */
export function monotonic(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}

/** A clock of the time of day in milliseconds since 1970, as fine as `monotonic`. It follows when the system's is set. */
export function wallClock(): () => number {
  let origin = Date.now() - monotonic();
  return () => {
    const coarse = Date.now();
    const fine = origin + monotonic();
    if (Math.abs(fine - coarse) < 2) return fine;
    origin = coarse - monotonic();
    return coarse;
  };
}
