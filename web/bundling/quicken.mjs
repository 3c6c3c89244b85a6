// Changes to Pyodide's loader, nearly all to save time at each start in the page. Its version is
// fixed by the lock file; with one in which a passage is not found, the build says so.
const CHANGES = [
  {
    // A table with an entry for each of 8,560 exports, for side modules. No page loads any, and the
    // 280 that the interpreter itself asks for are filled in later by `reportUndefinedSymbols`.
    from: "assignWasmExports(wasmExports);updateGOT(origExports);LDSO.init()",
    to: "assignWasmExports(wasmExports);LDSO.init()",
  },
  {
    // Nearly all of the 280 are WebGL's, which nothing can call in a worker without a canvas. A
    // pointer to each would take a WebAssembly module of its own; null says it is not to be had.
    // The others are new to the table, which need not be read whole to learn that.
    from: "entry.value=addFunction(value,value.sig)",
    to: 'if(symName.startsWith("emscripten_gl"))entry.value=0;else setWasmTableEntry(entry.value=getEmptyTableSlot(),convertJsFunctionToWasm(value,value.sig))',
  },
  {
    // Looked up by name among the imports, the exports need not be copied there: they lie behind.
    from: 'mergeLibSymbols(wasmExports,"main")',
    to: "Object.setPrototypeOf(wasmImports,wasmExports).main=wasmExports.__main_argc_argv",
  },
  {
    // There `ctypes` looks names up, too, the stepper `_PyRuntime`: behind counts as among.
    from: "newSymIndex=Object.keys(lib.exports).indexOf(symbol)",
    to: "newSymIndex=symbol in lib.exports?0:-1",
  },
  {
    // A copy of all exports, so that twenty of them can be replaced: those twenty before the others.
    from: "wasmExports=Object.assign({},wasmExports);",
    to: "const exported=wasmExports,own={__proto__:null};wasmExports=new Proxy(own,{get:(_,name)=>own[name]??exported[name]});",
  },
  {
    // To learn that the table does not hold the new function yet, all its entries would be read.
    from: "return addFunction(trampolineInstance.exports.trampoline_call)",
    to: "const slot=getEmptyTableSlot();setWasmTableEntry(slot,trampolineInstance.exports.trampoline_call);return slot",
  },
  {
    // What this very browser can do is said again after a picture of memory was restored.
    from: "HEAP32[(__PyRuntime+offset)/4>>>0]=ptr});",
    to: 'Module["setTrampoline"]=()=>{HEAP32[(__PyRuntime+offset)/4>>>0]=ptr};Module["setTrampoline"]()});',
  },
  {
    // A picture of memory has this module imported already.
    from: 'API.rawRun("import _pyodide_core")',
    to: 't?[0]:API.rawRun("import _pyodide_core")',
  },
  {
    // Nor need it be told again where packages would lie.
    from: 'API.sitepackages=API.package_loader.SITE_PACKAGES.__str__(),API.dsodir=API.package_loader.DSO_DIR.__str__(),API.defaultLdLibraryPath=[API.dsodir,API.sitepackages],API.os.environ.__setitem__("LD_LIBRARY_PATH",API.defaultLdLibraryPath.join(":")),',
    to: 't||API.os.environ.__setitem__("LD_LIBRARY_PATH",[API.package_loader.DSO_DIR.__str__(),API.package_loader.SITE_PACKAGES.__str__()].join(":")),',
  },
  // Modules can be had without parsing, compiling and running a line of Python for each.
  {
    from: 'API.runPythonInternal_dict=API._pyodide._base.eval_code("{}"),API.importlib=API.runPythonInternal("import importlib; importlib");',
    to: 'API.runPythonInternal_dict=(API.builtins=API._pyodide._base.builtins).dict(),API.importlib=API.builtins.__import__("importlib");',
  },
  {
    from: 'let i=API.runPythonInternal("import __main__; __main__.__dict__"),s=API.runPythonInternal("import builtins; builtins.__dict__");',
    to: 'let i=API.builtins.__import__("__main__").__dict__,s=API.builtins.__dict__;',
  },
  {
    // No package can be there.
    from: ",API.package_loader.init_loaded_packages()",
    to: "",
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
