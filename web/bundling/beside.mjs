// Scripts and styles in compressed form beside the originals, for hosts that can send those:
// nginx's `gzip_static` and `brotli_static`, Caddy's `precompressed`, and the like.
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const FORMS = {
  ".br": (content) =>
    promisify(brotliCompress)(content, {
      params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT },
    }),
  ".gz": (content) => promisify(gzip)(content, { level: 9 }),
};

// Their names change with their content, so what lies beside them is right.
const HASHED = /-[A-Z0-9]{8}\.js$|[\\/]pythons?[\\/][^\\/]+[\\/]/;

/** Write them, and give their names. */
export async function compressBeside(files) {
  const texts = files.filter((file) => /\.(?:m?js|css)$/.test(file));
  const written = texts.flatMap((file) =>
    Object.entries(FORMS).map(async ([ending, compressed]) => {
      const beside = file + ending;
      if (!HASHED.test(file) || !existsSync(beside)) {
        await writeFile(beside, await compressed(await readFile(file)));
      }
      return beside;
    }),
  );
  return Promise.all(written);
}
