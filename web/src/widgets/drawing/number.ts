/** Numbers as a reader wants them: few digits, separators, a unit. */

export function plain(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return "∞";
  return new Intl.NumberFormat("en-GB", {
    maximumSignificantDigits: significant(value, digits),
  }).format(value);
}

/** Integers up to a million keep every digit; the rest is rounded. */
function significant(value: number, digits: number): number {
  const whole = Math.floor(Math.abs(value)).toString().length;
  return Number.isInteger(value) ? Math.max(digits, whole) : Math.max(digits, Math.min(whole, 6));
}

export function factor(value: number): string {
  return `${plain(value)}×`;
}

export function percent(share: number): string {
  return `${plain(share * 100)} %`;
}

export function seconds(value: number): string {
  return `${plain(value)} s`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${plain(count)} ${count === 1 ? one : many}`;
}
