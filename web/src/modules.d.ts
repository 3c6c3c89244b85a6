// What the build supplies: style sheets as text, and the addresses it gave to hashed files.

declare module "*.css" {
  const text: string;
  export default text;
}

declare module "worker:*" {
  /** Where the bundled worker is published, relative to the chunk that asks. */
  const address: string;
  export default address;
}

declare module "virtual:elements" {
  /** Tag name to the import of the module that defines it. */
  export const elements: Record<string, () => Promise<unknown>>;
}

declare module "virtual:runtime" {
  /** Addresses relative to the folder of `loader.js`; sizes are those that travel, in bytes. */
  export const worker: string;
  export const runtime: string;
  export const sizes: Record<string, number>;
  /** The other versions of Python, by name such as "3.12". */
  export const pythons: Record<string, { runtime: string; sizes: Record<string, number> }>;
}
