// The C library works out the time zone once; a picture of memory brings along the builder's.

/** Of Emscripten's module: `tzset` without the guard against a second call. */
export interface TimeZone {
  HEAPU32: Uint32Array;
  __tzset_js(timezone: number, daylight: number, standardName: number, summerName: number): void;
}

/** Work it out anew; `exports` are those of the instance, with the addresses of its variables. */
export function tellTimeZone(machine: TimeZone, exports: WebAssembly.Exports): void {
  const address = (name: string): number => (exports[name] as WebAssembly.Global).value as number;
  const names = address("tzname") / 4;
  const [standard = 0, summer = 0] = machine.HEAPU32.subarray(names, names + 2);
  machine.__tzset_js(address("timezone"), address("daylight"), standard, summer);
}
