// What a run leaves behind, and what is said of the compiler: see `explainer/bytecode/run_schema.py`
// and `compiler_schema.py`, where each field is explained.
import type { BytecodeDocument, CodeObject, CompileError, Position, PythonVersion } from "./schema.ts";

interface Made {
  schema: string;
  python: PythonVersion;
  filename: string;
  error?: CompileError;
}

export interface Ended {
  why: string;
  kind: string;
  error: string;
  line: number | null;
}

export interface Value {
  repr: string;
  type: string;
  /** `object`, `null`, `tagged int`, `hidden`. */
  kind: string;
}

export interface Frame {
  code: number;
  parent: number | null;
  depth: number;
  generator: boolean;
}

export interface Step {
  frame: number;
  offset: number;
  event: string;
  /** Places in `values`, the top last. Missing: null inside an instruction, or not known. */
  stack: number[] | null;
  /** What changed in this frame since its last moment; null for a name now unbound. */
  locals: Record<string, number | null>;
  value?: number;
  printed: number;
}

export interface Trace extends Made {
  /** `real`, `documented effects`, `not available`. */
  stack?: string;
  why_not_real?: string | null;
  code?: CodeObject[];
  frames?: Frame[];
  values?: Value[];
  steps?: Step[];
  output?: string;
  ended?: Ended;
  truncated?: string | null;
  /** In place of a run: Python did not come to its end. */
  why_not?: string;
}

export interface Adaptive {
  offset: number;
  opname: string;
  counter: number | null;
  backoff: number | null;
  event: string;
  words: string;
}

export interface Round {
  number: number;
  call: string;
  ended: Ended | null;
  /** By place of the code object; round 0 is before the first call. */
  instructions: Adaptive[][];
}

export interface Specialisation extends Made {
  function?: string;
  rules?: string;
  code?: CodeObject[];
  rounds?: Round[];
  output?: string;
  ended?: Ended;
  why_not?: string | null;
}

export interface DiffRow {
  /** `same`, `changed`, `gone`, `new`. */
  change: string;
  /** Places in the instructions of the code objects that the comparison names. */
  before: number | null;
  after: number | null;
  notes: number[];
}

export interface Comparison {
  qualname: string;
  before: number | null;
  after: number | null;
  rows: DiffRow[];
}

/** A comparison with the two documents it is of. */
export interface Compared {
  diff: Diff;
  before: BytecodeDocument;
  after: BytecodeDocument;
}

export interface Diff {
  before: PythonVersion;
  after: PythonVersion;
  code: Comparison[];
  notes: { since: string | null; text: string }[];
}

export interface TreeNode {
  field: string;
  name: string;
  values: Record<string, string>;
  position: Position | null;
  children: TreeNode[];
}

export interface Scope {
  name: string;
  kind: string;
  line: number;
  symbols: { name: string; says: string[] }[];
  children: Scope[];
}

export interface Pseudo {
  opname: string;
  arg: number | null;
  target: number | null;
  label: string | null;
  line: number | null;
  position: Position | null;
}

export interface PseudoInstructions {
  rows: Pseudo[];
  why_not: string | null;
}

export interface Stages extends Made {
  tree?: TreeNode;
  dump?: string;
  scopes?: Scope;
  generated?: PseudoInstructions;
  optimised?: PseudoInstructions;
}
