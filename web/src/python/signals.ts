// How the page reaches a worker that is busy with a program: shared memory where the host's headers
// allow it, else the service worker, which the program's worker asks now and then.
import { PARAMETER, type Told } from "../offline/signals.ts";

export interface Signals {
  flag: Int32Array | null;
  /** Where the worker of a run can ask, or null when no service worker controls this page. */
  address(run: string): string | null;
  tell(told: Told): void;
}

export const NO_SIGNALS: Signals = { flag: null, address: () => null, tell: () => {} };

export function pageSignals(): Signals {
  return {
    flag: crossOriginIsolated ? new Int32Array(new SharedArrayBuffer(4)) : null,
    address(run) {
      const helper = controller();
      return helper === null ? null : `${helper.scriptURL}?${PARAMETER}=${run}`;
    },
    tell: (told) => controller()?.postMessage({ ...told }),
  };
}

function controller(): ServiceWorker | null {
  return navigator.serviceWorker?.controller ?? null;
}
