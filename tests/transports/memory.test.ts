import { memoryPair } from "../../src/transports/index.js";
import { transportConformance } from "./conformance.js";

transportConformance("memory", {
  echo() {
    const [near, far] = memoryPair();
    far.open({
      data(bytes) {
        if (far.send(bytes)) return;
        far.pause();
        void far.drained().then(() => far.resume());
      },
      closed() {},
    });
    return near;
  },
});
