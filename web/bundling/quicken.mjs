// Changes to Pyodide's loader that save time at each start in the page. Its version is fixed by the
// lock file; with one in which a passage is not found, the build says so.
const CHANGES = [
  {
    // A table with an entry for each of 8,560 exports, for side modules. No page loads any, and the
    // 280 that the interpreter itself asks for are filled in later by `reportUndefinedSymbols`.
    from: "assignWasmExports(wasmExports);updateGOT(origExports);LDSO.init()",
    to: "assignWasmExports(wasmExports);LDSO.init()",
  },
  {
    // Parentheses tell engines that the function is called at once, so they parse it but once.
    from: "async function _createPyodideModule(moduleArg={}){",
    to: "const _createPyodideModule=(async function(moduleArg={}){",
  },
  {
    from: ";return moduleRtn}export default _createPyodideModule;",
    to: ";return moduleRtn});export default _createPyodideModule;",
  },
];

/**
 * The text of `pyodide.asm.mjs`, quickened; `user` is the script that uses it, `pyodide.mjs`.
 * Throws when a passage is not there exactly once.
 */
export function quickened(loader, user) {
  return CHANGES.reduce(changed, withoutIdleNames(loader, user));
}

function changed(text, { from, to }) {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(lost(from, parts.length - 1));
  return parts.join(to);
}

function lost(passage, times) {
  return `pyodide.asm.mjs: found ${JSON.stringify(passage)} ${times} times, expected once; see quicken.mjs`;
}

/**
 * Without the names for those of WebAssembly's exports that neither script mentions, 4,700 of
 * 4,868 and two fifths of the text. The exports themselves stay, for `ctypes` to find.
 */
function withoutIdleNames(loader, user) {
  const begin = "function assignWasmExports(wasmExports){";
  const [before, after] = halves(loader, begin);
  const end = after.indexOf("}");
  const named = new Map(after.slice(0, end).split(";").map((line) => [line.split("=")[0], line]));
  const mentions = countWords(`${loader}\n${user}`);
  // An idle name is there thrice: declared, assigned, and as a key of `Module`.
  const idle = new Set([...named.keys()].filter((name) => mentions.get(name) <= 3));
  const kept = [...named].filter(([name]) => !idle.has(name)).map(([, line]) => line);
  const [first] = named.keys();
  const [above, declared] = halves(before, `var ${first},`);
  const names = `${first},${declared}`.split(";")[0];
  const rest = declared.slice(declared.indexOf(";"));
  const live = names.split(",").filter((name) => !idle.has(name));
  return `${above}var ${live.join(",")}${rest}${begin}${kept.join(";")}${after.slice(end)}`;
}

function halves(text, passage) {
  const parts = text.split(passage);
  if (parts.length !== 2) throw new Error(lost(passage, parts.length - 1));
  return parts;
}

function countWords(text) {
  const counts = new Map();
  for (const [word] of text.matchAll(/[\w$]+/g)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
