/** How many slots CPython asks for. Source: Objects/listobject.c of the versions named. */

/** Where the strip stops: a longer list says nothing new. */
export const MOST_ITEMS = 4000;

/** list_resize since 3.9: an eighth more and 6, down to a multiple of 4. */
export function growthRule(wanted: number): number {
  return (wanted + (wanted >> 3) + 6) & ~3;
}

/** list_resize up to 3.8: an eighth more and 3, or 6 from 9 items on. */
export function growthRule38(wanted: number): number {
  return wanted + (wanted >> 3) + (wanted < 9 ? 3 : 6);
}

/** list_resize since 3.9 for a big jump: just up to a multiple of 4. */
export function roundedUp(wanted: number): number {
  return (wanted + 3) & ~3;
}

/** list_preallocate_exact since 3.9: up to an even number. */
export function evenSize(wanted: number): number {
  return (wanted + 1) & ~1;
}

/** The stairs of appending one by one: each length that needs a new array, and that array's slots. */
export function stairs(
  rule: (wanted: number) => number,
  longest: number,
): [length: number, capacity: number][] {
  const found: [number, number][] = [];
  for (let capacity = 0; capacity < longest;) {
    const length = capacity + 1;
    capacity = rule(length);
    found.push([length, capacity]);
  }
  return found;
}
