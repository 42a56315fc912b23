// Text to a stream of the process, with the wait that a slow reader asks for.

export type Write = (text: string) => void | Promise<void>;

/** A promise says: enough for now. All who wait share it, and it settles where the stream is closed too. */
export function writerTo(stream: NodeJS.WriteStream): Write {
  let room: Promise<void> | undefined;
  return (text) => {
    if (stream.write(text) || stream.destroyed) return undefined;
    room ??= new Promise<void>((resolve) => {
      const done = (): void => {
        for (const event of ["drain", "close", "error"]) stream.off(event, done);
        room = undefined;
        resolve();
      };
      for (const event of ["drain", "close", "error"]) stream.on(event, done);
    });
    return room;
  };
}
